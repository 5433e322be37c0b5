from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from nlp.language import LANGUAGES, detect

HEADLINES = Path(__file__).parent / "headlines"


def accuracies() -> dict[str, float]:
    right: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for file in HEADLINES.glob("*.txt"):
        language = file.stem.partition("_")[0]
        for headline in file.read_text("utf-8").splitlines():
            seen[language] += 1
            right[language] += detect(headline) == language
    return {language: right[language] / seen[language] for language in seen}


def test_tells_the_languages_of_headlines_apart() -> None:
    found = accuracies()
    assert set(found) == set(LANGUAGES) - {"es"}
    assert sum(found.values()) / len(found) >= 0.985, found


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Lu\u0303 lu\u0323t mie\u0302\u0300n Trung", "vi"),
        ("Đại hội đồng Liên Hợp Quốc (UNGA) họp tại New York", "vi"),
        ("Le président Tô Lâm reçu à l'Élysée", "fr"),
        ("Presidente de Vietnam visita La Habana para reforzar la cooperación", "es"),
        ("国会で審議", "ja"),
        ("開幕中国国家队", "zh"),
        ("BTS, 하노이 공연", "ko"),
    ],
)
def test_reads_the_text_itself(text: str, language: str) -> None:
    assert detect(text) == language


def test_asks_the_source_only_where_the_text_does_not_tell() -> None:
    assert detect("12/5/2026", "th") == "th"
    assert detect("🙂 …") is None
    assert detect("Chelsea 2-0 Brentford", "vi") == "vi"
    assert detect("人口", "ja") == "ja"
    assert detect("人口", "zh") == "zh"
    assert detect("Xã Hoa Đông khánh thành cầu dân sinh", "en") == "vi"
