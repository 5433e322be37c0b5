import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.oxml.ns import qn

from news.digest import Digest
from reports.render import Format, document
from tests.reports import samples
from tests.reports.decree30 import faults


def _made(digest: Digest) -> bytes:
    return document(digest, samples.LETTERHEAD, Format.DOCX)


def _changed(content: bytes, part: str, old: str, new: str) -> bytes:
    """The same package with one piece of one part replaced."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(made, "w") as after:
        for name in before.namelist():
            text = before.read(name).decode()
            if name == part:
                assert old in text
                text = text.replace(old, new)
            after.writestr(name, text)
    return made.getvalue()


@pytest.mark.parametrize("digest", [samples.digest, samples.quiet_digest, samples.long_digest])
def test_keeps_decree_30(digest: Callable[[], Digest]) -> None:
    assert faults(_made(digest())) == []


@pytest.mark.parametrize(
    ("part", "old", "new", "fault"),
    [
        ("word/document.xml", 'w:w="11906"', 'w:w="12240"', "paper"),
        ("word/document.xml", 'w:left="1701"', 'w:left="1134"', "margin left"),
        ("word/document.xml", "<w:titlePg/>", "", "page number"),
        ("word/header1.xml", " PAGE ", " DATE ", "page number"),
        ("word/header2.xml", "</w:p>", '<w:fldSimple w:instr="PAGE"/></w:p>', "shown on page 1"),
        ("word/document.xml", "Độc lập - Tự do", "Độc lập, Tự do", "Tiêu ngữ"),
        ("word/document.xml", "Số:            ", "Số: 15/BC-VP", "registry"),
        ("word/document.xml", "ngày 22 tháng 11", "ngày 22 tháng 13", "place and date"),
        ("word/document.xml", "<w:cantSplit/>", "", "may be split"),
        ("word/document.xml", "Nơi nhận:", "Kính gửi:", "Nơi nhận"),
        ("word/styles.xml", 'w:ascii="Times New Roman"', 'w:ascii="Arial"', "font"),
        ("word/styles.xml", '<w:jc w:val="both"/>', "", "not justified"),
        ("word/styles.xml", 'w:firstLine="720"', 'w:firstLine="0"', "indented"),
        ("word/styles.xml", 'w:after="120" w:line="264"', 'w:after="0" w:line="264"', "less than 6 pt"),
        ("word/styles.xml", '<w:lang w:val="vi-VN"', '<w:lang w:val="en-US"', "language"),
        ("word/styles.xml", "<w:keepNext/>", "", "stand alone"),
    ],
)  # fmt: skip
def test_the_checker_sees_each_departure(part: str, old: str, new: str, fault: str) -> None:
    found = faults(_changed(_made(samples.digest()), part, old, new))
    assert any(fault in one for one in found), found


def test_headings_make_an_outline() -> None:
    made = docx.Document(io.BytesIO(_made(samples.digest())))
    names = [p.style.name for p in made.paragraphs if p.style and p.style.name and p.style.name.startswith("Heading")]
    assert names.count("Heading 1") == 5
    assert names.count("Heading 2") == 11


def test_links_are_links_and_the_table_leads_to_its_entries() -> None:
    content = _made(samples.digest())
    made = docx.Document(io.BytesIO(content))
    outside = {rel.target_ref for rel in made.part.rels.values() if rel.is_external}
    assert "https://bao-hoa-lau.example/1.htm" in outside
    anchors = {link.get(qn("w:anchor")) for link in made.element.iter(qn("w:hyperlink"))} - {None}
    bookmarks = {mark.get(qn("w:name")) for mark in made.element.iter(qn("w:bookmarkStart"))}
    assert anchors
    assert anchors <= bookmarks


def test_the_sample_press_is_called_fictional_on_every_page() -> None:
    section = docx.Document(io.BytesIO(_made(samples.digest(is_sample=True)))).sections[0]
    for footer in (section.footer, section.first_page_footer):
        assert "HƯ CẤU" in "".join(p.text for p in footer.paragraphs)


def test_equal_digests_give_equal_bytes() -> None:
    assert _made(samples.digest()) == _made(samples.digest())
