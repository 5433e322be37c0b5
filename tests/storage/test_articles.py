"""Promises on articles and their versions."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from news.analysis import Override, OverrideField, Relevance
from news.article import Article, Origin
from news.errors import UnknownId
from news.times import Precision, Published, Window
from storage import SnapshotRef, Storage
from tests.fakes import FakeClock, new_storage
from tests.storage.samples import NOW, add_pages, analysis, contents, headline, page, published, url

DAY = Window(NOW - timedelta(hours=12), NOW + timedelta(hours=12))


def test_gives_back_what_was_stored(storage: Storage) -> None:
    whole = page(1, lead="Lời dẫn", section="Xã hội", language="vi", published=published(NOW), modified_at=NOW)
    with storage.begin() as work:
        stored = work.articles.add(whole, first_seen_at=NOW)
        assert (stored.version, stored.is_new, stored.is_changed) == (1, True, True)
        assert work.articles.get(stored.id).article == whole
        assert work.articles.find(url(1)) == work.articles.get(stored.id)


def test_same_content_again_writes_nothing(storage: Storage) -> None:
    with storage.begin() as work:
        work.articles.add(page(1), first_seen_at=NOW)
    before = contents(storage)
    with storage.begin() as work:
        again = work.articles.add(page(1), first_seen_at=NOW + timedelta(days=1))
    assert not again.is_changed
    assert contents(storage) == before


def test_edited_headline_keeps_both_versions(storage: Storage) -> None:
    with storage.begin() as work:
        work.articles.add(page(1, "Cầu sập"), first_seen_at=NOW)
        edited = work.articles.add(page(1, "Cầu hỏng nhẹ"), first_seen_at=NOW)
        titles = [one.article.title for one in work.articles.versions(edited.id)]
    assert (edited.version, edited.is_new, edited.is_changed) == (2, False, True)
    assert titles == ["Cầu sập", "Cầu hỏng nhẹ"]


def test_page_replaces_feed_and_feed_never_replaces_page(storage: Storage) -> None:
    with storage.begin() as work:
        work.articles.add(headline(1), first_seen_at=NOW)
        read = work.articles.add(page(1), first_seen_at=NOW)
        late = work.articles.add(headline(1, "Tiêu đề khác"), first_seen_at=NOW)
        assert (read.version, late.version, late.is_changed) == (2, 2, False)
        assert work.articles.get(read.id).article.origin is Origin.PAGE


@pytest.mark.parametrize("origin", [Origin.IMPORT, Origin.MANUAL])
def test_feed_replaces_neither_import_nor_manual(storage: Storage, origin: Origin) -> None:
    with storage.begin() as work:
        work.articles.add(Article(url(1), "bao-mau", "Tiêu đề", origin=origin), first_seen_at=NOW)
        assert not work.articles.add(headline(1, "Tiêu đề khác"), first_seen_at=NOW).is_changed


def test_imported_headline_does_not_replace_a_text(storage: Storage) -> None:
    with storage.begin() as work:
        work.articles.add(page(1), first_seen_at=NOW)
        bare = Article(url(1), "bao-mau", "Tiêu đề cũ", origin=Origin.IMPORT)
        assert not work.articles.add(bare, first_seen_at=NOW).is_changed


def test_page_that_returns_to_earlier_words_is_a_new_version(storage: Storage) -> None:
    with storage.begin() as work:
        for title in ("A", "B", "A"):
            last = work.articles.add(page(1, title), first_seen_at=NOW)
    assert last.version == 3


def test_file_with_two_readings_imported_twice_doubles_nothing(storage: Storage) -> None:
    file = [(Article(url(1), "bao-mau", title, origin=Origin.IMPORT), NOW) for title in ("A", "B")]
    for _ in range(2):
        with storage.begin() as work:
            last = work.articles.add_many(file)[-1]
    assert last.version == 2


def test_first_seen_never_changes(storage: Storage) -> None:
    with storage.begin() as work:
        work.articles.add(headline(1), first_seen_at=NOW)
        work.articles.add(page(1), first_seen_at=NOW + timedelta(days=3))
        found = work.articles.find(url(1))
    assert found is not None
    assert found.first_seen_at == NOW


def test_unknown_time_stays_unknown(storage: Storage) -> None:
    with storage.begin() as work:
        stored = work.articles.get(work.articles.add(headline(1), first_seen_at=NOW).id)
    assert stored.article.published == Published()
    assert stored.sort_time == NOW


def test_impossible_time_is_kept_and_not_believed(storage: Storage) -> None:
    future = published(NOW.replace(year=2087), Precision.SECOND)
    with storage.begin() as work:
        stored = work.articles.get(work.articles.add(headline(1, published=future), first_seen_at=NOW).id)
    assert stored.article.published == future
    assert stored.sort_time == NOW


def test_text_that_no_database_holds_is_cleaned(storage: Storage) -> None:
    with storage.begin() as work:
        stored = work.articles.add(page(1, "Nửa \ud83d ký tự\x00"), first_seen_at=NOW)
        assert work.articles.get(stored.id).article.title == "Nửa ? ký tự"
        assert not work.articles.add(page(1, "Nửa \ud83d ký tự\x00"), first_seen_at=NOW).is_changed


def test_lists_in_the_order_asked_and_leaves_out_the_unknown(storage: Storage) -> None:
    a, b, c = add_pages(storage, 3)
    with storage.read() as work:
        assert [one.id for one in work.articles.list([c, 999, a, c])] == [c, a]
        with pytest.raises(UnknownId):
            work.articles.get(999)
    assert b not in (a, c)


def test_alias_leads_to_its_article(storage: Storage) -> None:
    with storage.begin() as work:
        stored = work.articles.add(page(1), first_seen_at=NOW)
        work.articles.add_alias(url("amp"), stored.id)
        work.articles.add_alias(url("amp"), stored.id)
        again = work.articles.add(page("amp", "Tiêu đề mới"), first_seen_at=NOW)
        assert (again.id, again.version) == (stored.id, 2)
        assert work.articles.get(stored.id).article.url == url(1)
        with pytest.raises(UnknownId):
            work.articles.add_alias(url("khac"), 999)


def test_two_articles_that_are_one_become_one_and_lose_nothing(storage: Storage) -> None:
    with storage.begin() as work:
        old = work.articles.add(headline("cu", "Tin trên nguồn cấp"), first_seen_at=NOW - timedelta(hours=2))
        kept = work.articles.add(page("moi"), first_seen_at=NOW)
        work.analyses.add_many([(kept.id, 1, analysis())])
        word = Override("ninh-binh", old.id, OverrideField.TONE, "neg", "p1", NOW)
        work.overrides.add(word)
        work.articles.add_alias(url("cu"), kept.id)
    with storage.read() as work:
        one = work.articles.find(url("cu"))
        assert one is not None
        assert (one.id, one.first_seen_at, one.article.origin) == (kept.id, NOW - timedelta(hours=2), Origin.PAGE)
        assert {v.article.title for v in work.articles.versions(kept.id)} == {"Tin trên nguồn cấp", one.article.title}
        assert work.overrides.list("ninh-binh", [kept.id])[kept.id][0].value == "neg"
        assert {change.article_id for change in work.changes.since(0, 9)} == {old.id, kept.id}
        assert work.articles.first_seen_in(DAY, "ninh-binh") == [kept.id]
        assert work.articles.count() == 1


def test_deleted_article_leaves_nothing_and_stays_deleted(storage: Storage) -> None:
    a, b = add_pages(storage, 2)
    ref = SnapshotRef(url(0), "a.warc.gz", 0, 9, "00", NOW, NOW + timedelta(days=90))
    with storage.begin() as work:
        work.articles.add(page(0, "Mới"), first_seen_at=NOW, snapshot=ref)
        work.articles.add_alias(url("khac"), a)
        work.analyses.add_many([(a, 2, analysis())])
        work.articles.delete(a, "theo yêu cầu")
    with storage.begin() as work:
        for key in (0, "khac"):
            back = work.articles.add(page(key), first_seen_at=NOW)
            assert (back.id, back.is_changed) == (0, False)
        work.analyses.add_many([(a, 2, analysis())])
        assert work.articles.list([a]) == []
        assert work.analyses.list([a]) == {}
        assert a in {change.article_id for change in work.changes.since(0, 9)}
        assert [one.snapshot.file for one in work.snapshots.expired(NOW)] == ["a.warc.gz"]
    assert not [name for name, rows in contents(storage).items() if name != "tombstone" and "Mới" in repr(rows)]
    assert b not in (0, a)


@pytest.mark.sqlite_only
def test_deleted_text_is_in_no_file_after_tidying(storage: Storage, tmp_path: Path) -> None:
    with storage.begin() as work:
        stored = work.articles.add(page(1, text="chuoi-phai-bien-mat " * 500), first_seen_at=NOW)
    with storage.begin() as work:
        work.articles.delete(stored.id, "theo yêu cầu")
    storage.tidy()
    assert all(b"chuoi-phai-bien-mat" not in file.read_bytes() for file in tmp_path.iterdir())


def test_id_of_a_deleted_article_is_never_given_again(storage: Storage) -> None:
    (gone,) = add_pages(storage, 1)
    with storage.begin() as work:
        work.articles.delete(gone, "thử")
        assert work.articles.add(page("khac"), first_seen_at=NOW).id > gone


def test_late_page_of_a_deleted_article_is_due_for_deletion_at_once(storage: Storage) -> None:
    (gone,) = add_pages(storage, 1)
    ref = SnapshotRef(url(0), "b.warc.gz", 0, 9, "00", NOW, NOW + timedelta(days=90))
    with storage.begin() as work:
        work.articles.delete(gone, "thử")
        work.articles.add(page(0), first_seen_at=NOW, snapshot=ref)
        assert [one.snapshot.file for one in work.snapshots.expired(NOW)] == ["b.warc.gz"]


def test_window_goes_by_first_seen_and_is_half_open(storage: Storage) -> None:
    times = [DAY.begin, NOW, DAY.end, DAY.begin - timedelta(microseconds=1)]
    with storage.begin() as work:
        ids = [one.id for one in work.articles.add_many([(page(key), at) for key, at in enumerate(times)])]
        assert work.articles.first_seen_in(DAY) == ids[:2]


def test_window_of_a_province_obeys_people_before_models(storage: Storage) -> None:
    a, b, c, d = add_pages(storage, 4)
    labels = {a: Relevance.ABOUT, b: Relevance.PASSING, c: Relevance.ABOUT, d: Relevance.NONE}
    with storage.begin() as work:
        work.analyses.add_many([(key, 1, analysis(label=label)) for key, label in labels.items()])
        for key, value in ((c, "about"), (c, "none"), (d, "about")):
            word = Override("ninh-binh", key, OverrideField.RELEVANCE, value, "p1", NOW)
            work.overrides.add(word)
        assert work.articles.first_seen_in(DAY, "ninh-binh", [Relevance.ABOUT]) == [a, d]
        assert work.articles.first_seen_in(DAY, "ninh-binh") == [a, b, d]
        assert work.articles.first_seen_in(DAY, "ha-noi") == []


READINGS = st.lists(
    st.builds(
        lambda key, title, text, origin: Article(url(key), "bao-mau", title, text=text, origin=origin),
        st.integers(0, 5),
        st.sampled_from(["A", "B", "C"]),
        st.sampled_from(["", "x", "y"]),
        st.sampled_from(Origin),
    ),
    max_size=25,
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(readings=READINGS, cuts=st.lists(st.integers(0, 25), max_size=4))
def test_batching_makes_no_difference(
    tmp_path_factory: pytest.TempPathFactory, readings: list[Article], cuts: list[int]
) -> None:
    states = []
    for places in ([], sorted(cuts)):
        store = new_storage(tmp_path_factory.mktemp("lo"), FakeClock())
        for begin, end in zip([0, *places], [*places, len(readings)], strict=True):
            with store.begin() as work:
                work.articles.add_many([(one, NOW) for one in readings[begin:end]])
        states.append({name: rows for name, rows in contents(store).items() if name != "change"})
        store.close()
    assert states[0] == states[1]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(keys=st.lists(st.integers(0, 40), unique=True, max_size=20), data=st.data())
def test_order_of_different_articles_makes_no_difference(
    tmp_path_factory: pytest.TempPathFactory, keys: list[int], data: st.DataObject
) -> None:
    states = []
    for order in (keys, data.draw(st.permutations(keys))):
        store = new_storage(tmp_path_factory.mktemp("tt"), FakeClock())
        with store.begin() as work:
            ids = [one.id for one in work.articles.add_many([(page(key), NOW) for key in order])]
            found = {one.article.url: (one.article, one.version, one.sort_time) for one in work.articles.list(ids)}
        states.append(found)
        store.close()
    assert states[0] == states[1]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(readings=READINGS)
def test_text_once_read_is_never_lost_to_a_feed(
    tmp_path_factory: pytest.TempPathFactory, readings: list[Article]
) -> None:
    store = new_storage(tmp_path_factory.mktemp("vb"), FakeClock())
    with store.begin() as work:
        for reading in readings:
            before = work.articles.find(reading.url)
            work.articles.add(reading, first_seen_at=NOW)
            after = work.articles.find(reading.url)
            assert after is not None
            if before is not None and before.article.origin is not Origin.FEED:
                assert after.article.origin is not Origin.FEED
    store.close()
