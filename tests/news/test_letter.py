"""Letters survive their way through the outbox."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.letter import Attachment, Letter

_texts = st.text(st.characters(exclude_categories=("Cs",)))
_attachments = st.builds(
    Attachment,
    st.text("abcđêữ .-0123456789", min_size=1).filter(str.strip),
    st.sampled_from(["application/pdf", "text/html"]),
    st.binary(),
)
_letters = st.builds(
    Letter,
    st.text("Cảnh báo: mưa lũ ở Ninh Bình 0123456789", min_size=1).filter(str.strip),
    _texts,
    _texts,
    st.lists(_attachments, max_size=3).map(tuple),
    st.sampled_from(["", "alert-7"]),
)


@given(_letters)
def test_a_letter_is_read_as_it_was_written(letter: Letter) -> None:
    assert Letter.decode(letter.encode()) == letter


@pytest.mark.parametrize("payload", [b"", b"{}", b"[]", b'"a"', b"\xff", b'{"subject": 1}'])
def test_what_is_no_letter_is_refused(payload: bytes) -> None:
    with pytest.raises(ValueError):
        Letter.decode(payload)


@pytest.mark.parametrize("subject", ["", "  ", "a\nBcc: b@c.vn", "a\rb", "a\u2028b"])
def test_a_subject_is_one_line(subject: str) -> None:
    with pytest.raises(ValueError):
        Letter(subject, "text")


@pytest.mark.parametrize("name", ["", " ", "../a", "a\\b", "a\nb", "a\x00"])
def test_an_attachment_has_a_plain_file_name(name: str) -> None:
    with pytest.raises(ValueError):
        Attachment(name, "application/pdf", b"")
