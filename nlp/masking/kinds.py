"""What is masked, and the words that stand in its place."""

from __future__ import annotations

import re
from enum import StrEnum


class Kind(StrEnum):
    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    CITIZEN_ID = "citizen_id"
    ACCOUNT = "bank_account"
    PLATE = "plate"
    HANDLE = "handle"
    PROFILE = "profile_link"
    ADDRESS = "address"


MASK_VI: dict[Kind, str] = {
    Kind.NAME: "[tên]",
    Kind.PHONE: "[số điện thoại]",
    Kind.EMAIL: "[địa chỉ thư]",
    Kind.CITIZEN_ID: "[số giấy tờ]",
    Kind.ACCOUNT: "[số tài khoản]",
    Kind.PLATE: "[biển số xe]",
    Kind.HANDLE: "[tài khoản mạng]",
    Kind.PROFILE: "[trang cá nhân]",
    Kind.ADDRESS: "[địa chỉ nhà]",
}

#: A mask, as it stands in a text that was masked before.
MASKS = re.compile("|".join(map(re.escape, MASK_VI.values())))
