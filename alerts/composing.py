"""Messages in words: short enough for a phone, complete enough to act on. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from alerts.telling import Kind
from news.alert import SEVERITY_VI, Alert, Finding, Severity
from news.letter import Letter
from news.times import local

#: So many articles and findings are named in one section, so many sections in one message; the page has the rest.
MOST_LINES = 10
MOST_SECTIONS = 12
_TITLE = 110


@dataclass(frozen=True, slots=True)
class Line:
    """One article, as it is named in a message."""

    title: str
    outlet: str
    url: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Section:
    """One alert in a message. ``findings``: the new ones, newest last, the last few of them; ``link``: acknowledges."""

    alert: Alert
    kind: Kind
    new: int
    findings: tuple[Finding, ...]
    lines: tuple[Line, ...]
    link: str = ""


def compose(sections: Sequence[Section], office: str, page: str) -> Letter:
    """One letter; ``page``: the address of the list of alerts, or empty."""
    shown, hidden = sections[:MOST_SECTIONS], sections[MOST_SECTIONS:]
    blocks = [_block(section) for section in shown]
    if hidden:
        findings = sum(section.new for section in hidden)
        blocks.append([f"… và {len(hidden)} sự kiện khác với {findings} phát hiện."])
    foot = [f"Danh sách cảnh báo: {page}"] if page else []
    foot.append(f"{office} · diembao. Thư do máy soạn từ ấn phẩm báo chí đã công bố.")
    text = "\n\n".join("\n".join(block) for block in (*blocks, foot)) + "\n"
    html = "".join(_html(section) for section in shown)
    html += "".join(f"<p>{escape(line)}</p>" for line in (blocks[-1] if hidden else []))
    html += "".join(f'<p style="color:#555">{_linked(line)}</p>' for line in foot)
    thread = f"alert-{sections[0].alert.id}" if len(sections) == 1 else ""
    return Letter(_subject(sections), text, _PAGE.format(body=html), thread=thread)


def _subject(sections: Sequence[Section]) -> str:
    worst = max((section.alert.severity for section in sections), key=lambda one: one.rank)
    mark = f"[{SEVERITY_VI[worst].capitalize()}] "
    if len(sections) > 1:
        findings = sum(section.new for section in sections)
        return f"{mark}{len(sections)} sự kiện, {findings} phát hiện"
    section = sections[0]
    title = _short(section.alert.title)
    return (
        mark
        + {
            Kind.FIRST: title,
            # The same subject keeps the messages of one event together; the count says how it grew.
            Kind.MORE: f"{title} (+{section.new})",
            Kind.REMINDER: f"Nhắc lại: {title}",
            Kind.ESCALATION: f"Chưa ai xác nhận: {title}",
        }[section.kind]
    )


def _block(section: Section) -> list[str]:
    head = f"{_MARK[section.alert.severity]} {_short(section.alert.title)}"
    lines = [head, *_words(section)]
    lines += [f"• {one.title} – {one.outlet}, {local(one.at):%H:%M %d/%m}\n  {one.url}" for one in section.lines]
    if section.link:
        lines.append(f"Đã nhận: {section.link}")
    return lines


def _words(section: Section) -> list[str]:
    """What was found and why, each way of saying it once; then how much more there is."""
    said = list(dict.fromkeys(one.words for one in section.findings))[-MOST_LINES:]
    said = [f"{one.watch}: {one.words}" for one in section.findings if one.words in said]
    lines = list(dict.fromkeys(said))[-MOST_LINES:]
    rest = section.new - len(section.findings)
    if rest > 0:
        lines.append(f"… và {rest} phát hiện khác.")
    if section.kind is Kind.REMINDER:
        lines.insert(0, "Chưa ai bấm “Đã nhận”.")
    if section.kind is Kind.ESCALATION:
        lines.insert(0, "Gửi thêm cho anh/chị vì chưa ai xác nhận đã nhận cảnh báo này.")
    return lines


def _html(section: Section) -> str:
    colour = {Severity.INFO: "#3b5b7a", Severity.WARNING: "#8a5a00", Severity.URGENT: "#a01818"}
    severity = section.alert.severity
    head = f'<h2 style="font-size:18px;margin:16px 0 4px;color:{colour[severity]}">{escape(section.alert.title)}</h2>'
    words = "".join(f'<p style="margin:4px 0">{escape(line)}</p>' for line in _words(section))
    items = "".join(
        f'<li style="margin:6px 0"><a href="{escape(one.url)}">{escape(one.title)}</a>'
        f'<br><span style="color:#555">{escape(one.outlet)}, {local(one.at):%H:%M %d/%m}</span></li>'
        for one in section.lines
    )
    link = f'<p><a href="{escape(section.link)}" style="{_BUTTON}">Đã nhận</a></p>' if section.link else ""
    return f'{head}{words}<ul style="padding-left:20px">{items}</ul>{link}'


def _linked(line: str) -> str:
    before, colon, url = line.partition(": http")
    return f'{escape(before)}: <a href="{escape("http" + url)}">{escape("http" + url)}</a>' if colon else escape(line)


def _short(title: str) -> str:
    title = " ".join(title.split()) or "(không có tiêu đề)"
    return title if len(title) <= _TITLE else title[: _TITLE - 1].rstrip() + "…"


_MARK = {Severity.INFO: "▫", Severity.WARNING: "▲", Severity.URGENT: "■ KHẨN:"}
_BUTTON = "display:inline-block;padding:10px 16px;background:#1f4e79;color:#fff;text-decoration:none;border-radius:4px"
_PAGE = (
    '<!doctype html><html lang="vi"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"></head>'
    '<body style="font-family:Arial,sans-serif;font-size:16px;line-height:1.45;color:#111;max-width:640px;'
    'margin:0 auto;padding:8px">{body}</body></html>'
)
