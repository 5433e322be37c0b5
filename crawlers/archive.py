"""Raw pages as evidence: WARC files, one gzip member a record. The one place that knows warcio.

A record is appended before the transaction that cites it, so a crash leaves at most an orphan record, which nobody
cites and which goes with its file. A tail torn by a crash is recognised and the file left alone: a new one is begun.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from net.encodings import BadCompression, ExpansionTooLarge, expand
from news.article import RawPage
from news.errors import StorageError, disk_error

if TYPE_CHECKING:
    from net.client import Answer

#: A file is closed beyond this size.
_MOST_FILE_BYTES = 1_000_000_000
#: How far back a torn tail is looked for: more than the largest record.
_TAIL_BYTES = 24_000_000
_MEMBER = b"\x1f\x8b\x08"
_MOST_PAGE_BYTES = 200_000_000
#: The longest "extra" field of a gzip header.
_MOST_EXTRA = 65_535


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """Where a record stands. ``sha256`` is of the page's bytes after expansion, as a browser sees them.

    ``record``: the record itself where no file holds it; it is stored with whatever cites it.
    """

    url: str
    file: str
    offset: int
    length: int
    sha256: str
    record: bytes = b""


class Keeper(Protocol):
    """Where raw pages go."""

    def append(self, answer: Answer, url: str, fetched_at: datetime) -> ArchivedPage: ...

    def close(self) -> None: ...


class StoreKeeper:
    """Raw pages go into the store, where every machine reaches them, in the transaction that cites them."""

    def append(self, answer: Answer, url: str, fetched_at: datetime) -> ArchivedPage:
        record = _record(answer, url, fetched_at)
        return ArchivedPage(url, "", 0, len(record), hashlib.sha256(answer.body).hexdigest(), record)

    def close(self) -> None:
        """Nothing is open."""


class Archive:
    """Appends pages to the file of the day in ``folder``. One writer a folder: the round holds a lock on it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: BinaryIO | None = None
        self._name = ""

    def append(self, answer: Answer, url: str, fetched_at: datetime) -> ArchivedPage:
        """Write one page; on return it is with the operating system. Raises ``StorageFull`` when there is no room."""
        record = _record(answer, url, fetched_at)
        try:
            out = self._open(fetched_at.astimezone(UTC).date())
            offset = out.tell()
            out.write(record)
            out.flush()
        except OSError as error:
            self.close()
            raise disk_error(self._folder, error) from error
        return ArchivedPage(url, self._name, offset, len(record), hashlib.sha256(answer.body).hexdigest())

    def close(self) -> None:
        """Bring what was written to the disk itself."""
        if self._file is None:
            return
        file, self._file = self._file, None
        try:
            os.fsync(file.fileno())
        finally:
            file.close()

    def _open(self, day: date) -> BinaryIO:
        if self._file is not None and self._name.startswith(day.isoformat()) and self._file.tell() < _MOST_FILE_BYTES:
            return self._file
        self.close()
        self._folder.mkdir(parents=True, exist_ok=True)
        for number in range(1, 10_000):
            path = self._folder / f"{day.isoformat()}{f'-{number}' if number > 1 else ''}.warc.gz"
            if not path.exists() or (path.stat().st_size < _MOST_FILE_BYTES and has_whole_tail(path)):
                self._file, self._name = path.open("ab"), path.name
                return self._file
        raise StorageError(f"{self._folder}: too many damaged archives of one day")


def read_page(folder: Path, file: str, offset: int, length: int, sha256: str) -> RawPage:
    """Return the page as it was served; ``StorageError`` when the record is gone or not what was stored."""
    try:
        with (folder / file).open("rb") as stream:
            stream.seek(offset)
            return page_of(stream.read(length), f"{file}, {offset}", sha256)
    except OSError as error:
        raise StorageError(f"{file}: {error.strerror}") from error


