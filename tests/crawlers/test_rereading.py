"""Pages about the province are read again: an edited headline, a page taken down and put back, each a version."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from crawlers.rereading import AWAITED_EVERY, SCHEDULE, wake_pages
from news.analysis import Analysis, Relevance, Tone
from news.article import FeedEntry, Origin
from news.case import CaseChange, CaseState
from storage import Storage, open_storage
from storage.entries import PageState
from storage.sightings import Sighting
from tests.cases.samples import opened
from tests.crawlers.outlets import RSS, article, rss, source
from tests.crawlers.run_round import NOON, Order, run
from tests.factcheck.samples import publish
from tests.fakes import FakeClock, new_storage
from tests.servers import Press, says

HOUR = timedelta(hours=1)


def _judged(storage: Storage, label: Relevance) -> None:
    with storage.begin() as work:
        for stored in work.articles.pending_analysis("m", 10):
            analysis = Analysis("m", "vi", Tone.NEUTRAL, 0.5, relevance={"ninh-binh": label})
            work.analyses.add_many([(stored.id, stored.version, analysis)])


def test_an_article_about_the_province_is_followed_and_each_change_is_a_version(tmp_path: Path) -> None:
    with Press() as press:
        paper = press.outlet("bao.thu", "127.34.0.1")
        url = paper.url("/bai.htm")
        paper.on("/rss", says(rss("Báo", [(url, "Cầu mới", NOON - HOUR)]), RSS))
        order = Order(tmp_path, (source("bao", paper),), press.hosts)
        storage = open_storage(order.database, clock=lambda: NOON)

        def read_at(hours: float) -> list[tuple[Origin, str]]:
            run(replace(order, now=NOON + hours * HOUR))
            _judged(storage, Relevance.ABOUT)
            with storage.read() as work:
                found = work.articles.find(url)
                assert found is not None
                return [(one.article.origin, one.article.title) for one in work.articles.versions(found.id)]

        paper.on("/bai.htm", says(article("Cầu mới", url)))
        assert read_at(0)[-1] == (Origin.PAGE, "Cầu mới")
        paper.on("/bai.htm", says(article("Cầu mới (đã đính chính)", url)))
        assert read_at(1)[-1] == (Origin.PAGE, "Cầu mới"), "its time has not come"
        assert read_at(3)[-1] == (Origin.PAGE, "Cầu mới (đã đính chính)")
        paper.on("/bai.htm", says("", status=410))
        assert read_at(9)[-1] == (Origin.REMOVED, "Cầu mới (đã đính chính)")
        paper.on("/bai.htm", says(article("Cầu mới (đã đính chính)", url)))
        versions = read_at(25)
        assert versions[-1] == (Origin.PAGE, "Cầu mới (đã đính chính)")
        assert [origin for origin, _ in versions].count(Origin.REMOVED) == 1
        storage.close()


@pytest.fixture
def kept(tmp_path: Path) -> Storage:
    """One article whose page was read, not analysed yet."""
    storage = new_storage(tmp_path, FakeClock(NOON))
    with storage.begin() as work:
        entry = FeedEntry("https://bao.example/1", "Cầu mới")
        work.entries.add("bao", [entry], first_seen_at=NOON, wanted={entry.link})
        (page,) = work.entries.wanted(NOON, 9)
        work.entries.mark(page.entry_id, PageState.FETCHED)
    return storage


def _woken(storage: Storage, now: datetime) -> int:
    with storage.begin() as work:
        count = wake_pages(work, now)
        for page in work.entries.wanted(now, 9):
            work.entries.mark(page.entry_id, PageState.FETCHED)
    return count


def test_the_schedule_falls_and_ends(kept: Storage) -> None:
    _judged(kept, Relevance.ABOUT)
    times = [NOON + HOUR * hours for hours in range(0, 70 * 24, 1)]
    read_again = [now - NOON for now in times if _woken(kept, now)]
    assert read_again == list(SCHEDULE)


def test_what_was_missed_is_not_made_up_for(kept: Storage) -> None:
    _judged(kept, Relevance.ABOUT)
    assert _woken(kept, NOON + 30 * HOUR) == 0
    assert _woken(kept, NOON + 72 * HOUR) == 1


def test_an_article_that_only_mentions_the_province_is_not_followed(kept: Storage) -> None:
    _judged(kept, Relevance.PASSING)
    assert not any(_woken(kept, NOON + after) for after in SCHEDULE)


def _often(storage: Storage) -> bool:
    times = [NOON + HOUR * hours for hours in range(24, 72)]
    return sum(_woken(storage, now) for now in times) >= 48 * HOUR // (AWAITED_EVERY + HOUR)


def _only_article(storage: Storage) -> int:
    _judged(storage, Relevance.ABOUT)
    with storage.read() as work:
        (stored,) = work.articles.list(range(1, 9))
    return stored.id


def test_what_a_case_waits_for_is_read_more_often(kept: Storage) -> None:
    article = _only_article(kept)
    with kept.begin() as work:
        case = work.cases.add(opened(article_id=article))
    assert _often(kept)
    closed = replace(case, state=CaseState.CLOSED, version=case.version + 1)
    with kept.begin() as work:
        work.cases.change(CaseChange(closed, "closed", "lan", NOON))
    assert not _often(kept)


def test_what_a_correction_waits_for_is_read_more_often(kept: Storage) -> None:
    article = _only_article(kept)
    claim, _ = publish(kept, FakeClock(NOON))
    with kept.begin() as work:
        assert work.rereadings.awaited(NOON - HOUR) == []
        work.sightings.add(Sighting(claim.id, article, "bao", 1, 0, 7, NOON))
        assert work.rereadings.awaited(NOON + HOUR) == [], "long after, nobody waits"
    assert _often(kept)
