"""Importing: accepted outlets only, one faulty record never stops the rest, nothing of a writer is kept."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawlers.belonging import Outlets
from jobs.importing import Arrived, Importer, split
from news.article import Article
from news.errors import InputError
from news.source import Source, SourceClass
from news.times import Precision

NOW = datetime(2026, 11, 22, 1, tzinfo=UTC)
OUTLET = Source("bao-mau", "Báo Mẫu", SourceClass.LOCAL, "VN", ("vi",), "https://baomau.vn", enabled=False)


def importer() -> Importer:
    return Importer(Outlets([OUTLET]), NOW)


def write(folder: Path, *records: object) -> str:
    file = folder / "in.jsonl"
    lines = [one if isinstance(one, str) else json.dumps(one) for one in records]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(file)


def read(path: str) -> tuple[list[Arrived], list[InputError]]:
    faults: list[InputError] = []
    return list(split(importer().read(path), faults)), faults


def record(**changes: object) -> dict[str, object]:
    return {"url": "https://baomau.vn/a.htm", "title": "Cầu mới", "text": "Cầu thông xe.", **changes}


def test_takes_articles_of_listed_outlets_enabled_or_not(tmp_path: Path) -> None:
    ((article, seen),), faults = read(write(tmp_path, record(published_at="2026-11-20T08:00:00+07:00")))
    assert faults == []
    assert article.source == "bao-mau"
    assert seen == datetime(2026, 11, 20, 1, tzinfo=UTC)


def test_an_archived_article_keeps_the_first_seen_time_it_brings(tmp_path: Path) -> None:
    brought = record(published_at="2026-11-20T08:00:00", first_seen="2026-11-21T08:00:00+07:00")
    ((article, seen),), _ = read(write(tmp_path, brought))
    assert article.published.at == datetime(2026, 11, 20, 1, tzinfo=UTC), "a time without zone is Vietnamese"
    assert seen == datetime(2026, 11, 21, 1, tzinfo=UTC)


@pytest.mark.parametrize("published", [None, "", "2087-01-01T00:00:00+07:00"])
def test_an_unknown_or_impossible_time_is_not_invented(tmp_path: Path, published: str | None) -> None:
    ((article, seen),), _ = read(write(tmp_path, record(published_at=published)))
    assert seen == NOW
    assert not article.published.is_credible(NOW)


def test_a_bare_day_is_kept_as_a_day(tmp_path: Path) -> None:
    ((article, _),), _ = read(write(tmp_path, record(published_at="2026-11-20")))
    assert article.published.precision is Precision.DAY


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{not json", "không phải JSON"),
        ("[1, 2]", "cần một đối tượng JSON"),
        (record(url="https://other.vn/a"), "không phải của nguồn nào"),
        (record(url="https://www.facebook.com/page/posts/1"), "mạng xã hội"),
        (record(url="https://baomau.vn/dien-dan/showthread.php?t=1"), "diễn đàn"),
        (record(url="javascript:alert(1)"), "không phải địa chỉ http(s)"),
        (record(title=""), "thiếu url hoặc title"),
        (record(title=7), "title phải là chữ"),
        (record(published_at="hôm qua"), "ISO 8601"),
    ],
)
def test_a_faulty_line_is_named_and_the_rest_goes_on(tmp_path: Path, line: object, reason: str) -> None:
    arrived, faults = read(write(tmp_path, record(), line, record(url="https://baomau.vn/b.htm")))
    assert len(arrived) == 2
    (fault,) = faults
    assert fault.line == 2
    assert reason in fault.vi
    assert "in.jsonl, dòng 2" in fault.vi


def test_no_writer_comes_in(tmp_path: Path) -> None:
    text = "Cầu thông xe sáng nay.\nNguyễn Văn Mẫu"
    ((article, _),), _ = read(write(tmp_path, record(text=text, author="Nguyễn Văn Mẫu", byline="NVM")))
    assert "Mẫu" not in article.text
    assert not {field for field in Article.__dataclass_fields__ if "author" in field or "byline" in field}


def test_reads_gzip_by_suffix_and_says_where_it_breaks(tmp_path: Path) -> None:
    whole = gzip.compress((json.dumps(record()) + "\n").encode() * 2)
    (tmp_path / "in.jsonl.gz").write_bytes(whole[:-10])
    arrived, faults = read(str(tmp_path / "in.jsonl.gz"))
    assert len(arrived) <= 2
    assert "tệp hỏng" in faults[-1].vi


PAGE = """<!doctype html><html lang="vi"><head><title>Cầu mới thông xe</title>
<link rel="canonical" href="https://baomau.vn/cau-moi-1.htm"><meta property="og:type" content="article">
<meta property="og:title" content="Cầu mới thông xe"><meta property="og:description" content="Cầu thông xe sáng nay.">
<meta property="article:published_time" content="2026-11-20T08:00:00+07:00"></head>
<body><article><h1>Cầu mới thông xe</h1>
<p>{}</p><p>{}</p></article></body></html>""".format(
    "Cây cầu dài ba trăm mét nối hai xã. " * 8, "Người dân đi lại thuận lợi hơn. " * 8
)


def test_reads_a_folder_of_saved_pages(tmp_path: Path) -> None:
    (tmp_path / "saved.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "nowhere.html").write_text("<p>không rõ từ đâu</p>", encoding="utf-8")
    ((article, _),), (fault,) = read(str(tmp_path))
    assert article.url == "https://baomau.vn/cau-moi-1.htm"
    assert article.published.at == datetime(2026, 11, 20, 1, tzinfo=UTC)
    assert "nowhere.html" in fault.vi


def test_reads_the_pages_of_a_warc(tmp_path: Path) -> None:
    body = PAGE.encode()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
        "WARC-Target-URI: https://baomau.vn/cau-moi-1.htm?utm_source=x\r\nWARC-Date: 2026-11-20T02:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    ).encode()
    (tmp_path / "a.warc").write_bytes(head + http + b"\r\n\r\n")
    ((article, _),), faults = read(str(tmp_path / "a.warc"))
    assert faults == []
    assert article.title == "Cầu mới thông xe"
    (tmp_path / "b.warc.gz").write_bytes(b"\x1f\x8b broken")
    _, (fault,) = read(str(tmp_path / "b.warc.gz"))
    assert "b.warc.gz" in fault.vi


def test_says_that_a_file_is_not_there(tmp_path: Path) -> None:
    _, (fault,) = read(str(tmp_path / "absent.jsonl"))
    assert "không mở được" in fault.vi
