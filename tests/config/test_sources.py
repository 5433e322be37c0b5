"""The list of sources survives being written and read again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from config import Faults, read_sources, write_sources
from news.source import Source, SourceClass

words = st.text(st.characters(categories=("L", "N", "P", "Zs"), exclude_characters=";"), max_size=30).map(str.strip)
sources = st.builds(
    Source,
    id=st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,4})?", fullmatch=True),
    name=words.filter(bool),
    source_class=st.sampled_from(SourceClass),
    country=st.sampled_from(["VN", "FR", "CN"]),
    languages=st.just(("vi", "en")),
    homepage=st.just("https://a.vn"),
    feeds=st.lists(st.sampled_from(["https://a.vn/1", "http://b.vn/rss?x=1,2"]), unique=True).map(tuple),
    quirks=words,
    evidence=words,
    enabled=st.booleans(),
    interval=st.none() | st.integers(1, 1000).map(lambda minutes: timedelta(minutes=minutes)),
    home=st.none() | st.just("ninh-binh"),
)


@given(st.lists(sources, max_size=5, unique_by=lambda source: source.id))
def test_writing_then_reading_gives_the_same_sources(tmp_path_factory: object, rows: list[Source]) -> None:
    folder = tmp_path_factory.mktemp("sources")  # type: ignore[attr-defined]
    file = Path(folder) / "sources.csv"
    faults = Faults()
    write_sources(file, rows)
    assert read_sources(file, faults, lambda _url: None) == tuple(rows)
    assert faults.errors == []
