"""Numbers that lead to a person: telephones, identity papers, accounts; public hotlines, prices, dates stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.masking.kinds import Kind
from nlp.masking.surface import Surface

Found = tuple[Kind, int, int]

_GAP = r"[ ]?[-._/,*·]?[ ]?"
#: Groups of digits with little between them; country code and area code may stand in brackets.
_RUN = re.compile(
    rf"(?<![\w/@-])(?<!\d[.,])(?:\(?\+?[ ]?\d{{2,4}}[ ]?\)|\+)?{_GAP}\d(?:{_GAP}\d)*(?![\w@])|\d(?:{_GAP}\d)+"
)
#: Letters written for digits: o9l2, O9I2.
_DISGUISED = re.compile(rf"(?<![^\W_])[0-9oOlI|](?:{_GAP}[0-9oOlI|]){{8,11}}(?![^\W_])")
_AS_DIGITS = str.maketrans("oOlI|", "00111")
_MOBILE = re.compile(r"(?:84|0084|0)[35789]\d{8}")
_LANDLINE = re.compile(r"(?:84|0084|0)2\d{8,9}")
_PHONE = re.compile(r"(?:84|0084|0)0?[2-9]\d{8}|(?:84|0084|0)(?:2\d{9}|1[2-9]\d{8})")
_HOTLINE = re.compile(r"1[89]00\d{4}(?:\d{2})?")
_DATE = re.compile(
    r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|1[0-2])[./-](?:19|20)?\d\d(?!\d)|(?<!\d)(?:19|20)\d\d-\d\d-\d\d(?!\d)"
    r"|(?<!\d)\d{1,2}(?::\d{2}){1,2}(?!\d)"
)
_PRICE = re.compile(
    r"(?<![\d.,])[1-9]\d{0,2}(?:[.,]\d{3})+(?![.,]?\d)|(?<![\d.,])\d[\d.,]*(?=[ ]?(?:d|dong|vnd|usd|k|tr|trieu|ty|nghin|ngan|ngan|%)\b)"
)
_ACCOUNT_BEFORE = re.compile(
    r"\b(?:stk|so tk|tk|tai khoan|t/k|account|so the|the atm|so du|chuyen khoan|chuyen|ck|coc|nop|gui|dong|gop|quy|vo so|vao|ve so|"
    r"vietcombank|vcb|bidv|agribank|techcombank|tcb|mb ?bank|acb|vietinbank|sacombank|tpbank|vpbank|shb|hdbank|vib|"
    r"ngan hang|the)\b[^.!?\n]{0,40}$"
)
_ACCOUNT_RIGHT_BEFORE = re.compile(r"\b(?:stk|so tk|tk|tai khoan|t/k|so the)\b[^\d!?\n]{0,24}$")
_ID_BEFORE = re.compile(r"\b(?:cccd|cmnd|cmt|can cuoc|chung minh|giay to|dinh danh|cc)\b[^!?\n]{0,40}$")
_PUBLIC_BEFORE = re.compile(
    r"\b(?:van phong|benh vien|trung tam|xi nghiep|uy ban|ubnd|chi cuc|cuc|so|mot cua|tong dai|duong day nong|"
    r"cong an|tram|co quan|ban chi huy|phong kham|truc ban)\b[^.!?\n]{0,40}$"
)
_PRIVATE_BEFORE = re.compile(r"\b(?:co|chu|bac|anh|chi|em|nha|may ban|minh|ong|ba|thay|di|cau|toi)\b[^.!?\n]{0,25}$")
_PUBLIC_AFTER = re.compile(r"^\W{0,3}(?:cua|-|la)? ?(?:van phong|benh vien|trung tam|uy ban|ubnd|chi cuc|so|cong an)\b")
_RECORD_BEFORE = re.compile(
    r"\b(?:ma so thue|mst|ma van don|van don|ma don|ma vach|so hieu|cong van|quyet dinh|nghi dinh)\b\W{0,3}(?:so\W{0,2})?$"
)
_PASSPORT = re.compile(r"(?<=\bho chieu )(?:so )?[a-z]\d{7,8}\b")


def find(surface: Surface) -> Iterator[Found]:
    """Phones, identity papers and accounts."""
    plain = surface.plain
    still = [match.span() for pattern in (_DATE, _PRICE) for match in pattern.finditer(plain)]
    for match in _DISGUISED.finditer(surface.shown):
        number = _digits(match[0].translate(_AS_DIGITS))
        if _PHONE.fullmatch(number) and sum(letter.isdigit() for letter in match[0]) >= 4 and not match[0].isdigit():
            yield Kind.PHONE, *match.span()
    for match in _RUN.finditer(plain):
        yield from _read_run(plain, *match.span(), still)
    for match in _PASSPORT.finditer(plain):
        yield Kind.CITIZEN_ID, *match.span()


def _read_run(plain: str, start: int, end: int, still: list[tuple[int, int]]) -> Iterator[Found]:
    while start < end and plain[start] in " -._/,*·":
        start += 1
    kind = _kind_of(plain, start, end, still)
    if kind is not None:
        yield kind, start, end
        return
    groups = [(start + at.start(), start + at.end()) for at in re.finditer(r"[+(]*\d+\)?", plain[start:end])]
    first = 0
    while first < len(groups):
        for last in range(len(groups) - 1, first - 1, -1):
            if last - first + 1 == len(groups):
                continue
            kind = _kind_of(plain, groups[first][0], groups[last][1], still)
            if kind is not None:
                yield kind, groups[first][0], groups[last][1]
                first = last
                break
        first += 1


def _kind_of(plain: str, start: int, end: int, still: list[tuple[int, int]]) -> Kind | None:
    number = _digits(plain[start:end])
    if (
        len(number) < 6
        or len(number) > 20
        or any(
            a < end and start < b
            for a, b in still
            if b - a >= 0 and (a, b) != (start, end) and _covers(number, plain[a:b])
        )
    ):
        return None
    before, after = plain[max(0, start - 60) : start], plain[end : end + 30]
    if _RECORD_BEFORE.search(before):
        return None
    if (start, end) in still and not _ACCOUNT_RIGHT_BEFORE.search(before):
        return None
    direct = _ACCOUNT_RIGHT_BEFORE.search(before)
    if _HOTLINE.fullmatch(number) and not direct:
        return None
    if _PHONE.fullmatch(number) and not (direct and not _MOBILE.fullmatch(number)):
        if _LANDLINE.fullmatch(number) and _is_public(before, after):
            return None
        return Kind.PHONE
    if _ID_BEFORE.search(before) and len(number) in (9, 12):
        return Kind.CITIZEN_ID
    if direct:
        return Kind.ACCOUNT
    if plain[start] == "+" and 10 <= len(number) <= 14:
        return Kind.PHONE
    if len(number) == 12 and number[0] == "0" and not _ACCOUNT_BEFORE.search(before):
        return Kind.CITIZEN_ID
    if len(number) >= 8 and _ACCOUNT_BEFORE.search(before):
        return Kind.ACCOUNT
    groups = re.findall(r"\d+", plain[start:end])
    if len(number) >= 9 and max(map(len, groups)) > 2:
        return Kind.ACCOUNT
    return None


def _covers(number: str, other: str) -> bool:
    return len(_digits(other)) * 2 >= len(number)


def _is_public(before: str, after: str) -> bool:
    if _PUBLIC_AFTER.search(after):
        return True
    public, private = _PUBLIC_BEFORE.search(before), _PRIVATE_BEFORE.search(before)
    return public is not None and (private is None or private.start() < public.start())


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
