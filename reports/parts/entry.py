"""The words of one entry: headline, who and when, the article's own sentences, who else. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from news.analysis import TONE_VI, TOPIC_VI
from news.digest import DigestEntry, Outlet
from news.urls import is_web_link
from reports import words
from reports.plain import headline, name, plain, shortened
from reports.sheet import Block, Heading, Paragraph, Role, Span

#: Selection takes no longer sentence; this holds back what did not come from there.
_MAX_SENTENCE = 1_000
_MAX_SUMMARY = 2_000
_LANGUAGE = re.compile(r"[a-z]{2,3}")
#: Anchor of the part with the stories at home; its entries are ``HOME-1``, ``HOME-2`` …
HOME = "trong-nuoc"


def entry_blocks(entries: tuple[DigestEntry, ...], total: int, part: str) -> list[Block]:
    blocks: list[Block] = []
    for place, entry in enumerate(entries, 1):
        blocks += _entry(entry, str(place), f"{part}-{place}")
    if total > len(entries):
        left = f"Ngoài ra còn {words.number(total - len(entries))} sự kiện ít nổi bật hơn, không in ở đây."
        blocks.append(Paragraph(Role.NOTE, (Span(left),)))
    return blocks


def _entry(entry: DigestEntry, number: str, anchor: str) -> list[Block]:
    leading = entry.leading
    language = _foreign_language(leading)
    link = _link(leading)
    blocks: list[Block] = [
        Heading(2, number, (Span(headline(entry.title), link, None if entry.title_by_office else language),), anchor),
        Paragraph(Role.FACTS, tuple(_facts(entry))),
    ]
    if entry.translation:
        words_of_machine = Span(shortened(plain(entry.translation), _MAX_SENTENCE))
        blocks.append(Paragraph(Role.BODY, (Span("Dịch máy, chưa kiểm tra: ", bold=True), words_of_machine)))
    if entry.sentences:
        longest = _MAX_SUMMARY if entry.summary_by_office else _MAX_SENTENCE
        quote = " ".join(shortened(sentence, longest) for sentence in entry.sentences)
        spoken = None if entry.summary_by_office else language
        blocks.append(Paragraph(Role.QUOTE, (Span(quote, language=spoken),)))
    if entry.note:
        note = (Span("Ghi chú: ", bold=True), Span(plain(entry.note)))
        blocks.append(Paragraph(Role.BODY, note))
    others = [outlet for outlet in entry.outlets[1:] if not outlet.is_reprint]
    reprints = [outlet for outlet in entry.outlets[1:] if outlet.is_reprint]
    if others or reprints:
        blocks.append(Paragraph(Role.OUTLETS, (*_list("Cùng đưa tin", others), *_list("Đăng lại", reprints))))
    return blocks


def _facts(entry: DigestEntry) -> Iterable[Span]:
    leading = entry.leading
    if entry.is_important:
        yield Span("Tin quan trọng. ", bold=True)
    yield Span(name(leading.name), _link(leading), bold=True)
    language = _foreign_language(leading)
    spoken = f", {words.language_name(language)}" if language else ""
    where = f", {leading.where} (cán bộ nhập)" if leading.where else ""
    facts = [f"{words.published(leading.published, leading.first_seen_at)}{where}{spoken}"]
    if entry.topics:
        facts.append("Lĩnh vực: " + "; ".join(TOPIC_VI[topic] for topic in entry.topics))
    facts.append(f"Sắc thái: {TONE_VI[entry.tone]}" + (" (cán bộ sửa)" if entry.tone_by_person else ""))
    if entry.places:
        facts.append("Địa danh: " + ", ".join(name(place) for place in entry.places))
    if by_office := _by_office(entry):
        facts.append(by_office)
    yield Span(", " + ". ".join(facts) + ".")


def _by_office(entry: DigestEntry) -> str:
    """Words that are not the outlet's are never passed off as its own."""
    parts = [("tiêu đề", entry.title_by_office), ("tóm tắt", entry.summary_by_office)]
    said = " và ".join(word for word, is_ours in parts if is_ours)
    return f"{said.capitalize()} do cơ quan điểm báo viết" if said else ""


def _list(label: str, outlets: list[Outlet]) -> Iterable[Span]:
    if not outlets:
        return
    yield Span(f"{label} ({len(outlets)}): ")
    for place, outlet in enumerate(outlets):
        yield Span(name(outlet.name), _link(outlet))
        time = words.short_published(outlet.published, outlet.first_seen_at)
        time += f", {outlet.where}" if outlet.where else ""
        yield Span(f" ({time})" + ("; " if place < len(outlets) - 1 else ". "))


def _link(outlet: Outlet) -> str | None:
    return outlet.url if is_web_link(outlet.url) else None


def _foreign_language(outlet: Outlet) -> str | None:
    """The language, where the words are not Vietnamese; an unknown one of the foreign press stays unsaid."""
    code = (outlet.language or "vi").partition("-")[0]
    return code if code != "vi" and _LANGUAGE.fullmatch(code) else None
