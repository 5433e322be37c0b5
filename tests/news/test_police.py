"""Police bodies are recognised however they are written, and nobody else is taken for one."""

from __future__ import annotations

import pytest

from news.police import addressed_police, is_police, named_police


@pytest.mark.parametrize(
    "name",
    [
        "Công an tỉnh Ninh Bình",
        "CÔNG AN XÃ GIA VIỄN",
        "Cong an tinh Quang Ngai",
        "Phòng Cảnh sát giao thông",
        "canh sat moi truong",
        "Công\u200b an tỉnh",
        "Ｃông an phường",
        "Phòng An ninh mạng và phòng, chống tội phạm sử dụng công nghệ cao",
        "Cơ quan An ninh điều tra",
        "Phòng PA05",
        "PC 06",
        "CATP Hoa Lư",
        "CA tỉnh Quảng Ngãi",
        "Cục A05",
        "Đội CSGT số 1",
        "Bộ Công\u00a0an",
        "Ban An toàn giao thông – Công-an huyện",
        "Provincial Police",
        "Ministry of Public Security",
        "Co\u0302ng an ti\u0309nh",
    ],
)
def test_a_police_body_is_known_by_its_name(name: str) -> None:
    assert named_police(name)


@pytest.mark.parametrize(
    "name",
    [
        "Sở Y tế",
        "UBND xã An Ninh",
        "Trung tâm Dịch vụ công ăn việc làm",
        "Nguyễn Công An",
        "Viện Kiểm sát nhân dân tỉnh",
        "Tòa án nhân dân tỉnh",
        "Sở Công Thương",
        "Chi cục An toàn vệ sinh thực phẩm",
        "Ban Chỉ đạo an ninh lương thực",
        "Trường THPT An Ninh",
        "Công ty An Khang",
        "Sở Giao thông công chính",
        "Ban quan sát",
        "Cảnh quan đô thị",
        "",
    ],
)
def test_nobody_else_is_taken_for_police(name: str) -> None:
    assert named_police(name) is None


@pytest.mark.parametrize(
    "address",
    [
        "truc@bocongan.gov.vn",
        "a@tinh.bocongan.gov.vn",
        "A@CongAn.NinhBinh.gov.vn",
        "https://conganquangngai.gov.vn/hook",
        "https://cong-an.ninhbinh.gov.vn:8443/x?y=1",
        "congan.ninhbinh@gmail.com",
        "cong.an.ninhbinh@gmail.com",
        "pa05@ninhbinh.gov.vn",
        "csgt.vn",
        "@CongAnNinhBinh",
        "http://user@congan.ninhbinh.gov.vn/",
        "police@ninhbinh.gov.vn",
    ],
)
def test_a_police_body_is_known_by_its_address(address: str) -> None:
    assert addressed_police(address)
    assert is_police("Phòng Tổng hợp", "a@b.vn", address)


@pytest.mark.parametrize(
    "address",
    [
        "vanphong@ninhbinh.gov.vn",
        "https://ninhbinh.gov.vn/",
        "soyte@quangngai.gov.vn",
        "nguyencongan@ninhbinh.gov.vn",
        "an.khang@congtyankhang.vn",
        "-1001234567890",
        "@bao_ninh_binh",
        "cattuong@hotel.vn",
        "",
    ],
)
def test_no_other_address_is_taken_for_it(address: str) -> None:
    assert addressed_police(address) is None
