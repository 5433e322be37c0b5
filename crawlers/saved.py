"""Pages that somebody saved: WARC files of any origin, and the address that a saved page states for itself.

Reads what it is given with the same suspicion as the web: every record may be broken, huge or a bomb.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from crawlers.charset import decode
from crawlers.pages.document import read_document
from net.encodings import BadCompression, ExpansionTooLarge, expand
from news.article import RawPage
from news.errors import InputError
from news.urls import is_web_link


def declared_url(body: bytes) -> str | None:
    """The address that a page gives as its own, http(s) and absolute, or ``None``."""
    text = decode(body, None)
    document = read_document(text) if text.strip() else None
    if document is None:
        return None
    stated = (document.canonical, document.meta.get("og:url", ""))
    return next((url for url in stated if is_web_link(url)), None)


def read_warc(path: str, most_bytes: int) -> Iterator[RawPage | InputError]:
    """Every HTML page that was served with status 200; a record that cannot be read is an error, the rest goes on."""
    try:
        with open(path, "rb") as stream:  # noqa: PTH123  (warcio wants the stream)
            number = 0
            for record in ArchiveIterator(stream):
                number += 1
                if record.rec_type != "response" or record.http_headers is None:
                    continue
                if not _is_page(record):
                    continue
                yield _page(path, number, record, most_bytes)
    except OSError as error:
        yield InputError(path, None, f"không đọc được: {error.strerror or error}")
    except (ArchiveLoadFailed, EOFError, ValueError) as error:
        yield InputError(path, None, f"tệp WARC hỏng, không đọc tiếp được: {error}")


def _is_page(record: object) -> bool:
    headers = record.http_headers  # type: ignore[attr-defined]
    kind = str(headers.get_header("Content-Type") or "text/html")
    return headers.get_statuscode() == "200" and "html" in kind.lower()


def _page(path: str, number: int, record: object, most_bytes: int) -> RawPage | InputError:
    url = str(record.rec_headers.get_header("WARC-Target-URI"))  # type: ignore[attr-defined]
    headers = tuple((str(name), str(value)) for name, value in record.http_headers.headers)  # type: ignore[attr-defined]
    encodings = [value for name, value in headers if name.lower() == "content-encoding"]
    raw = record.raw_stream.read(most_bytes + 1)  # type: ignore[attr-defined]
    if len(raw) > most_bytes:
        return InputError(path, number, f"trang lớn hơn {most_bytes // 1_000_000} MB")
    try:
        body = expand(raw, encodings, most_bytes)
        fetched_at = datetime.fromisoformat(str(record.rec_headers.get_header("WARC-Date")))  # type: ignore[attr-defined]
    except (BadCompression, ExpansionTooLarge, ValueError) as error:
        return InputError(path, number, f"bản ghi hỏng: {error}")
    aware = fetched_at if fetched_at.tzinfo else fetched_at.replace(tzinfo=UTC)
    return RawPage(url, url, 200, headers, body, aware)
