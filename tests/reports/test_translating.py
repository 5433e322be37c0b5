"""A translation stands beside the foreign headline, never in its place, and says that nobody checked it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reports.arrange import arrange
from reports.render import Format, document
from reports.translating import translated
from tests.reports import samples
from tests.reports.reading import docx_words, html_words


def _machine(text: str, language: str) -> str | None:
    return f"Bản dịch từ {language}" if language == "ja" else None


def _bare(words: str) -> str:
    """As the readers of documents give them: without spaces."""
    return "".join(words.split())


@pytest.mark.parametrize(("format", "words"), [(Format.HTML, html_words), (Format.DOCX, docx_words)])
def test_the_original_stays_and_the_translation_is_marked(format: Format, words: object) -> None:
    digest = translated(samples.digest(), _machine)
    text = words(document(digest, samples.LETTERHEAD, format))  # type: ignore[operator]
    assert _bare("Dịch máy, chưa kiểm tra: Bản dịch từ ja") in text
    assert all(_bare(entry.title) in text for entry in digest.foreign)
    assert _bare("do máy dịch, chưa có người kiểm tra") in text


def test_without_a_machine_the_digest_says_that_nothing_is_translated() -> None:
    digest = translated(samples.digest(), lambda _text, _language: None)
    assert digest == samples.digest()
    assert "chưa dịch" in str(arrange(digest, samples.LETTERHEAD))


def test_what_an_officer_wrote_is_not_translated() -> None:
    digest = samples.digest()
    by_office = replace(digest, foreign=tuple(replace(entry, title_by_office=True) for entry in digest.foreign))
    assert translated(by_office, _machine) == by_office
