"""A period is counted by the database, and again as it was known at a moment, whatever was said and read since."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from news.analysis import Analysis, Mention, MentionKind, Override, OverrideField, Relevance, Tone, Topic
from news.article import Article, Origin
from news.times import Precision, Published, Window, at_local
from storage import MemberRow, Storage
from storage.as_of import View
from storage.counts import Cell, StoryCount
from tests.fakes import FakeClock

DAY = date(2026, 11, 16)
WINDOW = Window(at_local(DAY), at_local(DAY + timedelta(days=7)))
PROVINCE = "ninh-binh"


def view(as_of: datetime, **changes: object) -> View:
    return View(**{"province": PROVINCE, "window": WINDOW, "as_of": as_of, "old_before": WINDOW.begin, **changes})  # type: ignore[arg-type]


def reading(
    tone: Tone = Tone.NEUTRAL,
    label: Relevance = Relevance.ABOUT,
    places: tuple[str, ...] = ("xã Hồ Mẫu",),
    models: str = "m1",
    topics: tuple[Topic, ...] = (Topic.HEALTH,),
) -> Analysis:
    mentions = tuple(Mention(one, PROVINCE, 0, 5, MentionKind.PLACE, one) for one in places)
    elsewhere = Mention("xã Xa", "thanh-hoa", 0, 5, MentionKind.PLACE, "Xa")
    return Analysis(models, "vi", tone, 0.7, topics, (*mentions, elsewhere), {PROVINCE: label})


def add(storage: Storage, key: str, source: str = "bao-mot", day: int = 0, **of_reading: object) -> int:
    """An article of the window that a model has read; its id."""
    at = at_local(DAY + timedelta(days=day), 9)
    time = Published(at, Precision.MINUTE)
    article = Article(f"https://{source}.example/{key}", source, f"Bài {key}", "", "Chữ.", time, origin=Origin.PAGE)
    with storage.begin() as work:
        stored = work.articles.add(article, first_seen_at=at)
        work.analyses.add_many([(stored.id, stored.version, reading(**of_reading))])  # type: ignore[arg-type]
    return stored.id


def place(storage: Storage, story: str, *ids: int, reprint_of: int | None = None) -> None:
    at = at_local(DAY, 9)
    with storage.begin() as work:
        work.stories.put([MemberRow(key, 1, story, None if key == reprint_of else reprint_of, b"x", at) for key in ids])


def say(storage: Storage, clock: FakeClock, key: int, field: OverrideField, value: str) -> Override:
    word = Override(PROVINCE, key, field, value, "lan", clock())
    with storage.begin() as work:
        work.overrides.add(word)
    return word


def total(cells: list[Cell]) -> int:
    return sum(one.articles for one in cells)


def test_articles_alike_are_one_cell(storage: Storage, clock: FakeClock) -> None:
    first, second = add(storage, "1"), add(storage, "2")
    add(storage, "3", "bao-hai", day=1, tone=Tone.NEGATIVE)
    add(storage, "4", label=Relevance.PASSING)
    add(storage, "5", label=Relevance.NONE)
    place(storage, "s", first, second, reprint_of=first)
    with storage.read() as work:
        cells = work.counts.cells(view(clock()))
        assert cells == [
            Cell(DAY, "bao-mot", False, Tone.NEUTRAL, None, False, 1),
            Cell(DAY, "bao-mot", False, Tone.NEUTRAL, None, True, 1),
            Cell(DAY + timedelta(days=1), "bao-hai", False, Tone.NEGATIVE, None, False, 1),
        ]
        assert work.counts.days(view(clock())) == {DAY: 4, DAY + timedelta(days=1): 1}
        assert work.counts.stories(view(clock())) == [StoryCount("s", 2, 1, 1)]
        assert total(work.counts.cells(view(clock(), without=frozenset({"bao-mot"})))) == 1


def test_places_are_those_of_the_province_each_article_once(storage: Storage, clock: FakeClock) -> None:
    add(storage, "1", places=("xã Hồ Mẫu", "xã Hồ Mẫu", "phường Hoa Mẫu"))
    add(storage, "2", places=("xã Hồ Mẫu",))
    with storage.read() as work:
        assert work.counts.places(view(clock())) == [("xã Hồ Mẫu", 2), ("phường Hoa Mẫu", 1)]


def test_what_appeared_long_before_is_no_news_of_the_window(storage: Storage, clock: FakeClock) -> None:
    add(storage, "1")
    later = view(clock(), old_before=at_local(DAY, 10))
    with storage.read() as work:
        assert total(work.counts.cells(later)) == 0
        assert work.counts.older(later) == 1


def test_a_persons_word_stands_beside_the_machines(storage: Storage, clock: FakeClock) -> None:
    key = add(storage, "1", tone=Tone.POSITIVE)
    say(storage, clock, key, OverrideField.TONE, "neg")
    clock.advance(minutes=1)
    say(storage, clock, key, OverrideField.TONE, "neu")
    say(storage, clock, key, OverrideField.TOPIC, "land,economy")
    with storage.read() as work:
        (cell,) = work.counts.cells(view(clock()))
        (topics,) = work.counts.topics(view(clock()))
    assert (cell.tone, cell.said) == (Tone.POSITIVE, Tone.NEUTRAL)
    assert (topics.topics, topics.said) == ((Topic.HEALTH,), (Topic.LAND, Topic.ECONOMY))


def test_what_is_said_read_and_regrouped_later_does_not_change_what_was_counted(
    storage: Storage, clock: FakeClock
) -> None:
    first, second, third = add(storage, "1"), add(storage, "2"), add(storage, "3", label=Relevance.NONE)
    place(storage, "a", first)
    place(storage, "b", second)
    word = say(storage, clock, second, OverrideField.TONE, "neg")
    signed = clock()
    with storage.read() as work:
        before = _all(work, view(signed))
    clock.advance(hours=1)
    with storage.begin() as work:
        work.overrides.take_back(word)
        # Read anew by other models, and edited by its publisher.
        work.analyses.add_many([(first, 1, reading(Tone.NEGATIVE, Relevance.NONE, models="m2"))])
        changed = work.articles.get(second).article
        edited = Article(
            changed.url, changed.source, "Bài khác hẳn", "", "Chữ khác.", changed.published, origin=Origin.PAGE
        )
        stored = work.articles.add(edited, first_seen_at=clock())
        work.analyses.add_many([(second, stored.version, reading(Tone.POSITIVE, topics=(Topic.SEA,)))])
        work.stories.put([MemberRow(first, 1, "b", second, None, at_local(DAY, 9))], merges={"a": "b"})
    say(storage, clock, third, OverrideField.RELEVANCE, "about")
    add(storage, "4")
    with storage.read() as work:
        assert _all(work, view(signed)) == before
        assert _all(work, view(clock())) != before


def test_an_archive_brought_later_was_not_known_then(storage: Storage, clock: FakeClock) -> None:
    add(storage, "1")
    signed = clock()
    clock.advance(days=30)
    add(storage, "2")
    with storage.read() as work:
        assert work.counts.days(view(signed)) == {DAY: 1}
        assert work.counts.days(view(clock())) == {DAY: 2}


def _all(work: object, of: View) -> tuple[object, ...]:
    counts = work.counts  # type: ignore[attr-defined]
    asked = (counts.days, counts.cells, counts.older, counts.topics, counts.stories, counts.places)
    return tuple(ask(of) for ask in asked)
