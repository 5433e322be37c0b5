"""Lists of articles to take away: CSV, a citation list in RIS, one article's evidence as ZIP. Pure.

A list has what identifies and describes a publication; no by-line exists to be in it, and no raw page (SCOPE §1).
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from news.analysis import TONE_VI, TOPIC_VI, Tone, Topic
from news.times import Precision, Published, local
from reports.plain import plain

#: A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "＝", "＋", "－", "＠")
COLUMNS = ("Mã", "Tiêu đề", "Nguồn", "Đăng lúc", "Thấy lúc", "Sắc thái", "Lĩnh vực", "Sự kiện", "Địa chỉ")
#: Zip entries carry a time; one that never changes keeps equal contents equal.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Citation:
    """One article of a list. Tone and topics: the newest word, a person's before the machine's."""

    article_id: int
    title: str
    source_name: str
    url: str
    published: Published
    first_seen_at: datetime
    language: str | None
    tone: Tone | None
    topics: tuple[Topic, ...]
    story: str


def cells(one: Citation) -> tuple[str, ...]:
    """The row of ``COLUMNS``, every cell safe in a spreadsheet."""
    row = (
        str(one.article_id),
        plain(one.title),
        plain(one.source_name),
        _published(one.published),
        local(one.first_seen_at).strftime("%Y-%m-%d %H:%M"),
        TONE_VI[one.tone] if one.tone else "",
        "; ".join(TOPIC_VI[topic] for topic in one.topics),
        one.story,
        one.url,
    )
    return tuple(map(safe_cell, row))


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet reads as a formula: an apostrophe goes before it, which shows that it is text."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_csv(rows: Iterable[Citation]) -> bytes:
    """Comma-separated with a byte-order mark: spreadsheets then read the accents right."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(map(cells, rows))
    return out.getvalue().encode("utf-8-sig", "replace")


def as_ris(rows: Iterable[Citation], accessed: datetime) -> bytes:
    """RIS records of type NEWS; no author is known, so none is given."""
    return "\r\n".join(line for one in rows for line in _record(one, accessed)).encode("utf-8", "replace")


def evidence_zip(citation: Citation, text: str, page: bytes, facts: Mapping[str, str], accessed: datetime) -> bytes:
    """One article's evidence: the page as served, the text as read, where and when; hashes over all of it.

    ``facts``: of the snapshot (address, fetch time, hash at that time).
    """
    parts = {
        "trang-goc.bin": page,
        "noi-dung.txt": f"{citation.title}\n\n{text}\n".encode("utf-8", "replace"),
        "trich-dan.ris": as_ris([citation], accessed),
    }
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in parts.items()}
    manifest = {"article": citation.article_id, "url": citation.url, "snapshot": dict(facts), "sha256": hashes}
    parts["ke-khai.json"] = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode()
    parts["sha256.txt"] = "".join(f"{digest}  {name}\n" for name, digest in sorted(hashes.items())).encode()
    return _packed(parts)


def _packed(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, content)
    return out.getvalue()


def _record(one: Citation, accessed: datetime) -> Sequence[str]:
    day = local(one.published.at).strftime("%Y/%m/%d/") if one.published.at else ""
    lines = ["TY  - NEWS", f"TI  - {plain(one.title)}", f"T2  - {plain(one.source_name)}"]
    lines += [f"PY  - {day[:4]}", f"DA  - {day}"] if day else []
    lines += [f"UR  - {plain(one.url)}", f"Y2  - {local(accessed).strftime('%Y/%m/%d/')}", f"ID  - {one.article_id}"]
    lines += [f"LA  - {one.language}"] if one.language else []
    return [*lines, "ER  - ", ""]


def _published(time: Published) -> str:
    if time.at is None:
        return ""
    return local(time.at).strftime("%Y-%m-%d" if time.precision is Precision.DAY else "%Y-%m-%d %H:%M")
