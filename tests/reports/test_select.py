from dataclasses import replace
from datetime import timedelta
from itertools import permutations

from news.analysis import Override, OverrideField, Relevance, Tone, Topic
from news.article import Origin
from news.digest import Digest
from news.story import Edge, EdgeKind, FactKind, StoryFact
from news.times import Precision
from reports import json
from reports.candidates import Candidate
from reports.select import select
from reports.windows import window_of
from tests.reports import samples
from tests.reports.samples import ARTICLES, COVERAGE, MADE_AT, PROVINCE, SCOPE, candidate, moment


def _select(*candidates: Candidate, **more: object) -> Digest:
    return select(SCOPE, candidates, COVERAGE, made_at=MADE_AT, **more)  # type: ignore[arg-type]


def _said(one: Candidate, field: OverrideField, value: str, at: str = "22 06:00") -> Candidate:
    word = Override(PROVINCE, one.id, field, value, "can-bo-1", moment(at))
    return replace(one, overrides=(*one.overrides, word))


def _fact(kind: FactKind, a: int, b: int) -> StoryFact:
    return StoryFact(PROVINCE, kind, a, b, "can-bo-1", moment("22 06:00"))


def test_one_story_is_one_entry_led_by_the_first_outlet_with_the_text() -> None:
    bridge = next(entry for entry in samples.digest().stories if entry.story == "cau")
    assert [outlet.source for outlet in bridge.outlets] == ["bao-hoa-lau", "thoi-luan", "nhat-trinh"]
    assert bridge.reprints == 1


def test_a_feed_summary_does_not_lead_over_a_read_page() -> None:
    early = candidate(1, "tin-24", "Tin sớm", "Tóm tắt.", seen="21 07:00", origin=Origin.FEED, story="a")
    late = candidate(2, "thoi-luan", "Tin đủ", "Mở đầu.", "Nội dung.", seen="21 09:00", story="a")
    assert _select(early, late).stories[0].leading.source == "thoi-luan"


def test_of_reprints_whose_original_is_unknown_one_stands_for_it() -> None:
    copies = [candidate(key, "tin-24", "Tin", "Mở.", "Chép.", story="a", reprint_of=99) for key in (1, 2, 3)]
    assert _select(*copies).stories[0].reprints == 2


def test_aggregators_neither_lead_nor_count() -> None:
    assert not _select(candidate(1, "gom-tin", "Tin gom", "Mở.", "Chép.")).stories


def test_counts_a_publisher_once() -> None:
    same = [candidate(key, "tin-24", f"Tin {key}", "Mở.", "Nội dung.", story="a") for key in (1, 2)]
    digest = _select(*same)
    assert digest.totals.publishers == 1
    assert not any("nguồn độc lập" in reason for reason in digest.stories[0].reasons)


def test_sport_and_foreign_press_stand_apart() -> None:
    digest = samples.digest()
    assert [entry.leading.source for entry in digest.sport] == ["tin-24"]
    assert {entry.leading.source for entry in digest.foreign} == {"asahi-mau", "harbour-times", "siam-mau"}
    assert not any(outlet.is_foreign for entry in digest.stories for outlet in entry.outlets)


def test_a_story_told_abroad_weighs_more_at_home() -> None:
    bridge = next(entry for entry in samples.digest().stories if entry.story == "cau")
    assert "báo nước ngoài cùng đưa" in bridge.reasons


def test_what_only_passes_the_province_by_is_left_out() -> None:
    assert samples.quiet_digest().is_quiet


def test_an_old_article_shared_anew_is_counted_and_not_shown() -> None:
    digest = _select(candidate(1, "tin-24", "Chuyện cũ", "Mở.", "Nội dung.", published="10 08:00"))
    assert digest.is_quiet
    assert digest.coverage.older_articles == 1


def test_an_impossible_time_does_not_make_an_article_old() -> None:
    one = candidate(1, "tin-24", "Tin lạ", "Mở.", "Nội dung.")
    article = replace(
        one.stored.article, published=replace(one.stored.article.published, at=moment("22 06:00").replace(year=1980))
    )
    assert len(_select(replace(one, stored=replace(one.stored, article=article))).stories) == 1


def test_the_window_goes_by_first_seen() -> None:
    late = candidate(1, "tin-24", "Tin ngày mai", "Mở.", "Nội dung.", seen="22 06:30", published="21 20:00")
    assert _select(late).is_quiet


