"""Lists of feeds go out as OPML and come back; a hostile file is refused with its line."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.opml import read_opml, write_opml
from news.errors import InputError
from news.source import Source, SourceClass

PAPER = Source("a", "Báo A", SourceClass.CENTRAL, "VN", ("vi",), "https://a.vn", ("https://a.vn/rss?x=1&y=2",))
names = st.text(st.characters(categories=("L", "N", "P", "Zs")), min_size=1, max_size=30).filter(
    lambda name: name == " ".join(name.split())
)


@given(st.lists(names, max_size=5))
def test_what_goes_out_comes_back(outlets: list[str]) -> None:
    sources = [replace(PAPER, name=name, feeds=(f"https://a{n}.vn/rss?a=1&b=<2>",)) for n, name in enumerate(outlets)]
    read = read_opml(write_opml(sources, "Nguồn & <tin>").encode(), "a.opml")
    assert [(one.name, one.feed, one.homepage, one.language) for one in read] == [
        (source.name, source.feeds[0], source.homepage, "vi") for source in sources
    ]


@pytest.mark.parametrize(
    ("body", "line"),
    [
        (b"<html><body>no</body></html>", 1),
        (b"<opml>\n<body>\n<outline></body></opml>", 3),
        (b'<!DOCTYPE x [\n<!ENTITY a "aaaa">]><opml/>', 2),
        (b"", 1),
    ],
)
def test_what_is_no_list_is_refused_with_its_line(body: bytes, line: int) -> None:
    with pytest.raises(InputError) as refused:
        read_opml(body, "a.opml")
    assert refused.value.line == line
