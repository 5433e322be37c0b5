"""A document's text as passages: pieces to be found and quoted, without private numbers or lists of them. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from nlp import masking, sentences
from nlp.masking import Kind

#: About what a reader takes in at a glance; a passage ends with the sentence that passes it.
USUAL_CHARS = 320
MOST_CHARS = 1_200
#: Of one document; a longer one is a book, not evidence.
MOST_PASSAGES = 2_000
#: What is never kept of a document. Names stay: official documents say who decided.
_PRIVATE = frozenset(
    (Kind.PHONE, Kind.EMAIL, Kind.CITIZEN_ID, Kind.ACCOUNT, Kind.PLATE, Kind.HANDLE, Kind.PROFILE, Kind.ADDRESS)
)
#: So many accounts, papers or telephones in one passage are a list of persons.
LIST_FROM = 4


def cleaned(text: str) -> str:
    """The text that may be kept: private numbers masked, lines that are lists of them left out."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(filter(None, map(_clean_line, lines)))


def passages(text: str) -> list[str]:
    """Split a cleaned text; neighbouring sentences of one line stay together up to ``USUAL_CHARS``."""
    return [one for line in text.splitlines() for one in _pieces(line)][:MOST_PASSAGES]


def _clean_line(line: str) -> str:
    spans = [span for span in masking.mask(line).spans if span.kind in _PRIVATE]
    counts = Counter(span.kind for span in spans)
    if any(count >= LIST_FROM for count in counts.values()):
        return ""
    pieces, end = [], 0
    for span in spans:
        pieces += [line[end : span.start], masking.MASK_VI[span.kind]]
        end = span.end
    return "".join((*pieces, line[end:]))


def _pieces(line: str) -> Iterator[str]:
    piece = ""
    for sentence in sentences.split(line):
        piece = f"{piece} {sentence.text}".strip()
        if len(piece) >= USUAL_CHARS:
            yield from _cut(piece)
            piece = ""
    if piece:
        yield from _cut(piece)


def _cut(piece: str) -> Iterator[str]:
    """Bound what has no sentence end: tables, capitals."""
    while len(piece) > MOST_CHARS:
        place = piece.rfind(" ", 0, MOST_CHARS)
        place = place if place > 0 else MOST_CHARS
        yield piece[:place]
        piece = piece[place:].strip()
    if piece:
        yield piece