def test_a_bare_day_does_not_make_an_outlet_the_first() -> None:
    day = candidate(
        1, "tin-24", "A", "Mở.", "N.", seen="21 20:00", published="21 00:00", precision=Precision.DAY, story="a"
    )
    minute = candidate(2, "thoi-luan", "B", "Mở.", "N.", seen="21 09:00", story="a")
    assert _select(day, minute).stories[0].leading.source == "thoi-luan"


def test_a_persons_word_is_stronger_than_the_machines() -> None:
    one = candidate(1, "tin-24", "Tin", "Mở.", "Nội dung.", tone=Tone.NEGATIVE)
    one = _said(_said(one, OverrideField.TONE, "pos"), OverrideField.TOPIC, "tourism, culture")
    entry = _select(one).stories[0]
    assert (entry.tone, entry.tone_by_person, entry.topics) == (Tone.POSITIVE, True, (Topic.TOURISM, Topic.CULTURE))


def test_the_newest_word_wins() -> None:
    one = candidate(16, "tin-24", "Tin", "Mở.", "Nội dung.", relevance=Relevance.NONE)
    about = _said(one, OverrideField.RELEVANCE, "about", "22 05:00")
    assert len(_select(about).stories) == 1
    assert _select(_said(about, OverrideField.RELEVANCE, "none", "22 06:00")).is_quiet


def test_must_link_joins_two_stories() -> None:
    a, b = (candidate(key, "tin-24", f"Tin {key}", "Mở.", "Nội dung.") for key in (1, 2))
    assert len(_select(a, b, facts=[_fact(FactKind.MUST_LINK, 1, 2)]).stories) == 1


def test_cannot_link_parts_a_story() -> None:
    pair = [candidate(key, "tin-24", f"Tin {key}", "Mở.", "Nội dung.", story="a") for key in (1, 2)]
    edge = Edge(1, 2, EdgeKind.EVENT, 0.9)
    assert len(_select(*pair, edges=[edge], facts=[_fact(FactKind.CANNOT_LINK, 1, 2)]).stories) == 2
    assert len(_select(*pair, edges=[edge]).stories) == 1


def test_must_link_joins_whole_stories_but_not_what_someone_parted() -> None:
    some = [candidate(key, "tin-24", f"Tin {key}", "Mở.", "N.", story="a" if key < 3 else "b") for key in (1, 2, 3, 4)]
    must, cannot = _fact(FactKind.MUST_LINK, 2, 3), _fact(FactKind.CANNOT_LINK, 1, 4)
    assert len(_select(*some, facts=[must]).stories[0].outlets) == 4
    assert len(_select(*some, facts=[must, cannot]).stories) == 2


def test_a_story_joined_by_people_keeps_the_older_id() -> None:
    old, new = (
        candidate(1, "tin-24", "A", "Mở.", "N.", seen="21 08:00", story="old"),
        candidate(2, "tin-24", "B", "Mở.", "N.", story="new"),
    )
    assert _select(new, old, facts=[_fact(FactKind.MUST_LINK, 1, 2)]).stories[0].story == "old"


def test_a_pressing_story_stands_before_a_pleasant_one() -> None:
    pleasant = candidate(1, "tin-24", "Hội hoa", "Mở.", "N.", tone=Tone.POSITIVE, topics=(Topic.CULTURE,))
    pressing = candidate(2, "tin-24", "Sạt lở", "Mở.", "N.", tone=Tone.NEGATIVE, topics=(Topic.SAFETY,))
    assert [entry.title for entry in _select(pleasant, pressing).stories] == ["Sạt lở", "Hội hoa"]


def test_every_entry_says_why_it_is_there() -> None:
    digest = samples.digest()
    assert all(entry.reasons for entry in (*digest.stories, *digest.foreign, *digest.sport))


def test_equal_inputs_in_any_order_give_equal_json() -> None:
    some = ARTICLES[:5]
    made = {json.render(_select(*order)) for order in permutations(some)}
    assert len(made) == 1


def test_a_long_digest_is_cut_and_counts_all() -> None:
    digest = select(replace(SCOPE, most_stories=2), ARTICLES, COVERAGE, made_at=MADE_AT)
    assert len(digest.stories) == 2
    assert digest.totals.stories == 7
    assert sum(count for _, count in digest.totals.tones) == 7


def test_windows_follow_the_last_edition() -> None:
    day = samples.DAY
    usual = window_of(day)
    assert usual.end - usual.begin == timedelta(days=1)
    assert usual.end == moment("22 06:30")
    assert window_of(day, last_end=moment("20 06:30")).begin == moment("20 06:30")
    assert window_of(day, last_end=usual.end) == usual
