"""Another reader's feeds come in as sources that are off; social networks stay out by this door, too (SCOPE §1)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from config.opml import Outline
from jobs.exchanging import take_outlines
from news.source import Source, SourceClass
from tests.jobs.office import run, write_office

PRESENT = Source("a", "Báo A", SourceClass.CENTRAL, "VN", ("vi",), "https://a.vn", ("https://a.vn/rss",))
TODAY = date(2026, 11, 22)


def _outline(feed: str, name: str = "") -> Outline:
    return Outline(feed, "", name, "")


def test_feeds_of_one_site_are_one_source_and_it_is_off() -> None:
    taken = take_outlines(
        [PRESENT], [_outline("https://b.vn/1.rss", "Báo B"), _outline("https://b.vn/2.rss")], TODAY
    )  # fmt: skip
    (new,) = taken.added
    assert (new.id, new.name, new.enabled, len(new.feeds)) == ("b", "Báo B", False, 2)
    assert taken.sources == (PRESENT, new)


def test_what_is_in_the_list_stays_and_what_may_not_be_a_source_is_refused() -> None:
    taken = take_outlines(
        [PRESENT],
        [
            _outline("https://a.vn/rss"),
            _outline("https://www.facebook.com/feeds/page.php?id=1"),
            _outline("https://c.vn/comments/feed"),
            _outline("javascript:alert(1)"),
        ],
        TODAY,
    )
    assert (taken.known, len(taken.refused), taken.added) == (1, 3, ())


def test_the_list_of_an_office_goes_out_and_into_another(tmp_path: Path) -> None:
    one, other = write_office(tmp_path / "one", [PRESENT], {}), write_office(tmp_path / "other", [], {})
    run("sources", "export", str(tmp_path / "list.opml"), "--config", str(one))
    said = run("sources", "import", str(tmp_path / "list.opml"), "--config", str(other)).stdout
    assert "Thêm 1 nguồn" in said
    listed = run("sources", "list", "--all", "--json", "--config", str(other)).stdout
    assert '"https://a.vn/rss"' in listed
    assert '"enabled":false' in listed.replace(" ", "")
