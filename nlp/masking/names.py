"""Persons' names as far as they are recognised: full names by family name, given names after a form of address.

A name must be capitalised, and only one said to be a person's is taken: "chị Hiên", "bác Cả Thắng", "Nguyễn Thị Lụa".
Streets, places and historical names that look the same are left (``nlp/places/words.toml`` knows the surnames).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from nlp.gazetteer import load, provinces
from nlp.lexicon import lexicon
from nlp.masking.kinds import Kind
from nlp.masking.surface import HIDDEN, Surface
from nlp.syllables import is_plain_syllable
from nlp.text import fold, place_tones

_WORD = re.compile(r"[^\W\d_]+")
_MOST_SYLLABLES = 4
#: Forms of address that are said with a given name.
_ADDRESS = frozenset(
    ("anh", "chị", "em", "cô", "chú", "bác", "ông", "bà", "cậu", "mợ", "dì", "dượng", "thím", "cháu", "thầy", "bé",
     "tên", "bạn", "mẹ", "má", "ba", "bố", "con", "chồng", "vợ", "út", "úy", "sĩ", "luật sư", "giáo viên", "họ",
     "dâu", "rể")
)  # fmt: skip
#: Said with a name without accents as well; others mean too much there.
_BARE_ADDRESS = frozenset(("anh", "chi", "em", "co", "chu", "bac", "ong", "ba", "thay", "be"))
#: A capitalised word between one of these and a number is who answers there.
_CALLS = frozenset(("goi", "alo", "zalo", "nhan", "gap", "he", "lh", "qua", "vien", "sinh", "la", "nv", "tim", "bo"))
_NUMBER_AFTER = re.compile(rf"[ ,:(-]{{0,3}}{HIDDEN}")
#: Ranks between a form of address and the name.
_RANKS = frozenset(("cả", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "út"))
#: Capitalised after such a word, and still nobody's name.
_NOBODY = frozenset(
    ("Anh", "Alo", "Việt", "Nam", "Tết", "Zalo", "Facebook", "Telegram", "Tiktok", "Youtube", "Google", "Momo", "Nhật",
     "Hàn", "Pháp", "Trung", "Phật", "Chúa", "Giêsu", "Bắc", "Kinh", "Thái", "Tày", "Mường", "Thượng", "Chủ",
     "Thứ", "Tháng", "Ngày", "Đảng", "Nhà", "Ai", "Có", "Xin", "Không", "Nhờ", "Cho", "Tôi", "Em", "Chị", "Cô", "Bác",
     "Ông", "Bà", "Chú", "Cậu", "Dì", "Thầy", "Cảm", "Ở", "Bên", "Đã", "Gọi", "Nhắn", "Liên", "Dạ", "Và", "Hay", "Rồi",
     "OTP", "CCCD", "VIP", "FB", "SĐT", "KHÔNG", "Trường", "Hội", "Phường", "Xã", "Tỉnh", "Bộ", "Sở", "Công", "Ban")
)  # fmt: skip
#: A name after one of these is a place's: đường Nguyễn Trãi, chợ Bà Hoa, xã Trần Phú.
_PLACE_BEFORE = frozenset(
    ("đường", "phố", "ngõ", "ngách", "hẻm", "kiệt", "phường", "xã", "thôn", "xóm", "ấp", "trường", "thpt", "thcs",
     "chợ", "cầu", "bến", "núi", "đèo", "sông", "suối", "hồ", "đảo", "đền", "chùa", "đình", "làng", "khu", "quận",
     "huyện", "tp", "tỉnh", "viện", "học", "cảng", "biển", "bãi", "ga", "tuyến", "tiệm", "quán", "hàng", "giải",
     "cúp", "tưởng", "đoàn", "tôn", "làm", "hang", "ngã", "đồi", "dốc", "kè", "trấn")
)  # fmt: skip
#: Said to many: no name follows.
_PLURAL = frozenset(
    ("bà con", "anh em", "chị em", "cô bác", "cô chú", "ông bà", "anh chị", "các em", "mẹ con", "bố mẹ")
)
#: Surnames that are also words of places: a name only with a middle name of persons.
_ALSO_WORDS = frozenset(("hồ", "hà", "lâm", "giang", "kim", "la", "cao", "thái", "châu", "tân", "mai", "kiều", "lương"))
_HISTORICAL = frozenset(("hồ chí minh", "võ nguyên giáp", "nguyễn huệ", "trần hưng đạo", "lê lợi", "trương định"))


def find(surface: Surface) -> Iterator[tuple[Kind, int, int]]:
    """Names, each with all its capitalised syllables; forms of address and titles stay."""
    words = [match.span() for match in _WORD.finditer(surface.shown)]
    if _is_shouted(surface):
        return
    at = 0
    while at < len(words):
        if surface.low[slice(*words[at])] in _ADDRESS:
            # "Anh Vượng" begins a sentence; Ba Vì is a commune.
            is_capital = surface.shown[words[at][0]].isupper()
            at += 2 if is_capital and _is_place([surface.low[slice(*word)] for word in words[at : at + 2]]) else 1
            continue
        if surface.shown[slice(*words[at])] in _NOBODY:
            at += 1
            continue
        run = _run(surface, words, at)
        if run and _is_person(surface, words, at, run):
            yield Kind.NAME, words[at][0], words[at + run - 1][1]
        at += max(1, run)


def _is_shouted(surface: Surface) -> bool:
    """Whether capitals say nothing here."""
    letters = [letter for letter in surface.shown if letter.isalpha()]
    return sum(map(str.isupper, letters)) > 0.5 * len(letters)


def _run(surface: Surface, words: list[tuple[int, int]], at: int) -> int:
    """How many capitalised words stand side by side from here."""
    count = 0
    while at + count < len(words) and count < _MOST_SYLLABLES:
        start, end = words[at + count]
        is_next = not count or (start == words[at + count - 1][1] + 1 and surface.shown[start - 1] == " ")
        if (
            not is_next
            or not surface.shown[start].isupper()
            or (end - start > 1 and surface.shown[start:end].isupper())
        ):
            break
        count += 1
    return count


def _is_person(surface: Surface, words: list[tuple[int, int]], at: int, run: int) -> bool:
    said = [place_tones(surface.low[start:end]) for start, end in words[at : at + run]]
    before = _words_before(surface, words, at)
    if " ".join(said) in _HISTORICAL or (before and before[-1] in _PLACE_BEFORE):
        return False
    if _is_place(said) or " ".join(before) in _PLURAL:
        return False
    is_full = said[0] in lexicon().surnames and run >= 2
    if is_full and (said[1] in lexicon().middle or (run >= 3 and said[0] not in _ALSO_WORDS)):
        return True
    while before and before[-1] in _RANKS and len(before) > 1:
        before = before[:-1]
    is_addressed = bool(before) and (before[-1] in _ADDRESS or fold(before[-1]) in _BARE_ADDRESS)
    first = surface.shown[slice(*words[at])]
    end = words[at + run - 1][1]
    is_called = bool(before) and fold(before[-1]) in _CALLS and _NUMBER_AFTER.match(surface.shown, end) is not None
    return (is_addressed or is_called) and first not in _NOBODY and is_plain_syllable(fold(said[0]))


def _words_before(surface: Surface, words: list[tuple[int, int]], at: int) -> list[str]:
    """Up to two words before, with only a space between."""
    before: list[str] = []
    for place in range(at - 1, max(-1, at - 3), -1):
        if surface.shown[words[place][1] : words[place + 1][0]] != " ":
            break
        before.insert(0, place_tones(surface.low[slice(*words[place])]))
    return before


def _is_place(said: list[str]) -> bool:
    """Whether the words are a place's name, or begin with a province's."""
    return " ".join(said[:2]) in _provinces() or (len(said) > 1 and " ".join(said) in _places())


@cache
def _provinces() -> frozenset[str]:
    return frozenset(facts.name.lower() for facts in provinces())


@cache
def _places() -> frozenset[str]:
    return frozenset(form.text.lower() for form in load().forms)