def page_of(packed: bytes, place: str, sha256: str) -> RawPage:
    """The page in one WARC record; ``StorageError`` naming the place when it holds none, or not what was stored."""
    record = next(iter(ArchiveIterator(BytesIO(packed), no_record_parse=False)), None)
    if record is None or record.http_headers is None:
        raise StorageError(f"{place}: no page")
    headers = tuple((str(name), str(value)) for name, value in record.http_headers.headers)
    encodings = [value for name, value in headers if name.lower() == "content-encoding"]
    try:
        body = expand(record.raw_stream.read(), encodings, _MOST_PAGE_BYTES)
    except (BadCompression, ExpansionTooLarge) as error:
        raise StorageError(f"{place}: damaged page") from error
    if hashlib.sha256(body).hexdigest() != sha256:
        raise StorageError(f"{place}: the page is not what was stored")
    url = str(record.rec_headers.get_header("WARC-Target-URI"))
    return RawPage(
        url=url,
        final_url=url,
        status=int(record.http_headers.get_statuscode()),
        headers=headers,
        body=body,
        fetched_at=datetime.fromisoformat(str(record.rec_headers.get_header("WARC-Date"))),
    )


def has_whole_tail(path: Path) -> bool:
    """Whether the file ends exactly where a gzip member ends; an empty file does."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        stream.seek(max(0, size - _TAIL_BYTES))
        tail = stream.read()
    if not tail:
        return True
    at = tail.rfind(_MEMBER)
    while at >= 0:
        if _ends_at_end(tail[at:]):
            return True
        at = tail.rfind(_MEMBER, 0, at)
    return False


def old_files(folder: Path, now: datetime, retention: timedelta) -> list[str]:
    """Files whose every page has outlived its retention, unless something cites it."""
    last = (now.astimezone(UTC) - retention - timedelta(days=1)).date().isoformat()
    return sorted(path.name for path in folder.glob("????-??-??*.warc.gz") if path.name[:10] < last)


def erase(folder: Path, file: str, offset: int, length: int) -> None:
    """Overwrite one page where it stands; the file stays readable and the others stay where they are. Repeatable."""
    try:
        with (folder / file).open("r+b") as stream:
            stream.seek(offset)
            _write_nothing(stream, length)
            stream.flush()
            os.fsync(stream.fileno())
    except FileNotFoundError:
        return


def remove(folder: Path, file: str) -> None:
    """Remove a file in which nothing is kept any more, with the orphans of crashes."""
    (folder / file).unlink(missing_ok=True)


def _write_nothing(out: BinaryIO, length: int) -> None:
    """Write gzip members that hold nothing, ``length`` bytes in all."""
    empty = zlib.compressobj(9, zlib.DEFLATED, -15).flush()
    frame = 10 + 2 + len(empty) + 8
    while length > 0:
        extra = min(length - frame, _MOST_EXTRA)
        if 0 < length - frame - extra < frame:
            extra -= frame
        out.write(b"\x1f\x8b\x08\x04\0\0\0\0\0\xff" + extra.to_bytes(2, "little") + bytes(extra) + empty + bytes(8))
        length -= frame + extra


def _ends_at_end(data: bytes) -> bool:
    member = zlib.decompressobj(wbits=31)
    try:
        while data and not member.eof:
            member.decompress(data, 1_000_000)
            data = member.unconsumed_tail
    except zlib.error:
        return False
    return member.eof and not member.unused_data


def _record(answer: Answer, url: str, fetched_at: datetime) -> bytes:
    out = BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    # The transfer coding was undone on arrival; its header would make readers undo it once more.
    headers = [
        (f"X-Archive-Orig-{name}" if name.lower() == "transfer-encoding" else name, value)
        for name, value in answer.headers
    ]
    record = writer.create_warc_record(
        url,
        "response",
        payload=BytesIO(answer.wire_body),
        length=len(answer.wire_body),
        http_headers=StatusAndHeaders(f"{answer.status} {answer.reason}".strip(), headers, protocol="HTTP/1.1"),
        warc_headers_dict={
            "WARC-Date": fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "WARC-IP-Address": answer.address,
        },
    )
    writer.write_record(record)
    return out.getvalue()
