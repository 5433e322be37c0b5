"""The first part of a digest: the figures in a sentence or two, and the stories at a glance. Pure."""

from __future__ import annotations

from news.analysis import TONE_VI, TOPIC_VI, Tone
from news.digest import Digest, DigestEntry
from reports import words
from reports.parts.entry import HOME
from reports.plain import headline, lines_of
from reports.publishers import publisher_of
from reports.sheet import Block, Column, Paragraph, Role, Span, Table

_STORIES = (
    Column("TT", 0.07, True),
    Column("Sự kiện", 0.49),
    Column("Số nguồn", 0.11, True),
    Column("Sắc thái", 0.15, True),
    Column("Lĩnh vực", 0.18, True),
)


def overview_blocks(digest: Digest) -> list[Block]:
    blocks: list[Block] = [Paragraph(Role.BODY, (Span(line),)) for line in lines_of(digest.lead)]
    if digest.is_quiet:
        blocks.append(Paragraph(Role.QUIET, (Span(words.BLIND if digest.is_blind else words.QUIET),)))
        blocks.append(Paragraph(Role.BODY, (Span(_seen(digest)),)))
        return blocks
    blocks.append(Paragraph(Role.BODY, (Span(" ".join(_figures(digest))),)))
    if digest.stories:
        blocks.append(Table(_STORIES, tuple(_row(place, entry) for place, entry in enumerate(digest.stories, 1))))
    return blocks


def _seen(digest: Digest) -> str:
    coverage = digest.coverage
    seen = f"Đã đọc {words.number(coverage.sources_read)} nguồn, {words.number(coverage.articles_read)} bài"
    return f"{seen}{_missed(digest)}."


def _missed(digest: Digest) -> str:
    """What stood between the office and the press, in short; the last part says it in full."""
    failures, gaps = len(digest.coverage.failures), len(digest.coverage.gaps)
    said = [f"{failures} nguồn có trở ngại"] if failures else []
    said += [f"{gaps} khoảng thời gian không thu thập được"] if gaps else []
    return f"; có {', '.join(said)} (xem phần Phạm vi theo dõi)" if said else ""


def _figures(digest: Digest) -> list[str]:
    totals = digest.totals
    said = []
    if totals.stories:
        reprints = f", trong đó {words.number(totals.reprints)} bài đăng lại" if totals.reprints else ""
        said.append(
            f"Có {words.number(totals.stories)} sự kiện trong {words.number(totals.articles)} bài của "
            f"{words.number(totals.publishers)} nguồn độc lập trong nước{reprints}."
        )
        said.append(f"Sắc thái sự việc: {_tones(digest)}.")
    else:
        said.append("Báo chí trong nước: " + words.QUIET[0].lower() + words.QUIET[1:])
    if totals.foreign:
        said.append(f"Báo chí nước ngoài có {words.number(totals.foreign)} sự kiện.")
    if totals.sport:
        said.append(f"Thể thao có {words.number(totals.sport)} tin, để riêng.")
    if missed := _missed(digest).removeprefix("; c"):
        said.append(f"C{missed}.")
    return said


def _tones(digest: Digest) -> str:
    counted = dict(digest.totals.tones)
    order = (Tone.POSITIVE, Tone.NEUTRAL, Tone.NEGATIVE)
    return ", ".join(f"{words.number(counted[tone])} {TONE_VI[tone]}" for tone in order if tone in counted)


def _row(place: int, entry: DigestEntry) -> tuple[Span, ...]:
    publishers = len({publisher_of(outlet.source) for outlet in entry.outlets if not outlet.is_reprint})
    reprints = f" + {entry.reprints}" if entry.reprints else ""
    return (
        Span(str(place)),
        Span(headline(entry.title), target=f"{HOME}-{place}"),
        Span(f"{publishers}{reprints}"),
        Span(TONE_VI[entry.tone]),
        Span("; ".join(TOPIC_VI[topic] for topic in entry.topics)),
    )
