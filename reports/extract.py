"""Two or three sentences that say what an article reports, taken from it word for word. Pure.

The lead's sentences come first, then the sentence that names the province or carries a figure. For the foreign press
it is the passage that names the province. A sentence is taken whole or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from news.analysis import Mention
from news.article import Article, joined
from nlp.sentences import split
from reports.plain import plain

MAX_SENTENCES = 3
#: Together; the first sentence is taken even if it alone is longer, up to ``_MAX_SENTENCE``.
MAX_CHARS = 640
_MAX_SENTENCE = 900
#: Shorter ones are captions and kickers.
_MIN_SENTENCE = 20
_CUT_OFF = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])\s*$")
_FIGURE = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class _Sentence:
    place: int
    text: str
    in_lead: bool
    names: bool

    @property
    def is_whole(self) -> bool:
        """A summary that its publisher cut off is no sentence."""
        return not _CUT_OFF.search(self.text)

    @property
    def weight(self) -> int:
        return 2 * self.names + bool(_FIGURE.search(self.text))


def sentences_of(article: Article, mentions: Sequence[Mention], *, abroad: bool = False) -> tuple[str, ...]:
    """Return the sentences in the order of the text. ``mentions``: those of the province in question."""
    return _chosen(article, tuple(mentions), abroad)


@lru_cache(maxsize=1_000)
def _chosen(article: Article, mentions: tuple[Mention, ...], abroad: bool) -> tuple[str, ...]:
    """The desk asks for the same articles at every act of an officer."""
    known = _sentences(article, mentions)
    chosen: list[_Sentence] = []
    for wanted in _by_preference(known, abroad):
        length = sum(len(one.text) for one in chosen)
        if wanted in chosen or (chosen and length + len(wanted.text) > MAX_CHARS):
            continue
        chosen.append(wanted)
        if len(chosen) == MAX_SENTENCES:
            break
    return tuple(one.text for one in sorted(chosen, key=lambda one: one.place))


def _by_preference(known: list[_Sentence], abroad: bool) -> list[_Sentence]:
    naming = [one for one in known if one.names]
    if abroad and naming:
        # The passage: where the province is named, and what follows it there.
        after = [one for one in known if one.place == naming[0].place + 1]
        return [*naming[:2], *after]
    opening = [one for one in known if one.in_lead][:2] or known[:1]
    rest = [one for one in known if one not in opening]
    telling = sorted((one for one in rest if one.weight), key=lambda one: (-one.weight, one.place))
    return [*opening, *telling[:1], *rest]


def _sentences(article: Article, mentions: Sequence[Mention]) -> list[_Sentence]:
    whole = joined(article.title, article.body)
    body_at = len(article.title) + 1
    lead_ends = body_at + len(article.lead)
    title = plain(article.title).casefold().rstrip(".")
    found = []
    for place, sentence in enumerate(split(whole[body_at:])):
        start, end = sentence.start + body_at, sentence.end + body_at
        text = plain(sentence.text)
        if not _MIN_SENTENCE <= len(text) <= _MAX_SENTENCE or text.casefold().rstrip(".") == title:
            continue
        names = any(start <= mention.start < end for mention in mentions)
        found.append(_Sentence(place, text, end <= lead_ends, names))
    whole_ones = [one for one in found if one.is_whole]
    return whole_ones or found[:1]
