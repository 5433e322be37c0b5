"""Promises on matching: the library speaks with reasons, known claims are seen again, old matters are called old."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from factcheck.articles import HORIZON, ArticleMatcher, seek, sentence_at
from factcheck.matching import Match, Matcher
from factcheck.recycled import older, recycled
from factcheck.sameness import Known
from news.analysis import Analysis, Relevance, Tone
from news.article import Article, StoredArticle
from news.claims import MACHINE, ClaimOrigin, ClaimState
from news.times import local_date
from nlp.evidence import Label
from search.passages import MemoryPassages
from storage import Storage
from tests.factcheck.samples import LAN, PROVINCE, add_evidence
from tests.fakes import FakeClock

DAY = date(2026, 11, 20)
EVIDENCE = "Sở Nông nghiệp xác nhận vụ lúa mùa năm 2026 cho năng suất 58 tạ một ha."
SAYS_SO = "Vụ lúa mùa năm 2026 cho năng suất 58 tạ một ha, Sở Nông nghiệp xác nhận."
SAYS_OTHERWISE = "Vụ lúa mùa năm 2026 cho năng suất 85 tạ một ha, Sở Nông nghiệp xác nhận."


def matcher(storage: Storage) -> Matcher:
    index = MemoryPassages(storage, PROVINCE)
    index.catch_up()

    def documents(ids: object) -> dict[int, object]:
        with storage.read() as work:
            return work.evidence.find(ids)  # type: ignore[arg-type,return-value]

    return Matcher(index, documents)  # type: ignore[arg-type]


def best(storage: Storage, sentence: str) -> Match:
    return matcher(storage).match(sentence, DAY)[0]


def add_article(storage: Storage, title: str, text: str, clock: FakeClock, number: int = 1) -> int:
    with storage.begin() as work:
        new = Article(f"https://bao.example/{number}", "bao-mau", title, text=text, language="vi")
        stored = work.articles.add(new, first_seen_at=clock())
        relevance = {PROVINCE: Relevance.ABOUT}
        work.analyses.add_many(
            [(stored.id, stored.version, Analysis("m", "vi", Tone.NEGATIVE, 1.0, (), (), relevance))]
        )
        return stored.id


def test_a_sentence_meets_what_agrees_and_what_contradicts(storage: Storage) -> None:
    add_evidence(storage, text=EVIDENCE)
    assert best(storage, SAYS_SO).proposal.label is Label.SUPPORTED
    contradicted = best(storage, SAYS_OTHERWISE)
    assert contradicted.proposal.label is Label.REFUTED
    assert contradicted.proposal.reasons
    assert not any(match.speaks for match in matcher(storage).match("Trời hôm nay nắng đẹp", DAY))


def test_superseded_evidence_speaks_last(storage: Storage) -> None:
    old = add_evidence(storage, text=EVIDENCE)
    new = add_evidence(storage, text=EVIDENCE, sha256="b" * 64)
    with storage.begin() as work:
        work.evidence.supersede(old, new)
    found = [match.document.id for match in matcher(storage).match(SAYS_SO, DAY, is_thorough=True)]
    assert found == [new, old]


@pytest.mark.parametrize(("until", "contradicts"), [(DAY, True), (DAY - timedelta(days=1), False)])
def test_only_what_is_in_force_contradicts(storage: Storage, until: date, contradicts: bool) -> None:
    add_evidence(storage, text=EVIDENCE, valid_until=until)
    found = best(storage, SAYS_OTHERWISE)
    assert (found.speaks, found.contradicts) == (True, contradicts)


def test_a_contradicted_sentence_becomes_a_proposal_and_nobodys_verdict(storage: Storage, clock: FakeClock) -> None:
    add_evidence(storage, text=EVIDENCE)
    article = add_article(storage, "Được mùa", SAYS_OTHERWISE + " Bà con phấn khởi.", clock)
    run = ArticleMatcher(storage, PROVINCE, matcher(storage), clock)
    assert (run.run().proposed, run.run().articles) == (1, 0)
    with storage.read() as work:
        (claim,) = work.claims.list(PROVINCE)
        assert (claim.state, claim.origin, claim.decision) == (ClaimState.NEW, ClaimOrigin.ARTICLE, None)
        assert [change.person for change in work.claims.history(claim.id)] == [MACHINE]
        assert work.proposals.list(claim.id)[0].label == "REFUTED"
        (sighting,) = work.sightings.list(claim.id)
        stored = work.articles.get(article)
    assert sentence_at(stored, sighting) == SAYS_OTHERWISE


def test_the_same_claim_elsewhere_joins_it(storage: Storage, clock: FakeClock) -> None:
    add_evidence(storage, text=EVIDENCE)
    for number, text in enumerate((SAYS_OTHERWISE, "Sở Nông nghiệp: năng suất vụ lúa mùa 2026 đạt 85 tạ một ha"), 1):
        add_article(storage, f"Bài {number}", text, clock, number)
    ArticleMatcher(storage, PROVINCE, matcher(storage), clock).run()
    with storage.read() as work:
        (claim,) = work.claims.list(PROVINCE)
        assert len(work.sightings.list(claim.id)) == 2


def test_tone_alone_proposes_nothing(storage: Storage, clock: FakeClock) -> None:
    add_evidence(storage, text=EVIDENCE)
    angry = "Người dân bức xúc, chán nản và phẫn nộ vì cách làm quá tệ hại của 3 cơ quan."
    add_article(storage, "Bức xúc", angry, clock)
    assert ArticleMatcher(storage, PROVINCE, matcher(storage), clock).run().proposed == 0
    with storage.read() as work:
        assert work.claims.list(PROVINCE) == []


def test_old_archives_are_not_checked(storage: Storage, clock: FakeClock) -> None:
    add_evidence(storage, text=EVIDENCE)
    add_article(storage, "Cũ", SAYS_OTHERWISE, clock)
    clock.advance(days=HORIZON.days + 1)
    assert ArticleMatcher(storage, PROVINCE, matcher(storage), clock).run().articles == 0


def test_a_new_claim_is_found_in_articles_read_before(storage: Storage, clock: FakeClock) -> None:
    ids = [add_article(storage, f"Bài {n}", text, clock, n) for n, text in enumerate((SAYS_OTHERWISE, SAYS_SO), 1)]
    with storage.begin() as work:
        claim = work.claims.add(PROVINCE, "Vụ lúa mùa năm 2026 năng suất 85 tạ một ha", ClaimOrigin.OFFICE, LAN.id)

    def archive(_text: str, limit: int) -> list[StoredArticle]:
        with storage.read() as work:
            return list(work.articles.list(ids))[:limit]

    assert seek(storage, claim, archive) == 1
    assert seek(storage, claim, archive) == 0
    with storage.read() as work:
        assert [one.article_id for one in work.sightings.list(claim.id)] == ids[:1]


CAPTION = "Hình ảnh nước lũ tràn qua cầu tràn xã Thạch Bình khiến hàng chục xe bị cuốn trôi"


@pytest.mark.parametrize(
    ("new", "age", "is_old"),
    [
        (CAPTION, 400, True),
        (CAPTION + " sáng nay", 400, True),
        (CAPTION, 20, False),
        (f"Nhìn lại năm 2025: {CAPTION}", 400, False),
        ("Lũ về trên sông Hoàng Long, các xã sẵn sàng ứng phó", 400, False),
    ],
)
def test_an_old_matter_told_as_new_is_recognised(new: str, age: int, is_old: bool) -> None:
    found = recycled(new, DAY, CAPTION, DAY - timedelta(days=age))
    assert (found is not None) == is_old


def test_a_caption_of_unknown_date_is_not_called_old() -> None:
    assert recycled(CAPTION, DAY, CAPTION, None) is None


def test_the_archive_tells_what_was_told_before(storage: Storage, clock: FakeClock) -> None:
    clock.advance(days=-400)
    first = add_article(storage, "Xe bị cuốn trôi", f"{CAPTION}. Lực lượng cứu hộ đã có mặt.", clock, 1)
    clock.advance(days=400)

    def archive(_text: str, until: date) -> list[StoredArticle]:
        with storage.read() as work:
            return [one for one in work.articles.list([first, first + 1]) if local_date(one.sort_time) <= until]

    found = older(CAPTION, DAY, archive)
    assert found is not None
    assert (found.stored.id, found.recycled.text) == (first, f"{CAPTION}.")
    assert older("Lũ về trên sông Hoàng Long, các xã sẵn sàng ứng phó", DAY, archive) is None
    said = f"{CAPTION} sáng nay, 12 xe hư hỏng."
    add_article(storage, "Lũ quét", f"{CAPTION} sáng nay.", clock, 2)
    add_article(storage, "Tin khác", said, clock, 3)
    ArticleMatcher(storage, PROVINCE, matcher(storage), clock, archive).run()
    with storage.read() as work:
        claims = work.claims.list(PROVINCE)
        assert len(claims) == 1, "the same old matter joins the same claim"
        assert all(one.is_recycled for one in work.sightings.list(claims[0].id)[:1])
        assert work.proposals.list(claims[0].id) == []


def test_without_an_archive_nothing_is_called_old(storage: Storage, clock: FakeClock) -> None:
    add_article(storage, "Lũ quét", f"{CAPTION} sáng nay.", clock)
    assert ArticleMatcher(storage, PROVINCE, matcher(storage), clock).run().proposed == 0


def test_a_vague_number_is_not_yet_the_claim_s() -> None:
    known = Known([(1, "32 học sinh một trường tiểu học ở xã Ý Yên phải theo dõi tại bệnh viện sau bữa trưa bán trú")])
    vague = "Một trường tiểu học ở xã Ý Yên phải dừng bán trú vì hàng chục học sinh nhập viện sau bữa trưa"
    assert known.find(vague) is None
    assert known.find("32 học sinh tiểu học ở xã Ý Yên phải theo dõi tại bệnh viện sau bữa trưa bán trú") is not None


def test_who_names_another_figure_does_not_agree(storage: Storage) -> None:
    add_evidence(storage, text="Số học sinh phải theo dõi tại bệnh viện sau bữa trưa là 23 em, không có ca nặng.")
    match = best(storage, "32 học sinh phải theo dõi tại bệnh viện sau bữa trưa bán trú")
    assert not (match.speaks and match.proposal.label is Label.SUPPORTED)
