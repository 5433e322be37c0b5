"""Frequent syllables of Vietnamese press, for the embedded index: which neighbours are indexed as pairs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from nlp.memory import Memory
from nlp.text import folded_word

PAIR_SIGN = "~"

_LIST = """
0 1 10 100 11 12 13 14 15 16 17 18 19 2 20 2025 2026 21 22 23 24 25 26 3 30 33 4 5 50 6 7 8 9 a ai am an anh ao ap
au ba bac bai ban bang bao bat bau bay be ben benh bi bien biet bieu binh bo boi bong bung buoc buoi ca cac cach cai
cam can cang canh cao cap cat cau cay cham chan chap chat chau chay che chet chi chia chiec chiem chien chieu chinh
chiu cho choi chon chong chu chua chuan chuc chung chuong chuyen clb co con cong cu cua cuc cung cuoc cuoi cuong cup
cuu da dac dai dam dan dang danh dao dap dat dau day de dem den dep deu di dia dich diem dien dieu dinh dip do doan
doanh doc doi don dong dot du dua duc dung duoc duoi duong duy em gai gan gap gay ghi gi gia giac giai giam gian
giang gianh giao giau giay gio gioi giu giua giup go goc goi gom gop gui h ha hai ham han hang hanh hao hat hau hay
hcm he het hiem hien hieu hinh hlv ho hoa hoac hoach hoan hoang hoat hoc hoi hom hon hong hop hung huong hut huu huy
iran it ke kem keo ket kha khac khach khai kham khan khang khanh khau khi khien kho khoa khoan khoang khoe khoi
khong khu kich kiem kien kim kinh km ky la lai lam lan lang lanh lao lap lau lay le league len lich lien lieu linh
lo loai loan loat loc loi lon long lop lu lua luan luat luc luoc luong luot luu ly m ma mac mach mai malaysia man
mang manh mat mau may me mien minh mo moc moi mon mong mot mua muc mung muon my nam nan nang nao nay nen neu nga
ngai ngan nganh ngap ngay nghe nghi nghia nghiem nghien nghiep ngo ngoai ngoc ngoi ngon ngu nguoi nguon nguy nguyen
nha nhac nham nhan nhanh nhap nhat nhau nhiem nhien nhiet nhieu nhin nho nhom nhu nhung niem nien ninh no noi nong
nu nua nuoc o on ong pha phai pham phan phap phat phe phep phi phia phien phim pho phoi phong phu phuc phuong phut
qua quan quang quay quen quoc quy quyen quyet ra rang rat rieng ro roi rong sac sach sai san sang sao sap sat sau se
si sieu sinh so soat soc som son song su sua suat suc sung ta tac tai tam tan tang tao tap tat tau tay te ten tet
thai tham than thang thanh thao thap that thay the them theo thi thich thien thiet thieu tho thoai thoi thong thu
thua thuan thuat thuc thue thuoc thuong thuy ti tich tiem tien tieng tiep tiet tieu tim tin tinh to toa toan toc toi
ton tong tot tp tra trai tram tran trang tranh trao tre tren tri trien trieu trinh tro troi tron trong tru truc
trump trung truoc truong truyen tu tuan tuc tung tuoi tuong tuy tuyen ty u ubnd ukraine ung uong usd uu uy va vai
van vang vao vat vay ve vi viec vien viet vinh vo voi von vong vu vua vuc vui vung vuong vuot world xa xac xanh xay
xe xem xep xet xin xu xuan xuat xuc xung xuong xuyen y yen yeu
"""

#: Without accents; each stands in more than one in a hundred of a year's headlines with their leads.
FREQUENT = frozenset(_LIST.split())


def _is_frequent(word: str) -> bool:
    return folded_word(word) in FREQUENT


#: Whether a word, whatever its accents, is among them.
is_frequent: Callable[[str], bool] = Memory(_is_frequent, 65_536).__getitem__


def frequent_pairs(words: Sequence[str], mark: str = "") -> list[str]:
    """Neighbours that are both frequent, as one token each; ``mark``: what stands before each word in the index.

    Two words that stand everywhere rarely stand together, and FTS5 would look at each of their meetings to find out.
    """
    return _tokens(words, mark, _places(list(map(is_frequent, words))))


def pairs_of_both(words: Sequence[str], folded: Sequence[str], mark: str) -> list[str]:
    """``frequent_pairs`` of a field's words, and of their folded forms, which have ``mark`` before them.

    A word is frequent by its folded form, so both stand at the same places.
    """
    places = _places(list(map(FREQUENT.__contains__, folded)))
    return _tokens(words, "", places) + _tokens(folded, mark, places)


def _places(frequent: Sequence[bool]) -> list[int]:
    return [at for at, (first, second) in enumerate(pairwise(frequent)) if first and second]


def _tokens(words: Sequence[str], mark: str, places: Sequence[int]) -> list[str]:
    # The sign stands first: who asks for words that begin with some letters is not led through all their pairs.
    before = PAIR_SIGN + mark
    return [before + words[at] + PAIR_SIGN + words[at + 1] for at in places]
