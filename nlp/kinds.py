"""What sort of mention a settled place name is: an office, a club, a road, a person's origin, or the place itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from news.analysis import MentionKind
from nlp.forms import Form, Level, Place
from nlp.normal import Normal
from nlp.surroundings import Surroundings

#: So many phrases of sport make a text in which a bare province name is its club.
_SPORT_PHRASES = 2
_DASHES = (" - ", " – ", "-", "–")
_LETTER_CHARS = 60


@dataclass(frozen=True, slots=True)
class Hit:
    """A name in the text; ``unit`` is announced beside it or by the list it stands in."""

    start: int
    end: int
    form: Form
    around: Surroundings
    unit: str
    #: Joined to the name before it by a dash: ``cao tốc Biên Hòa - Vũng Tàu``.
    is_dashed: bool


def kind_of(
    text: Normal, hit: Hit, place: Place, *, sport_phrases: Callable[[], int], has_club: bool
) -> tuple[MentionKind, str] | None:
    """The kind with its reason, ``None`` for a place as such. ``has_club``: its province's club is named as one."""
    around = hit.around
    if around.is_road and not hit.unit and (hit.is_dashed or text.low.startswith(_DASHES, hit.end)):
        return MentionKind.STREET, "end of a road"
    if around.is_club and not hit.unit:
        return MentionKind.CLUB, "club word beside the name"
    if around.is_origin:
        return MentionKind.ORIGIN, "word of origin before the name"
    if _signs_letter(text, hit):
        return MentionKind.ORIGIN, "signature of a reader's letter"
    if around.is_residence:
        return MentionKind.ORIGIN, "word of residence before the name"
    if around.is_organisation:
        return MentionKind.ORGANISATION, "name of an office before the name"
    is_bare = place.level is Level.PROVINCE and not hit.unit and not around.is_former
    if is_bare and (has_club or not around.is_locative) and sport_phrases() >= _SPORT_PHRASES:
        return MentionKind.CLUB, "bare name in a text of sport"
    return None


def _signs_letter(text: Normal, hit: Hit) -> bool:
    """``... phải làm sao? (Thu Giang, 33 tuổi, Ninh Bình)`` closes a reader's question."""
    low = text.low
    if low[hit.end : hit.end + 1] != ")" or "\n" in low[hit.end + 1 :].strip():
        return False
    opened = low.rfind("(", max(0, hit.start - _LETTER_CHARS), hit.start)
    return opened > 0 and "," in low[opened : hit.start] and low[:opened].rstrip()[-1:] in {"?", ".", "!", "…"}
