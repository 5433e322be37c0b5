"""Frequent syllables of Vietnamese press, for the embedded index: which neighbours are indexed as pairs."""

from __future__ import annotations

_LIST = """
1 10 2 2025 2026 3 4 5 an anh ba bac ban bang bao bat bi bien biet binh bo ca cac cam can canh cao cap cau chi chien
chinh cho chu chua chuc chung chuyen co con cong cu cua cung cuoc cuu da dai dan dang danh dao dat dau day de den di
dich diem dien dieu dinh do doan doi don dong du dua dung duoc duong gan gay gia giai giam giao gioi giup ha hai
hang hanh hcm he hien hieu hinh ho hoa hoc hoi hon hop huong ke ket khi khien khoi khong khu kien ky la lai lam lan
le len lien lo loi lon luc luong ly ma mang manh mat minh mo moi mot mua muc my nam nang nay nen ngay nghe nghi
nghiep nguoi nguyen nha nhan nhat nhieu nhu nhung noi nuoc o ong phai pham phan phat pho phong phu phuong qua quan
quoc quy ra san sang sau se sinh so song su tai tam tan tang tao tap tay te tham thang thanh thay the theo thi thoi
thong thu thuc thuong tich tien tiep tin tinh to toan toi tong tp trai tran trang tren tri trien trieu trinh tro
trong trung truoc truong tu tuc tuoi tuong tuyen ty va van vao ve vi viec vien viet vo voi vong vu vua xa xe xuat y
"""

#: Without accents; each stands in more than a twentieth of a year's headlines with their leads. Numbers as they are.
FREQUENT = frozenset(_LIST.split())
