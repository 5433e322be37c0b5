"""The text of a file that somebody hands in as evidence: PDF, DOCX, HTML or plain text, told by its first bytes."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import Protocol

import docx
import pypdf
from docx.oxml.ns import qn

from news.errors import NewsError

MOST_BYTES = 25_000_000
MOST_PAGES = 500
MOST_TEXT_CHARS = 2_000_000
#: What a DOCX may expand to.
_MOST_EXPANDED_BYTES = 200_000_000
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class UnreadableDocument(NewsError):
    """A file without text that can be read; ``words`` say what to do."""

    def __init__(self, reason: str, words: str) -> None:
        super().__init__(reason, words)
        self.reason, self.words = reason, words

    def __str__(self) -> str:
        return self.reason

    @property
    def vi(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class ReadPage:
    """What a web page says. ``published``: ISO day, empty where unknown."""

    title: str
    text: str
    published: str = ""
    language: str | None = None


class PageReader(Protocol):
    """Takes an HTML page apart (``crawlers.pages``); never a by-line."""

    def __call__(self, body: bytes, url: str) -> ReadPage: ...


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file's text, one paragraph a line, and what it is."""

    media_type: str
    title: str
    text: str
    published: str = ""
    language: str | None = None


def read_file(body: bytes, url: str, read_page: PageReader) -> ReadFile:
    """Read a file whatever it is called. Raises ``UnreadableDocument``."""
    if len(body) > MOST_BYTES:
        words = f"Tệp quá lớn; nhiều nhất {MOST_BYTES // 1_000_000} MB."
        raise UnreadableDocument("too large", words)
    head = body[:1_024].lstrip()
    if head.startswith(b"%PDF-"):
        return _checked(_read_pdf(body))
    if head.startswith(b"PK\x03\x04"):
        return _checked(_read_docx(body))
    if b"\x00" in body[:4_096]:
        raise UnreadableDocument("binary", "Chỉ nhận PDF, DOCX, trang HTML hoặc văn bản thường.")
    if b"<" in head and b">" in body[:100_000]:
        page = read_page(body, url)
        return _checked(ReadFile("text/html", page.title, page.text, page.published, page.language))
    return _checked(ReadFile("text/plain", "", body.decode("utf-8-sig", "replace")))


def _read_pdf(body: bytes) -> ReadFile:
    """Text as the pages hold it; a scan holds none."""
    try:
        reader = pypdf.PdfReader(io.BytesIO(body))
        if reader.is_encrypted:
            reader.decrypt("")
        pages = [page.extract_text() for page in reader.pages[:MOST_PAGES]]
        title = (reader.metadata and reader.metadata.title) or ""
    except (pypdf.errors.PyPdfError, ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        reason = f"PDF cannot be read: {type(error).__name__}"
        raise UnreadableDocument(reason, "Không đọc được tệp PDF này (hỏng hoặc có mật khẩu).") from error
    return ReadFile("application/pdf", " ".join(title.split()), _joined("\n".join(pages)))


def _read_docx(body: bytes) -> ReadFile:
    """Paragraphs and the cells of tables, in the order of the document."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            if sum(one.file_size for one in packed.infolist()) > _MOST_EXPANDED_BYTES:
                raise UnreadableDocument("expands too far", "Tệp DOCX nén quá lớn.")
        document = docx.Document(io.BytesIO(body))
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        reason = f"DOCX cannot be read: {type(error).__name__}"
        raise UnreadableDocument(reason, "Không đọc được tệp này; chỉ nhận tệp DOCX của Word.") from error
    lines = []
    for paragraph in document.element.body.iter(qn("w:p")):
        lines.append("".join(node.text or "" for node in paragraph.iter(qn("w:t"))))
    title = " ".join((document.core_properties.title or "").split())
    return ReadFile(_DOCX, title, "\n".join(line for line in lines if line.strip()))


def _joined(text: str) -> str:
    """Lines of a printed page as paragraphs: a line that ends in the middle of a sentence goes on in the next."""
    lines: list[str] = []
    for line in (" ".join(line.split()) for line in text.splitlines()):
        if lines and line and lines[-1] and lines[-1][-1] not in '.!?:;…”"' and not line[0].isupper():
            lines[-1] = f"{lines[-1]} {line}"
        elif line:
            lines.append(line)
    return "\n".join(lines)


def _checked(read: ReadFile) -> ReadFile:
    if not read.text.strip():
        words = "Tệp không có chữ đọc được (có thể là bản chụp ảnh). Hãy nhập nội dung bằng biểu mẫu."
        raise UnreadableDocument("no text", words)
    text = read.text[:MOST_TEXT_CHARS]
    return ReadFile(read.media_type, read.title, text, read.published, read.language)
