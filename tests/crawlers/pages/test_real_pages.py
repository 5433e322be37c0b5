"""The saved pages of real outlets: what we read equals what their publishers say of themselves."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawlers import dates, pages
from crawlers.text import plain
from news.article import PageKind

DATA = Path(__file__).parents[4] / "shared" / "data" / "pages"
NOW = datetime(2026, 3, 8, tzinfo=UTC)

pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not DATA.exists(), reason="../shared/data is not here"),
]
ROWS: list[dict[str, Any]] = (
    [json.loads(line) for line in (DATA / "pages.jsonl").read_text("utf-8").splitlines()] if DATA.exists() else []
)


@pytest.mark.parametrize("row", ROWS, ids=[row["file"] for row in ROWS])
def test_reads_the_page_as_its_publisher_describes_it(row: dict[str, Any]) -> None:
    page = pages.extract(
        gzip.decompress((DATA / row["file"]).read_bytes()), url=row["url"], fetched_at=NOW, home_language="vi"
    )
    if row["kind"] == "list":
        assert page.kind is PageKind.LISTING
        return
    said = row["publisher_meta"]
    assert page.kind is PageKind.ARTICLE
    assert page.title == plain(said["ld_headline"] or said["og_title"])
    assert page.lead == plain(said["og_description"])
    assert page.lead not in page.text
    assert page.canonical_url == row["url"]
    stated = said["ld_datePublished"] or said["meta_published"] or "07/03/2026 08:47"
    wanted = dates.read(stated, now=NOW).at
    assert wanted is not None
    assert page.published.at is not None
    assert page.published.at.replace(second=0) == wanted.replace(second=0)


def test_text_equals_the_hand_checked_one_but_for_captions() -> None:
    row = next(row for row in ROWS if "gold" in row)
    wanted = json.loads(next(DATA.glob("*.expected.json")).read_text("utf-8"))["V1"]["body"]["sections"]
    lines = [line for section in wanted for line in section["paragraphs"] if "Ảnh:" not in line]
    page = pages.extract(gzip.decompress((DATA / row["file"]).read_bytes()), url=row["url"], fetched_at=NOW)
    assert page.text.split("\n") == lines
