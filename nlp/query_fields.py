"""The fields a query may name, in Vietnamese and English, and how their values are read."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from difflib import get_close_matches

from news.analysis import TONE_VI, TOPIC_VI, Relevance, Tone, Topic
from nlp.gazetteer import ProvinceFacts, provinces
from nlp.query_tree import Concerns, Days, Has, Label, Node
from nlp.text import fold

TITLE = "title"

#: Every accepted spelling, without accents, with the name of the field.
FIELDS: dict[str, str] = {
    alias: name
    for name, aliases in {
        TITLE: "title tieude tit",
        "source": "source nguon bao",
        "tone": "tone sacthai",
        "topic": "topic linhvuc chude",
        "province": "province tinh",
        "lang": "lang language ngonngu tieng",
        "story": "story sukien",
        "date": "date ngay",
        "since": "since tu tungay",
        "until": "until den denngay",
    }.items()
    for alias in aliases.split()
}

#: How the fields are named to readers.
FIELDS_VI = "tieude:, nguon:, sacthai:, linhvuc:, tinh:, ngonngu:, sukien:, ngay:, tu:, den:"

_LANGUAGES_VI = {
    "viet": "vi",
    "anh": "en",
    "phap": "fr",
    "trung": "zh",
    "nhat": "ja",
    "han": "ko",
    "nga": "ru",
    "thai": "th",
    "lao": "lo",
    "khmer": "km",
}
_ID = re.compile(r"[^\s()\"“”«»:*]+")
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_LOCAL = re.compile(r"(?:(\d{1,2})/)?(\d{1,2})/(\d{4})")
_DATE_FORMS = "2026-11-20, 20/11/2026, 2026-11 hoặc 2026"


class UnreadableValue(ValueError):
    """The value of a field means nothing; the message is for the reader."""


def field_named(name: str) -> str | None:
    """The field meant by a name as typed, with or without accents and hyphens."""
    return FIELDS.get(fold(name).replace("-", "").replace("_", ""))


def read_filter(field: str, value: str) -> Node:
    """Turn a value into the condition it stands for; raises ``UnreadableValue``."""
    value = value.strip()
    if not value:
        raise UnreadableValue(f"sau «{field}:» còn thiếu giá trị")
    return _READERS[field](value)


def _words_of(value: str) -> str:
    return " ".join(fold(value).split())


def _read_id(label: Label) -> Callable[[str], Node]:
    def read(value: str) -> Node:
        if _ID.fullmatch(value) is None:
            raise UnreadableValue(f"«{value}» không phải là mã viết liền")
        return Has(label, value if label is Label.STORY else value.lower())

    return read


def _read_tone(value: str) -> Node:
    names = {_words_of(word): tone for tone, word in TONE_VI.items()} | {tone.value: tone for tone in Tone}
    tone = names.get(_words_of(value))
    if tone is None:
        raise UnreadableValue(f"không có sắc thái «{value}»; hãy chọn: {', '.join(TONE_VI.values())} (pos, neu, neg)")
    return Has(Label.TONE, tone.value)


def _read_topic(value: str) -> Node:
    names = {_words_of(word): topic for topic, word in TOPIC_VI.items()} | {topic.value: topic for topic in Topic}
    # "đất đai" for "đất đai, xây dựng"
    names |= {_words_of(part): topic for topic, word in TOPIC_VI.items() for part in word.split(",")}
    topic = names.get(_words_of(value))
    if topic is None:
        listed = ", ".join(f"{topic.value} ({word})" for topic, word in TOPIC_VI.items())
        raise UnreadableValue(f"không có lĩnh vực «{value}»; hãy chọn: {listed}")
    return Has(Label.TOPIC, topic.value)


def _read_language(value: str) -> Node:
    wanted = _words_of(value)
    code = _LANGUAGES_VI.get(wanted, wanted)
    if re.fullmatch("[a-z]{2,3}", code) is None:
        raise UnreadableValue(f"«{value}» không phải là mã ngôn ngữ; ví dụ: vi, en, fr, zh, ja, ko")
    return Has(Label.LANGUAGE, code)


def _read_province(value: str) -> Node:
    name, _, label = value.partition("/")
    labels: dict[str, Relevance | None] = {"any": None, "": Relevance.ABOUT}
    labels |= {relevance.value: relevance for relevance in Relevance if relevance is not Relevance.NONE}
    if label.lower() not in labels:
        raise UnreadableValue(f"không hiểu «{value}»; ví dụ: tinh:ninh-binh, tinh:ninh-binh/sport, tinh:ninh-binh/any")
    return Concerns(_province_named(name), labels[label.lower()])


def _province_named(name: str) -> str:
    """The id of a present province, by id or name, with or without accents."""
    wanted = _slug(name)
    former: dict[str, ProvinceFacts] = {}
    for facts in provinces():
        if wanted in (facts.id, _slug(facts.name)):
            return facts.id
        former |= dict.fromkeys(map(_slug, facts.former_names), facts)
    if (now := former.get(wanted)) is not None:
        raise UnreadableValue(f"«{name}» nay thuộc {now.full_name}; hãy viết tinh:{now.id}")
    near = get_close_matches(wanted, [facts.id for facts in provinces()], n=3)
    advice = f"có phải ý là {' hoặc '.join(near)}" if near else 'ví dụ: tinh:ninh-binh, tinh:"quảng ngãi"'
    raise UnreadableValue(f"không có tỉnh nào là «{name}»; {advice}")


def _slug(name: str) -> str:
    return "-".join(re.findall("[a-z]+", fold(name)))


def _read_days(value: str) -> Node:
    first, dots, last = value.partition("..")
    since = _first_and_last_day(first)[0] if first else None
    until = _first_and_last_day(last if dots else first)[1] if last or not dots else None
    if since is None and until is None:
        raise UnreadableValue(f"khoảng ngày còn trống; ví dụ: {_DATE_FORMS}")
    if since is not None and until is not None and since > until:
        raise UnreadableValue(f"ngày đầu {since:%d/%m/%Y} sau ngày cuối {until:%d/%m/%Y}")
    return Days(since, until)


def _first_and_last_day(text: str) -> tuple[date, date]:
    iso, local = _ISO.fullmatch(text), _LOCAL.fullmatch(text)
    year, month, day = iso.groups() if iso else local.groups()[::-1] if local else (None, None, None)
    if year is None:
        raise UnreadableValue(f"«{text}» không phải là ngày; hãy viết {_DATE_FORMS}")
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise UnreadableValue(f"không có ngày «{text}» trong lịch") from None
    if day is not None:
        return first, first
    last_month = first.month if month else 12
    return first, date(first.year, last_month, monthrange(first.year, last_month)[1])


_READERS: dict[str, Callable[[str], Node]] = {
    "source": _read_id(Label.SOURCE),
    "story": _read_id(Label.STORY),
    "tone": _read_tone,
    "topic": _read_topic,
    "lang": _read_language,
    "province": _read_province,
    "date": _read_days,
    "since": lambda value: Days(since=_first_and_last_day(value)[0]),
    "until": lambda value: Days(until=_first_and_last_day(value)[1]),
}
