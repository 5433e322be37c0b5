"""Place names in a text, each settled as a place, club, street, product or origin, with the reason for the decision.

Names are found at once by the gazetteer's automaton; the words beside them and the other names of the text decide
(``nlp.resolution``). Offsets are characters of ``news.article.joined(title, body)`` as given, composed or not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from news.analysis import Mention
from news.article import joined
from news.times import local_date
from nlp.forms import Form, Level
from nlp.gazetteer import Gazetteer
from nlp.kinds import Hit
from nlp.lexicon import lexicon
from nlp.normal import Normal, normalise
from nlp.resolution import Resolver
from nlp.surroundings import look_around

#: Texts without a date are read as of today's map, far in the future of every unit's end.
_NO_DATE = "9999-12-31"
#: Levels whose bare name is worth a look.
_TELLING = frozenset({Level.PROVINCE, Level.DISTRICT, Level.LANDMARK, Level.CLUB})
_DASHES = frozenset({" - ", " – ", "-", "–"})
_SEPARATORS = _DASHES | frozenset({", ", " và ", "; ", " hoặc ", ",", " and "})


@dataclass(frozen=True, slots=True)
class _Script:
    """How names of a script stand in running text: whether letters may follow or precede them."""

    before: bool
    after: int


_LATIN = _Script(before=False, after=0)
#: Russian inflects: up to three letters may follow the stem.
_CYRILLIC = _Script(before=False, after=3)
_DENSE = _Script(before=True, after=10_000)


def find(
    title: str,
    body: str,
    *,
    language: str | None,
    published_at: datetime | None,
    gazetteer: Gazetteer,
    home: str | None = None,
) -> tuple[Mention, ...]:
    """Return the mentions in order of their places; ``home`` is the province whose own outlet speaks.

    A name that is no place of a present province (a street, Henan) has ``province=None``; persons' names are no
    mentions. A name of two provinces (a motorway between them) gives one mention for each.
    """
    text = normalise(joined(title, body))
    hits = list(_hits(text, gazetteer))
    if not hits:
        return ()
    day = _NO_DATE if published_at is None else local_date(published_at).isoformat()
    resolver = Resolver(text, hits, gazetteer=gazetteer, lexicon=lexicon(), day=day, language=language, home=home)
    whole = joined(title, body)
    found: list[Mention] = []
    for hit, decision in resolver.decide():
        start, end = text.span(hit.start, hit.end)
        for province in decision.provinces or (None,):
            found.append(
                Mention(decision.place, province, start, end, decision.kind, whole[start:end], decision.reason)
            )
    return tuple(found)


def may_concern(text: str, provinces: Collection[str], gazetteer: Gazetteer) -> bool:
    """Whether a headline with its summary may concern one of the provinces: recall first, for collection.

    Says yes to names that ``find`` would still dismiss (a club, a street); bare commune names need their unit word.
    """
    normal = normalise(text)
    wanted = frozenset(provinces)
    for start, end, form in _names(normal, gazetteer):
        levels = {place.level for place in form.places + form.folded if not wanted.isdisjoint(place.provinces)}
        if levels & _TELLING:
            return True
        if Level.COMMUNE in levels and look_around(lexicon(), normal.shown, normal.low, start, end).unit:
            return True
    return False


def _hits(text: Normal, gazetteer: Gazetteer) -> Iterator[Hit]:
    words = lexicon()
    previous: Hit | None = None
    for start, end, form in _names(text, gazetteer):
        around = look_around(words, text.shown, text.low, start, end)
        between = text.low[previous.end : start] if previous is not None else ""
        unit = around.unit
        if previous is not None and between in _SEPARATORS:
            is_dashed = between in _DASHES
            around = replace(
                around,
                is_street=around.is_street or previous.around.is_street,
                is_road=around.is_road or (is_dashed and previous.around.is_road),
            )
            unit = unit or previous.unit
        previous = Hit(start, end, form, around, unit, between in _DASHES)
        yield previous


def _names(text: Normal, gazetteer: Gazetteer) -> list[tuple[int, int, Form]]:
    """The names of the text, leftmost first, of those the longest, none overlapping."""
    named = [
        (start, -end, form)
        for number, start, end in gazetteer.automaton.find(text.low)
        if _is_written_as_name(text, start, form := gazetteer.forms[number])
        and _stands_alone(text.low, start, end, form)
    ]
    named.sort(key=lambda name: name[:2])
    chosen: list[tuple[int, int, Form]] = []
    reached = 0
    for start, back, form in named:
        if start >= reached:
            reached = -back
            chosen.append((start, reached, form))
    return chosen


def _stands_alone(low: str, start: int, end: int, form: Form) -> bool:
    """Whether the match is a whole word, as its script has words."""
    first, last = form.text[0], form.text[-1]
    if start and low[start - 1].isalnum() and _script(first) is not _DENSE and _same_script(low[start - 1], first):
        return False
    if end == len(low) or not low[end].isalnum() or not _same_script(low[end], last):
        return True
    script = _script(last)
    if script is _CYRILLIC:
        rest = low[end : end + 4]
        letters = next((at for at, letter in enumerate(rest) if not letter.isalnum()), len(rest))
        return letters <= script.after
    return script is _DENSE


def _is_written_as_name(text: Normal, start: int, form: Form) -> bool:
    """Whether the name's capitals are capitals here too; a text without any capital is not held to that."""
    if all(text.shown[start + at].isupper() for at in form.caps):
        return True
    return text.shown == text.low and not form.text.isascii()


def _script(letter: str) -> _Script:
    if letter < "\u0250" or "\u1e00" <= letter <= "\u1eff":
        return _LATIN
    return _CYRILLIC if "\u0400" <= letter <= "\u04ff" else _DENSE


def _same_script(one: str, other: str) -> bool:
    return _script(one) is _script(other)
