import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from crawlers.archive import Archive, ArchivedPage, erase, has_whole_tail, old_files, read_page
from net.client import Answer
from news.article import RawPage
from news.errors import StorageError

NOW = datetime(2026, 11, 20, 5, 0, 0, 123456, tzinfo=UTC)


def _answer(body: bytes = b"<p>xin ch\xc3\xa0o</p>", *headers: tuple[str, str], wire: bytes | None = None) -> Answer:
    all_headers = (("Content-Type", "text/html"), *headers)
    return Answer("http://a.vn/1", 200, "OK", all_headers, body if wire is None else wire, body, "127.0.0.2")


def _append(folder: Path, *answers: Answer, at: datetime = NOW) -> list[ArchivedPage]:
    archive = Archive(folder)
    pages = [archive.append(answer, answer.url, at) for answer in answers]
    archive.close()
    return pages


def _read(folder: Path, page: ArchivedPage) -> RawPage:
    return read_page(folder, page.file, page.offset, page.length, page.sha256)


def test_gives_back_what_was_served(tmp_path: Path) -> None:
    first, second = _append(tmp_path, _answer(b"mot"), _answer(b"hai"))
    page = _read(tmp_path, second)
    assert (page.body, page.url, page.status, page.fetched_at) == (b"hai", "http://a.vn/1", 200, NOW)
    assert _read(tmp_path, first).body == b"mot"


def test_keeps_the_wire_and_shows_the_page(tmp_path: Path) -> None:
    headers = (("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked"), ("Set-Cookie", "a=1"))
    (page,) = _append(tmp_path, _answer(b"trang", *headers, wire=gzip.compress(b"trang")))
    assert _read(tmp_path, page).body == b"trang"


def test_any_reader_of_warc_can_read_it(tmp_path: Path) -> None:
    _append(tmp_path, _answer(b"mot"), _answer(b"hai"))
    with (tmp_path / "2026-11-20.warc.gz").open("rb") as stream:
        assert [record.content_stream().read() for record in ArchiveIterator(stream, check_digests="raise")] == [
            b"mot",
            b"hai",
        ]


def test_appends_where_another_round_ended(tmp_path: Path) -> None:
    (first,) = _append(tmp_path, _answer(b"mot"))
    (second,) = _append(tmp_path, _answer(b"hai"))
    assert second.file == first.file
    assert second.offset == first.length


@given(cut=st.integers(1, 300))
def test_leaves_a_torn_file_alone(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    folder = tmp_path_factory.mktemp("torn")
    first, torn = _append(folder, _answer(b"mot"), _answer(b"hai"))
    path = folder / torn.file
    path.write_bytes(path.read_bytes()[:-cut])
    (second,) = _append(folder, _answer(b"ba"))
    assert second.file == "2026-11-20-2.warc.gz"
    assert _read(folder, first).body == b"mot"
    assert _read(folder, second).body == b"ba"


def test_a_whole_tail_is_one_that_ends_with_a_member(tmp_path: Path) -> None:
    file = tmp_path / "a.gz"
    for content, is_whole in ((b"", True), (gzip.compress(b"a"), True), (gzip.compress(b"a") + b"\0", False)):
        file.write_bytes(content)
        assert has_whole_tail(file) is is_whole


def test_notices_a_changed_page(tmp_path: Path) -> None:
    (page,) = _append(tmp_path, _answer(b"mot"))
    with pytest.raises(StorageError):
        read_page(tmp_path, page.file, page.offset, page.length, "0" * 64)
    with pytest.raises(StorageError):
        read_page(tmp_path, "missing.warc.gz", 0, 10, page.sha256)


def test_erases_one_page_and_leaves_the_others(tmp_path: Path) -> None:
    answers = [_answer(body) for body in (b"mot", b"hai" * 100_000, b"ba")]
    pages = _append(tmp_path, *answers)
    erase(tmp_path, pages[1].file, pages[1].offset, pages[1].length)
    erase(tmp_path, pages[1].file, pages[1].offset, pages[1].length)
    assert _read(tmp_path, pages[0]).body == b"mot"
    assert _read(tmp_path, pages[2]).body == b"ba"
    content = (tmp_path / pages[0].file).read_bytes()
    assert b"haihai" not in gzip.decompress(content)
    assert has_whole_tail(tmp_path / pages[0].file)
    with pytest.raises(StorageError):
        _read(tmp_path, pages[1])


@given(size=st.integers(0, 200_000))
def test_erases_pages_of_any_size(tmp_path_factory: pytest.TempPathFactory, size: int) -> None:
    folder = tmp_path_factory.mktemp("size")
    noise = bytes((n * 7919) % 251 for n in range(size))
    page, after = _append(folder, _answer(noise, wire=noise), _answer(b"sau"))
    length = (folder / page.file).stat().st_size
    erase(folder, page.file, page.offset, page.length)
    assert (folder / page.file).stat().st_size == length
    assert gzip.decompress((folder / page.file).read_bytes()).endswith(b"sau\r\n\r\n")
    assert _read(folder, after).body == b"sau"


def test_a_new_day_is_a_new_file_and_old_ones_are_told(tmp_path: Path) -> None:
    _append(tmp_path, _answer(), at=NOW - timedelta(days=100))
    _append(tmp_path, _answer(), at=NOW - timedelta(days=89))
    assert old_files(tmp_path, NOW, timedelta(days=90)) == ["2026-08-12.warc.gz"]


def test_says_when_its_folder_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("a file, not a folder")
    with pytest.raises(StorageError, match="archive"):
        _append(tmp_path / "archive", _answer())
