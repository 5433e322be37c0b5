"""Units of measure: how a word after a number is brought to one unit of its kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

#: Kind → its words, each with its size in the kind's first unit (metre, square metre, gram, litre, day).
_KINDS: Mapping[str, Mapping[str, float]] = {
    "length": {
        "m": 1, "mét": 1, "km": 1e3, "cây số": 1e3, "ki lô mét": 1e3, "kilomet": 1e3, "cây": 1e3, "cm": 0.01,
        "phân": 0.01,
        "mm": 0.001, "ly": 0.001, "hải lý": 1852, "dặm": 1609, "inch": 0.0254,
    },
    "area": {
        "ha": 1e4, "hecta": 1e4, "héc ta": 1e4, "hec ta": 1e4, "hécta": 1e4, "m2": 1, "m²": 1, "mét vuông": 1,
        "km2": 1e6, "km²": 1e6, "km vuông": 1e6, "ki lô mét vuông": 1e6, "cây số vuông": 1e6, "mẫu": 3600, "sào": 360,
    },
    "mass": {
        "g": 1, "gam": 1, "gram": 1, "kg": 1e3, "ký": 1e3, "kí": 1e3, "cân": 1e3, "ki lô gam": 1e3, "kilogam": 1e3,
        "yến": 1e4, "tạ": 1e5, "tấn": 1e6, "mg": 0.001,
    },
    "volume": {"lít": 1, "l": 1, "ml": 0.001, "m3": 1e3, "m³": 1e3, "mét khối": 1e3, "khối": 1e3},
    "duration": {
        "ngày": 1, "hôm": 1, "tuần": 7, "tháng": 30.4, "quý": 91.3, "năm": 365, "thập kỷ": 3650, "thập niên": 3650,
        "thế kỷ": 36500, "giờ": 1 / 24, "tiếng": 1 / 24, "tiếng đồng hồ": 1 / 24, "giờ đồng hồ": 1 / 24,
        "phút": 1 / 1440,
        "giây": 1 / 86400,
    },
    "percent": {"%": 1, "phần trăm": 1},
    "degree": {"°": 1, "độ": 1, "°c": 1, "độ c": 1, "oc": 1},
    "vnd": {"đồng": 1, "vnd": 1, "vnđ": 1, "đ": 1, "nghìn đồng": 1e3},
    "usd": {"usd": 1, "đô": 1, "đô la": 1, "đôla": 1, "đô la mỹ": 1, "$": 1, "đô mỹ": 1, "mỹ kim": 1},
    "eur": {"euro": 1, "eur": 1, "€": 1},
    "gbp": {"bảng": 1, "bảng anh": 1},
    "cny": {"nhân dân tệ": 1, "tệ": 1},
    "jpy": {"yên": 1},
    "krw": {"won": 1},
    "speed": {"km/h": 1, "km/giờ": 1, "cây số một giờ": 1, "mph": 1.609},
    "age": {"tuổi": 1},
    "time": {"lần": 1},
}  # fmt: skip
UNITS = {word: (kind, size) for kind, words in _KINDS.items() for word, size in words.items()}
MONEY = frozenset({"vnd", "usd", "eur", "gbp", "cny", "jpy", "krw"})
_LONGEST = max(word.count(" ") for word in UNITS) + 1

#: Words for people that count the same people ("10 người", "10 nạn nhân").
_PEOPLE = frozenset(
    [
        "người",
        "nạn nhân",
        "công nhân",
        "bệnh nhân",
        "hành khách",
        "khách",
        "học sinh",
        "sinh viên",
        "em",
        "cháu",
        "trẻ",
        "bé",
        "cán bộ",
        "chiến sĩ",
        "binh sĩ",
        "lính",
        "thường dân",
        "dân",
        "người dân",
        "đối tượng",
        "nghi phạm",
        "thí sinh",
        "giáo viên",
        "lao động",
        "thành viên",
        "đại biểu",
        "phụ nữ",
        "ông",
        "bà",
        "anh",
        "chị",
        "mạng",
        "thanh niên",
        "nhân viên",
        "tên",
        "thuyền viên",
        "ngư dân",
        "du khách",
        "phụ huynh",
    ]
)
_CLASSIFIERS = frozenset(["chiếc", "cái", "con", "căn", "ngôi", "tòa", "bộ", "bản", "tấm", "bức", "mẫu", "loại"])


def unit_at(words: Sequence[str], place: int) -> tuple[str, float, int] | None:
    """The kind and size of the unit at ``words[place]``, and of how many words it is; the longest name wins."""
    for size in range(min(_LONGEST, len(words) - place), 0, -1):
        found = UNITS.get(" ".join(words[place : place + size]))
        if found is not None:
            return *found, size
    return None


def counted(words: Sequence[str], place: int) -> str:
    """What the number before ``words[place]`` counts: a noun without its classifier, ``người`` for all people."""
    if " ".join(words[place : place + 2]) in _PEOPLE:
        return "người"
    for word in words[place : place + 2]:
        if word in _PEOPLE:
            return "người"
        if not word[0].isalpha():
            return ""
        if word not in _CLASSIFIERS:
            return word
    return words[place] if place < len(words) else ""
