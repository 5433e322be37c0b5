"""What a new edition changes of the one before, in words for its readers. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from news.analysis import TONE_VI, TOPIC_VI
from news.digest import Digest, DigestEntry
from reports.draft import PARTS, articles_of
from reports.plain import headline, shortened

_PART_VI = {"stories": "Tin, bài trong nước", "foreign": "Báo chí nước ngoài", "sport": "Thể thao"}
_MAX_TEXT = 200


def changes(before: Digest, after: Digest) -> tuple[str, ...]:
    """One sentence a change, in the order of the page; empty when the readers would see the same."""
    return tuple(_changes(before, after))


def _changes(before: Digest, after: Digest) -> Iterator[str]:
    if before.lead != after.lead:
        yield "Sửa lời tổng hợp." if after.lead else "Bỏ lời tổng hợp."
    for part in PARTS:
        yield from _part(_PART_VI[part], getattr(before, part), getattr(after, part))
    was, now = {(one.title, one.unit): one for one in before.matters}, {(m.title, m.unit): m for m in after.matters}
    for key, one in now.items():
        if key not in was:
            yield f"Thêm vấn đề cần trả lời: “{headline(one.title)}” ({one.unit})."
        elif was[key] != one:
            yield f"Sửa thời hạn hoặc tình trạng của vấn đề “{headline(one.title)}” ({one.unit})."
    for key, one in was.items():
        if key not in now:
            yield f"Bỏ vấn đề cần trả lời: “{headline(one.title)}” ({one.unit})."
    if before.claims != after.claims:
        yield "Cập nhật thông tin đã kiểm chứng."
    if before.coverage != after.coverage:
        yield "Cập nhật phạm vi theo dõi."


def _part(name: str, before: tuple[DigestEntry, ...], after: tuple[DigestEntry, ...]) -> Iterator[str]:
    """Entries are the same when they share an article: a story may be grouped anew without being new."""
    left = list(before)
    for entry in after:
        former = next((one for one in left if articles_of(one) & articles_of(entry)), None)
        if former is None:
            yield f"{name}: thêm “{headline(entry.title)}”."
        else:
            left.remove(former)
            yield from _entry(former, entry)
    for gone in left:
        yield f"{name}: bỏ “{headline(gone.title)}”."
    kept = [entry.leading.article_id for entry in after]
    order = [entry.leading.article_id for entry in before if entry.leading.article_id in kept]
    if [key for key in kept if key in order] != order:
        yield f"{name}: đổi thứ tự."


def _entry(before: DigestEntry, after: DigestEntry) -> Iterator[str]:
    title = f"“{headline(after.title)}”"
    if before.title != after.title:
        yield f"Tiêu đề “{headline(before.title)}” sửa thành {title}."
    if before.sentences != after.sentences:
        yield f"Sửa tóm tắt của {title}."
    if before.tone is not after.tone:
        yield f"Sắc thái của {title}: {TONE_VI[before.tone]} sửa thành {TONE_VI[after.tone]}."
    if before.topics != after.topics:
        yield f"Lĩnh vực của {title} sửa thành {'; '.join(TOPIC_VI[topic] for topic in after.topics) or 'không rõ'}."
    if before.note != after.note:
        yield f"Ghi chú của {title}: {shortened(after.note, _MAX_TEXT)}" if after.note else f"Bỏ ghi chú của {title}."
    if before.is_important != after.is_important:
        yield f"{title} {'được' if after.is_important else 'thôi'} đánh dấu quan trọng."
    came, went = len(articles_of(after) - articles_of(before)), len(articles_of(before) - articles_of(after))
    if came:
        yield f"{title}: thêm {came} bài."
    if went:
        yield f"{title}: bớt {went} bài."
