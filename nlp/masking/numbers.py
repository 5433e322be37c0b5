"""Numbers that lead to a person: telephones, identity papers, accounts; public hotlines, prices, dates stay."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nlp.masking.kinds import Kind
from nlp.masking.surface import Surface

Found = tuple[Kind, int, int]
Spans = Sequence[tuple[int, int]]

#: Digits of the numbers that are looked at; from this many on, a number that nothing explains is hidden as well.
_SHORTEST, _LONGEST, _UNEXPLAINED = 6, 19, 9
#: So many true digits a disguised number has at least.
_LEAST_DIGITS = 4
_GAP = r"(?: ?[-._/*·] ?| |,(?=\d))?"
#: Groups of digits with little between them; country code and area code may stand in brackets.
_RUN = re.compile(
    rf"(?<![\w/@+-])(?:\+?\d{{1,3}} ?\(0\)|\(?\+? ?\d{{2,4}} ?\)|\+)? ?{_GAP}\d(?:{_GAP}\d)*(?![\w@])"
    rf"|(?<!\w)\d(?:{_GAP}\d)+"
)
_GROUP = re.compile(r"\+?\d+ ?\(0\)|[+(]*\d+\)?")
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
    r"(?<![\d.,+])[1-9]\d{0,2}(?:[.,]\d{3})+(?![.,]?\d)"
    r"|(?<![\d.,])\d[\d.,]*(?=[ ]?(?:%|(?:d|dong|vnd|usd|k|tr|trieu|ty|nghin|ngan)\b))"
)
_ACCOUNT_BEFORE = re.compile(
    r"\b(?:stk|so tk|tk|tai khoan|t/k|account|so the|the atm|so du|chuyen khoan|chuyen|ck|coc|nop|gui|dong|gop|quy|"
    r"vo so|vao|ve so|vietcombank|vcb|bidv|agribank|techcombank|tcb|mb ?bank|acb|vietinbank|sacombank|tpbank|vpbank|"
    r"shb|hdbank|vib|ngan hang|the)\b[^.!?\n]{0,40}$"
)
_ACCOUNT_RIGHT_BEFORE = re.compile(r"\b(?:stk|so tk|tk|tai khoan|t/k|so the)\b[^\d!?\n]{0,24}$")
_PAPER_BEFORE = re.compile(r"\b(?:cccd|cmnd|cmt|can cuoc|chung minh|giay to|dinh danh|cc)\b[^!?\n]{0,40}$")
_RECORD_BEFORE = re.compile(
    r"\b(?:ma so thue|mst|ma van don|van don|ma don|ma vach|so hieu|cong van|quyet dinh|nghi dinh)\b"
    r"\W{0,3}(?:so\W{0,2})?$"
)
_PUBLIC_BEFORE = re.compile(
    r"\b(?:van phong|benh vien|trung tam|xi nghiep|uy ban|ubnd|chi cuc|cuc|so|mot cua|tong dai|duong day nong|"
    r"cong an|tram|co quan|ban chi huy|phong kham|truc ban)\b[^.!?\n]{0,40}$"
)
_PUBLIC_AFTER = re.compile(r"^\W{0,3}(?:cua|-|la)? ?(?:van phong|benh vien|trung tam|uy ban|ubnd|chi cuc|so|cong an)\b")
_PRIVATE_BEFORE = re.compile(r"\b(?:co|chu|bac|anh|chi|em|nha|may ban|minh|ong|ba|thay|di|cau|toi)\b[^.!?\n]{0,25}$")
_PASSPORT = re.compile(r"(?<=\bho chieu )(?:so )?[a-z]\d{7,8}\b")


def find(surface: Surface) -> Iterator[Found]:
    """Phones, identity papers and accounts."""
    plain = surface.plain
    for match in _DISGUISED.finditer(surface.shown):
        number = _digits(match[0].translate(_AS_DIGITS))
        is_disguised = not _AS_DIGITS.keys().isdisjoint(map(ord, match[0]))
        if is_disguised and _PHONE.fullmatch(number) and sum(map(str.isdigit, match[0])) >= _LEAST_DIGITS:
            yield Kind.PHONE, *match.span()
    amounts = [match.span() for pattern in (_DATE, _PRICE) for match in pattern.finditer(plain)]
    for match in _RUN.finditer(plain):
        yield from _read_run(
            plain, match.start() + len(match[0]) - len(match[0].lstrip(" -._/,*·")), match.end(), amounts
        )
    for match in _PASSPORT.finditer(plain):
        yield Kind.CITIZEN_ID, *match.span()


def _read_run(plain: str, start: int, end: int, amounts: Spans) -> Iterator[Found]:
    """The run as one number, or the longest numbers that its groups make, from the left."""
    groups = [(start + at.start(), start + at.end()) for at in _GROUP.finditer(plain[start:end])]
    first = 0
    while first < len(groups):
        for last in range(len(groups) - 1, first - 1, -1):
            kind = _kind_of(plain, groups[first][0], groups[last][1], amounts)
            if kind is not None:
                yield kind, groups[first][0], groups[last][1]
                first = last
                break
        first += 1


def _kind_of(plain: str, start: int, end: int, amounts: Spans) -> Kind | None:
    number = _digits(plain[start:end])
    if not _SHORTEST <= len(number) <= _LONGEST or _is_part_of_amount(start, end, number, plain, amounts):
        return None
    before, after = plain[max(0, start - 60) : start], plain[end : end + 30]
    is_account = _ACCOUNT_RIGHT_BEFORE.search(before) is not None
    if _RECORD_BEFORE.search(before) or (not is_account and ((start, end) in amounts or _HOTLINE.fullmatch(number))):
        return None
    if _PHONE.fullmatch(number) and (not is_account or _MOBILE.fullmatch(number)):
        return None if _LANDLINE.fullmatch(number) and _is_public(before, after) else Kind.PHONE
    if _PAPER_BEFORE.search(before) and len(number) in (9, 12):
        return Kind.CITIZEN_ID
    if is_account or (len(number) >= _UNEXPLAINED - 1 and _ACCOUNT_BEFORE.search(before)):
        return Kind.ACCOUNT
    if plain[start] == "+" and 10 <= len(number) <= 14:
        return Kind.PHONE
    if len(number) == 12 and number[0] == "0":
        return Kind.CITIZEN_ID
    is_in_pairs = max(map(len, re.findall(r"\d+", plain[start:end]))) <= 2
    return Kind.ACCOUNT if len(number) >= _UNEXPLAINED and not is_in_pairs else None


def _is_part_of_amount(start: int, end: int, number: str, plain: str, amounts: Spans) -> bool:
    """Whether most of it belongs to a date or an amount; one that is all of it depends on the words before it."""
    return any(
        a < end and start < b and (a, b) != (start, end) and len(_digits(plain[a:b])) >= 0.8 * len(number)
        for a, b in amounts
    )


def _is_public(before: str, after: str) -> bool:
    """Whether a landline is told as an office's, not a person's."""
    if _PUBLIC_AFTER.search(after):
        return True
    public, private = _PUBLIC_BEFORE.search(before), _PRIVATE_BEFORE.search(before)
    return public is not None and (private is None or private.start() < public.start())


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
