"""An office's own places are found like shipped ones, and change what stored analyses are valid."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from news.analysis import MentionKind, Relevance
from news.place import OwnPlace
from nlp import gazetteer
from nlp.analyser import Analyser

BRIDGE = OwnPlace("quang-ngai", ("Cầu Mây Tím", "cầu Tím Bắc"))
COMMON = OwnPlace("quang-ngai", ("chợ Thông Reo",), MentionKind.PLACE, needs_province=True)


@pytest.fixture(autouse=True)
def _shipped_places_again() -> Iterator[None]:
    yield
    gazetteer.use_own(())


def provinces_of(text: str) -> list[str | None]:
    analysis = Analyser(("quang-ngai",)).read(text, "", "", language="vi", only=("relevance",))
    return [mention.province for mention in analysis.mentions]


def test_a_place_is_unknown_until_the_office_lists_it() -> None:
    title = "Thông xe Cầu Mây Tím sau hai năm thi công"
    assert provinces_of(title) == []
    gazetteer.use_own([BRIDGE])
    assert provinces_of(title) == ["quang-ngai"]
    assert provinces_of("Sạt lở gần cầu Tím Bắc") == ["quang-ngai"]
    about = Analyser(("quang-ngai",)).read(title, "", "", language="vi", only=("relevance",))
    assert about.relevance_to("quang-ngai") is Relevance.ABOUT


def test_a_common_name_counts_only_beside_its_province() -> None:
    gazetteer.use_own([COMMON])
    assert provinces_of("Cháy lớn ở chợ Thông Reo") == []
    assert provinces_of("Cháy lớn ở chợ Thông Reo, Quảng Ngãi") == ["quang-ngai", "quang-ngai"]


def test_another_list_makes_stored_analyses_stale() -> None:
    before = Analyser(("quang-ngai",)).models
    gazetteer.use_own([BRIDGE])
    listed = Analyser(("quang-ngai",)).models
    gazetteer.use_own([BRIDGE, COMMON])
    assert len({before, listed, Analyser(("quang-ngai",)).models}) == 3
