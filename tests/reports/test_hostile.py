"""Whatever an outlet puts into a title, name or sentence, every format shows it as words or not at all."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree
from zipfile import ZipFile

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from news.digest import Digest
from reports.plain import MAX_TITLE_CHARS, headline, plain
from reports.render import Format, document
from tests.reports import samples
from tests.reports.reading import html_tags, pdf_words, squeezed

SCRIPT = '<script>alert(1)</script><img src=x onerror="alert(1)">'
MARKUP = '#read("/etc/passwd") #import "@preview/x:1" $x^2$ *b* _i_ @r <l> \\ // /* `c` = h [#eval("1")]'
NAMES = [
    SCRIPT,
    MARKUP,
    "{{ 7 * 7 }} {% include '/etc/passwd' %}",
    "</w:t></w:r><w:p/>&amp;&#0;]]>",
    "an toàn \u202egnaot na\u202c \u2066x\u2069 \u200f",
    "dài " * 2500,
    "d" * 10_000,
    "\x00\x08\x0b\x1f\ufffe\uffff dấu \ud800 lạ",
    "🔥💥👨‍👩‍👧 Nóng ❤️",
    "e" + "\u0301" * 5000,
    "عنوان שלום हिन्दी",
    "",
]


def _with(words: str, url: str = "https://a.example/1") -> Digest:
    made = samples.digest()
    entry = made.stories[0]
    outlets = tuple(replace(outlet, name=words, title=words, url=url, language=words) for outlet in entry.outlets)
    hostile = replace(entry, title=words, sentences=(words, words), places=(words,), outlets=outlets)
    failure = replace(made.coverage.failures[0], name=words, detail=words)
    coverage = replace(made.coverage, failures=(failure,))
    return replace(made, stories=(hostile,), foreign=(hostile,), sport=(), coverage=coverage, province_name=words)


def _check_html(content: bytes) -> None:
    for name, attributes in html_tags(content):
        assert name not in ("script", "img", "iframe", "svg")
        assert not [key for key in attributes if key.startswith("on")]
        assert str(attributes.get("href", "#")).startswith(("#", "https://", "http://"))


def _check_docx(content: bytes) -> None:
    with ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            ElementTree.fromstring(package.read(name))
    assert docx.Document(io.BytesIO(content)).paragraphs


def _check_pdf(content: bytes) -> None:
    assert "root:" not in pdf_words(content)
    assert b"/JavaScript" not in content
    assert len(PdfReader(io.BytesIO(content)).pages) < 12


def _check_json(content: bytes) -> None:
    assert json.loads(content)["digest"]["stories"]


CHECKS: dict[Format, Callable[[bytes], None]] = {
    Format.HTML: _check_html,
    Format.DOCX: _check_docx,
    Format.PDF: _check_pdf,
    Format.JSON: _check_json,
}


@pytest.mark.parametrize("words", NAMES)
@pytest.mark.parametrize("format", CHECKS)
def test_hostile_words_stay_words(words: str, format: Format) -> None:
    CHECKS[format](document(_with(words), samples.LETTERHEAD, format))


@given(words=st.text(max_size=300))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_words_stay_words(words: str) -> None:
    for format, check in CHECKS.items():
        check(document(_with(words), samples.LETTERHEAD, format))


def test_markup_is_shown_as_it_was_written() -> None:
    shown = pdf_words(document(_with(MARKUP), samples.LETTERHEAD, Format.PDF))
    assert squeezed('#read("/etc/passwd")') in shown


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//a.example", 'https://a.example/"><b>']
)
@pytest.mark.parametrize("format", [Format.HTML, Format.DOCX])
def test_only_web_addresses_become_links(url: str, format: Format) -> None:
    content = document(_with("Tên", url), samples.LETTERHEAD, format)
    CHECKS[format](content)
    if not url.startswith("https"):
        text = content if format is Format.HTML else ZipFile(io.BytesIO(content)).read("word/_rels/document.xml.rels")
        assert url.encode() not in text


@given(st.text(max_size=600))
def test_plain_words_need_no_more_cleaning(words: str) -> None:
    once = plain(words)
    assert plain(once) == once
    assert "\n" not in once
    assert headline(once) == headline(headline(words))
    assert 0 < len(headline(words)) <= MAX_TITLE_CHARS


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạ ,.;:“”–\"'()!?0123456789", max_size=200))
def test_vietnamese_words_are_left_as_they_are(words: str) -> None:
    assert plain(words) == " ".join(words.split())
