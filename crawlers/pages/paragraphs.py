"""The running text below an element as paragraphs: blocks and line breaks end one, boxes are left out. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from crawlers.markup import Element
from crawlers.pages.boxes import is_box
from crawlers.text import one_line

_BLOCKS = frozenset(
    "p div section article main header h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table tbody thead tr blockquote pre "  # noqa: SIM905
    "center hr figure figcaption details summary fieldset form aside nav footer body".split()
)
#: Invitations to read on, captions and credits that stand as paragraphs of their own.
_ASIDE = re.compile(
    r"(?:>>|»|►|▶|•\s*>>|\*\s*>>|(?:xem|đọc|tìm hiểu) thêm\b|>\s|tin (?:bài )?liên quan|bài liên quan|"
    r"mời (?:độc giả|bạn đọc|quý)|"
    r"(?:ảnh|nguồn|video|clip|đồ họa|photo|image|nguồn ảnh|ảnh minh họa|ảnh chụp màn hình)\s*[:.]|ảnh minh họa\W*$|"
    r"related (?:articles?|news|stories)\b|read more\b|see also\b|advertisement\W*$|quảng cáo\W*$|tags?\s*:|"
    r"từ khóa\s*:|chia sẻ\W*$)",
    re.IGNORECASE,
)
_MAX_ASIDE_CHARS = 160
_MAX_PARAGRAPH_CHARS = 20_000
#: A paragraph that is a link for the most part leads elsewhere.
_LINK_SHARE = 0.8
_MAX_LINK_CHARS = 250


@dataclass(slots=True)
class _Writer:
    lines: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    open_links: int = 0
    is_begun: bool = False

    def begin(self) -> None:
        if not self.is_begun:
            self.is_begun = True
            self.end()
            self.lines.clear()

    def add(self, text: str | None) -> None:
        if text:
            self.pieces.append(text)
            if self.open_links:
                self.linked += len(text.strip())

    def end(self) -> None:
        if self.pieces:
            line = one_line("".join(self.pieces), _MAX_PARAGRAPH_CHARS)
            if line and not self._is_elsewhere(line):
                self.lines.append(line)
            self.pieces = []
        self.linked = 0

    def _is_elsewhere(self, line: str) -> bool:
        if len(line) <= _MAX_LINK_CHARS and self.linked >= _LINK_SHARE * len(line) and self.linked > 12:
            return True
        return len(line) <= _MAX_ASIDE_CHARS and bool(_ASIDE.match(line))


def paragraphs(container: Element, keep: Callable[[Element], bool]) -> list[str]:
    """Return the paragraphs; ``keep`` spares an element that looks like a box but holds the article itself."""
    writer = _Writer()
    _walk(container, writer, keep)
    writer.end()
    return writer.lines


def _walk(element: Element, writer: _Writer, keep: Callable[[Element], bool]) -> None:
    writer.add(element.text)
    for child in element:
        tag = child.tag
        if tag == "h1":
            # What stands before the headline is none of the article; a later one is another article's.
            writer.begin()
        if not isinstance(tag, str) or (is_box(child) and not keep(child)):
            writer.add(" ")
        elif tag == "br":
            writer.end()
        elif tag == "table":
            writer.end()
            if not _is_frame(child):
                _walk(child, writer, keep)
            writer.end()
        elif tag in _BLOCKS:
            writer.end()
            _walk(child, writer, keep)
            writer.end()
        elif tag in ("td", "th"):
            _walk(child, writer, keep)
            writer.add(" ")
        elif tag == "a":
            writer.open_links += 1
            _walk(child, writer, keep)
            writer.open_links -= 1
        else:
            _walk(child, writer, keep)
        writer.add(child.tail)


def _is_frame(table: Element) -> bool:
    """A table around a picture and its caption."""
    if (
        table.find(".//img") is None
        and "caption" not in " ".join(cell.get("class") or "" for cell in table.iter("td")).lower()
    ):
        return False
    return len(" ".join("".join(table.itertext()).split())) < 300
