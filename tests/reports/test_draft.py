"""A draft is edits over a selection: nothing overwritten unseen, each can be taken back, the order is the office's."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from news.digest import Digest
from news.draft import Act, Edit
from news.edition import EditionLine, Matter, Seal
from reports.arrange import arrange
from reports.changes import changes
from reports.draft import Draft, apply, in_effect, overwritten, undoable
from reports.frozen import fingerprint, freeze, thaw
from reports.html import render
from tests.reports.samples import LETTERHEAD, digest

AT = datetime(2026, 11, 21, 22, tzinfo=UTC)
DIGEST: Digest = digest()
HOME = [entry.leading.article_id for entry in DIGEST.stories]
EVERY = [entry.leading.article_id for part in (DIGEST.stories, DIGEST.foreign, DIGEST.sport) for entry in part]


def edits(*said: tuple[Act, int | None, str], person: str = "lan") -> list[Edit]:
    return [
        Edit(place, act, article, value, person, AT + timedelta(minutes=place))
        for place, (act, article, value) in enumerate(said, 1)
    ]


def drafted(*said: tuple[Act, int | None, str]) -> Draft:
    return apply(DIGEST, edits(*said))


def test_without_edits_the_digest_is_the_machine_s() -> None:
    assert drafted().digest == DIGEST


def test_a_dropped_entry_is_listed_on_the_desk_and_not_printed() -> None:
    draft = drafted((Act.DROP, HOME[0], ""))
    assert draft.lines[0].word is Act.DROP
    assert [entry.leading.article_id for entry in draft.digest.stories] == HOME[1:]


def test_kept_again_it_is_printed_again() -> None:
    assert drafted((Act.DROP, HOME[0], ""), (Act.KEEP, HOME[0], "")).digest == DIGEST


def test_an_edit_follows_its_article_whichever_leads() -> None:
    entry = next(entry for entry in DIGEST.stories if len(entry.outlets) > 1)
    said = drafted((Act.NOTE, entry.outlets[-1].article_id, "Đã hỏi xã."))
    assert [one.note for one in said.digest.stories if one.story == entry.story] == ["Đã hỏi xã."]


def test_important_entries_come_first_and_people_decide_the_order_after_that() -> None:
    assert drafted((Act.IMPORTANT, HOME[2], "yes")).digest.stories[0].leading.article_id == HOME[2]
    moved = drafted((Act.AFTER, HOME[0], str(HOME[1]))).digest.stories
    assert [entry.leading.article_id for entry in moved[:2]] == [HOME[1], HOME[0]]
    first = drafted((Act.AFTER, HOME[-1], "")).digest.stories
    assert first[0].leading.article_id == HOME[-1]


def test_words_of_the_office_are_said_to_be_the_office_s() -> None:
    draft = drafted((Act.SUMMARY, HOME[0], "Cầu tạm hỏng."), (Act.TITLE, HOME[0], "Cầu sông Vạc"))
    page = render(arrange(draft.digest, LETTERHEAD)).decode()
    assert "Tiêu đề và tóm tắt do cơ quan điểm báo viết" in page
    assert drafted((Act.TITLE, HOME[0], "X"), (Act.TITLE, HOME[0], "")).digest == DIGEST


MATTER = Matter(DIGEST.stories[0].title, DIGEST.stories[0].leading.url, "Sở Xây dựng", date(2026, 11, 25))


def test_what_a_unit_is_to_answer_is_a_part_of_its_own() -> None:
    draft = apply(DIGEST, edits((Act.UNIT, HOME[0], "7")), matters=[MATTER])
    assert draft.digest.matters == (MATTER,)
    page = render(arrange(draft.digest, LETTERHEAD)).decode()
    assert "VẤN ĐỀ CẦN TRẢ LỜI" in page
    assert "25/11/2026 (cần xác nhận)" in page


def test_undo_takes_back_the_person_s_own_newest_edit() -> None:
    lan = edits((Act.DROP, HOME[0], ""), (Act.NOTE, HOME[1], "x"))
    minh = Edit(3, Act.LEAD, None, "Mở đầu", "minh", AT)
    assert undoable([*lan, minh], "lan") == lan[1]
    undo = Edit(4, Act.UNDO, HOME[1], "2", "lan", AT)
    assert in_effect([*lan, minh, undo]) == [lan[0], minh]
    assert undoable([*lan, minh, undo], "lan") == lan[0]
    assert undoable([*lan, minh, undo], "hoa") is None


def test_a_conflict_is_the_same_matter_of_the_same_entry_by_somebody_else_since_one_looked() -> None:
    said = edits((Act.NOTE, HOME[0], "của Lan"))
    here, there = frozenset({HOME[0]}), frozenset({HOME[1]})
    assert overwritten(said, Act.NOTE, here, "minh", 0) == said[0]
    assert overwritten(said, Act.NOTE, here, "minh", 1) is None
    assert overwritten(said, Act.NOTE, here, "lan", 0) is None
    assert overwritten(said, Act.NOTE, there, "minh", 0) is None
    assert overwritten(said, Act.TITLE, here, "minh", 0) is None
    dropped = edits((Act.DROP, HOME[0], ""))
    assert overwritten(dropped, Act.KEEP, here, "minh", 0) == dropped[0]


ACTS = st.sampled_from([Act.KEEP, Act.DROP, Act.IMPORTANT, Act.TITLE, Act.NOTE, Act.AFTER, Act.LEAD, Act.UNIT])
SAID = st.lists(
    st.tuples(ACTS, st.sampled_from([*EVERY, 999]), st.sampled_from(["", "yes", str(HOME[0]), str(EVERY[-1])])),
    max_size=12,
)


@given(SAID)
def test_any_edits_keep_every_entry_on_the_desk_and_undoing_all_gives_the_machine_s(
    said: list[tuple[Act, int, str]],
) -> None:
    usable = [(act, key, value if act is not Act.AFTER or value.isdecimal() else "") for act, key, value in said]
    made = edits(*usable)
    draft = apply(DIGEST, made)
    assert sorted(line.machine.leading.article_id for line in draft.lines) == sorted(EVERY)
    undos = [Edit(100 + edit.place, Act.UNDO, None, str(edit.place), "lan", AT) for edit in made]
    assert apply(DIGEST, [*made, *undos]).digest == DIGEST


def test_a_signed_content_is_read_back_whole() -> None:
    draft = apply(DIGEST, edits((Act.LEAD, None, "Mở.")), matters=[MATTER])
    read = thaw(freeze(draft.digest))
    assert read == draft.digest
    assert freeze(read) == freeze(draft.digest)


def test_the_fingerprint_is_of_what_is_said_not_of_the_moment() -> None:
    later = replace(DIGEST, made_at=DIGEST.made_at + timedelta(hours=1))
    assert fingerprint(later) == fingerprint(DIGEST)
    assert fingerprint(drafted((Act.LEAD, None, "x")).digest) != fingerprint(DIGEST)


def test_a_new_edition_says_what_it_changes() -> None:
    after = drafted(
        (Act.DROP, HOME[0], ""), (Act.TITLE, HOME[1], "Tên mới"), (Act.LEAD, None, "Mở."), (Act.NOTE, HOME[2], "n")
    ).digest
    said = changes(DIGEST, after)
    assert said[0] == "Sửa lời tổng hợp."
    assert any(f"bỏ “{DIGEST.stories[0].title}”" in one for one in said)
    assert any("sửa thành “Tên mới”" in one for one in said)
    assert changes(after, after) == ()


def test_a_second_edition_names_the_first_and_ends_with_its_seal() -> None:
    line = EditionLine(2, "Trần Văn Minh", AT, ("Sửa lời tổng hợp.",))
    page = render(arrange(replace(DIGEST, edition=line), LETTERHEAD, Seal(AT, "a" * 64, "b" * 64))).decode()
    assert "Bản thứ 2, thay bản ký lúc 05:00 ngày 22/11/2026" in page
    assert "NỘI DUNG THAY ĐỔI" in page
    assert "Trần Văn Minh ký duyệt" in page
    assert "aaaaaaaa aaaaaaaa" in page


def test_an_unsigned_edition_says_so_on_every_page() -> None:
    sheet = arrange(replace(DIGEST, edition=EditionLine(0)), LETTERHEAD)
    assert "CHƯA ĐƯỢC KÝ DUYỆT" in (sheet.notice or "")
