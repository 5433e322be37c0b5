import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from news.digest import Digest, Period
from news.errors import RenderError, StorageFull
from news.times import Published
from reports import render, words
from reports.arrange import arrange
from reports.render import Format, document, file_name, formats, write
from tests.reports import samples
from tests.reports.reading import docx_words, html_tags, html_words, pdf_words, sheet_words, without_repeats

READ = {Format.HTML: html_words, Format.DOCX: docx_words, Format.PDF: pdf_words}


def _made(digest: Digest, format: Format) -> bytes:
    return document(digest, samples.LETTERHEAD, format)


def _home_only() -> Digest:
    """pypdf cannot read back Thai vowels in their order; the other formats are compared with the foreign press too."""
    return replace(samples.digest(), foreign=())


@pytest.mark.parametrize("digest", [_home_only, samples.quiet_digest, samples.long_digest])
@pytest.mark.parametrize("format", READ)
def test_all_formats_say_the_same_words_in_the_same_order(digest: Callable[[], Digest], format: Format) -> None:
    made = replace(digest(), foreign=())
    sheet = arrange(made, samples.LETTERHEAD)
    found = READ[format](_made(made, format))
    found = without_repeats(found, sheet) if format is Format.PDF else found
    assert found == sheet_words(sheet, numbered=format is not Format.DOCX)


@pytest.mark.parametrize("format", [Format.HTML, Format.DOCX])
def test_the_foreign_press_keeps_its_own_letters(format: Format) -> None:
    expected = sheet_words(arrange(samples.digest(), samples.LETTERHEAD), numbered=format is not Format.DOCX)
    assert READ[format](_made(samples.digest(), format)) == expected


def test_the_pdf_has_letters_for_the_foreign_press() -> None:
    content = _made(samples.digest(), Format.PDF)
    assert "ニンビン省の世界遺産" in pdf_words(content)
    fonts = {str(name) for page in PdfReader(io.BytesIO(content)).pages for name in _fonts(page)}
    assert any("DroidSansFallback" in name for name in fonts)
    assert any("NotoSerifThai" in name for name in fonts)


def _fonts(page: object) -> list[str]:
    return [font.get_object()["/BaseFont"] for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]


def test_the_pdf_is_tagged_and_has_outline_title_and_language() -> None:
    reader = PdfReader(io.BytesIO(_made(samples.digest(), Format.PDF)))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "vi-VN"
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None
    assert str(reader.metadata.title).startswith("ĐIỂM BÁO")
    assert len(reader.outline) >= 5


def test_the_pdf_is_a4_with_numbers_from_page_2() -> None:
    pages = PdfReader(io.BytesIO(_made(samples.long_digest(), Format.PDF))).pages
    assert all(abs(float(page.mediabox.width) - 595.3) < 1 for page in pages)
    assert not pages[0].extract_text().startswith("1")
    assert "2" in pages[1].extract_text().split()[:2]


@pytest.mark.parametrize("format", [Format.HTML, Format.PDF])
def test_equal_digests_give_equal_bytes(format: Format) -> None:
    assert _made(samples.digest(), format) == _made(samples.digest(), format)


def test_the_sample_press_is_called_fictional_on_every_page_of_the_pdf() -> None:
    pages = PdfReader(io.BytesIO(_made(samples.digest(is_sample=True), Format.PDF))).pages
    assert all("HƯ CẤU" in page.extract_text() for page in pages)


def test_the_page_needs_nothing_from_elsewhere() -> None:
    tags = html_tags(_made(samples.digest(), Format.HTML))
    assert not {name for name, _ in tags} & {"script", "link", "img", "iframe", "object", "form", "base"}
    assert not [attributes for _, attributes in tags if "style" in attributes or "src" in attributes]
    outside = [attributes for name, attributes in tags if name == "a" and not str(attributes["href"]).startswith("#")]
    assert outside
    assert all(attributes["rel"] == "noopener noreferrer" for attributes in outside)


def test_a_quiet_day_is_said_with_what_was_seen() -> None:
    text = html_words(_made(samples.quiet_digest(), Format.HTML))
    assert words.QUIET == "Không có vấn đề nổi bật."
    assert "Khôngcóvấnđềnổibật." in text
    assert "Đãđọc118nguồn,2.312bài" in text
    assert "BáoBiểnGọi" in text


def test_a_day_on_which_nothing_was_read_is_not_called_quiet() -> None:
    quiet = samples.quiet_digest()
    blind = replace(quiet, coverage=replace(quiet.coverage, sources_read=0, articles_read=0))
    text = html_words(_made(blind, Format.HTML))
    assert "Khôngcóvấnđềnổibật." not in text
    assert "khôngđọcđượcnguồnnào" in text


def test_an_edition_made_too_early_says_so() -> None:
    early = replace(samples.digest(), made_at=samples.moment("21 15:00"))
    assert "Lậplúc15:00ngày21/11/2026" in html_words(_made(early, Format.HTML))


def test_unknown_times_are_not_invented() -> None:
    seen = samples.moment("22 05:10")
    assert words.published(Published(), seen) == "không rõ giờ đăng (thấy lúc 05:10 ngày 22/11/2026)"


def test_dates_of_documents_have_leading_zeros_where_the_decree_wants_them() -> None:
    assert words.day_of_document(date(2027, 2, 5)) == "ngày 05 tháng 02 năm 2027"
    assert words.day_of_document(date(2026, 11, 22)) == "ngày 22 tháng 11 năm 2026"
    assert words.day_of_document(date(2026, 3, 1)) == "ngày 01 tháng 3 năm 2026"


def test_writes_the_files_asked_for_with_clear_names(tmp_path: Path) -> None:
    paths = write(samples.digest(), samples.LETTERHEAD, formats(["docx", "json"]), tmp_path / "out")
    assert [path.name for path in paths] == ["diem-bao-2026-11-22.docx", "diem-bao-2026-11-22.json"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(path.name for path in paths)


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(samples.digest(), samples.LETTERHEAD, [Format.JSON], tmp_path)[0]
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(render.os, "fsync", full)
    with pytest.raises(StorageFull):
        write(samples.quiet_digest(), samples.LETTERHEAD, [Format.JSON], tmp_path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_names_longer_periods_and_refuses_unknown_formats() -> None:
    names = [file_name(replace(samples.digest(), period=period), Format.PDF) for period in Period]
    assert names == [
        "diem-bao-2026-11-22.pdf",
        "bao-cao-tuan-2026-47.pdf",
        "bao-cao-thang-2026-11.pdf",
        "bao-cao-nam-2026.pdf",
    ]
    with pytest.raises(RenderError):
        formats(["odt"])
