"""Whether a text states a known claim in these or other words, and why: what must agree, and what must not differ.

Most of what the claim says (by weight: figures twice, small words a quarter) has to be said in one or two neighbouring
sentences, and no figure, day, place or negation may speak against it. What a text leaves out is no difference; what it
says otherwise is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nlp import evidence, sentences
from nlp.evidence import Label, Reason
from nlp.nearest import Nearest
from nlp.tokens import folded, tokens

#: Share of a claim's weight that a passage must say, alone or where the comparison itself sees agreement.
ENOUGH, ENOUGH_WHERE_SUPPORTED = 0.7, 0.55
#: Of a claim with figures, where none of them is said: "dozens" is not yet "32".
ENOUGH_WITHOUT_FIGURES = 0.8
_SURE = 0.75
_CANDIDATES = 4
#: Of a long message only the beginning is read.
_MOST_WINDOWS = 60
_SMALL = """
va la cua co cho thi ma o tai tu den voi trong ngoai tren duoi nay do kia ay cac nhung mot moi duoc bi se da dang vua
roi lai cung con nua thoi nhe nha a oi day vi nen bang ve ra vao len xuong neu khi hay hoac rang noi nghe thay biet
nguoi ai gi sao the nao khong phai chua nhi ha ko k dc
"""
_SMALL_WORDS = frozenset(_SMALL.split())
#: With their accents: "chữa" (to cure) without them is "chưa" (not yet).
_NOT = frozenset(("không", "khong", "chưa", "chẳng"))
#: After one of ``_NOT``, or by themselves, they deny what the rest says.
_DENIALS = ("co chuyen", "co viec", "he co", "he xay", "phai la", "dung su that")
_REFUSALS = ("bac bo", "bac tin", "tin gia", "tin bia", "bia dat", "sai su that", "dinh chinh", "tin don that thiet")


@dataclass(frozen=True, slots=True)
class Sameness:
    """The text says the claim: characters ``start`` to ``end`` of it, and how much of the claim's weight (0..1)."""

    key: int
    wording: str
    start: int
    end: int
    share: float
    reasons: tuple[Reason, ...]

    def because(self, text: str) -> str:
        """The reason in words for the reader; ``text`` as it was given to ``find``."""
        said = " ".join(text[self.start : self.end].split())
        return f"Tin này nói “{said}”, trùng với nhận định đã kiểm chứng: “{self.wording}”."


class Known:
    """Wordings of known claims, to be found in texts."""

    def __init__(self, wordings: Iterable[tuple[int, str]]) -> None:
        self._wordings = list(wordings)
        self._nearest = Nearest(text for _, text in self._wordings)
        self._weights = [weights_of(text) for _, text in self._wordings]
        self._readings = [evidence.read(text) for _, text in self._wordings]

    def find(self, text: str) -> Sameness | None:
        """The claim that the text states most wholly, or ``None``."""
        return max(self.find_all(text), key=_wholeness, default=None)

    def find_all(self, text: str) -> list[Sameness]:
        """Every claim that the text states, each where it states it most wholly."""
        best: dict[int, Sameness] = {}
        for start, end in _windows(text):
            for same in self._in_window(text, start, end):
                if same.key not in best or _wholeness(same) > _wholeness(best[same.key]):
                    best[same.key] = same
        return list(best.values())

    def _in_window(self, text: str, start: int, end: int) -> Iterable[Sameness]:
        window = text[start:end]
        spoken = tokens(window)
        said = set(map(folded, spoken))
        reading = None
        for place, _ in self._nearest.find(window, _CANDIDATES):
            part = share(self._weights[place], said)
            if part < ENOUGH_WHERE_SUPPORTED or _says_otherwise(self._weights[place], self._wordings[place][1], spoken):
                continue
            reading = reading or evidence.read(window)
            compared = evidence.compare_readings(self._readings[place], reading)
            supports = compared.label is Label.SUPPORTED and compared.score >= _SURE
            if differs(compared.reasons) or (part < ENOUGH and not supports):
                continue
            if part < ENOUGH_WITHOUT_FIGURES and _leaves_out_figures(self._weights[place], said):
                continue
            key, wording = self._wordings[place]
            yield Sameness(key, wording, start, end, part, compared.reasons)


def _leaves_out_figures(weights: dict[str, float], said: set[str]) -> bool:
    figures = {word for word in weights if word.isdigit()}
    return bool(figures) and figures.isdisjoint(said)


def _wholeness(one: Sameness) -> tuple[float, int, int]:
    return one.share, one.start - one.end, -one.key


def alike(one: str, other: str) -> float:
    """How much two messages say of each other (0..1): the lesser share of both ways."""
    first, second = weights_of(one), weights_of(other)
    return min(share(first, set(second)), share(second, set(first)))


def _windows(text: str) -> Sequence[tuple[int, int]]:
    """Each sentence, and each with its next one."""
    found = [(one.start, one.end) for one in sentences.split(text)][:_MOST_WINDOWS]
    return found + [(first[0], second[1]) for first, second in pairwise(found)]


def weights_of(text: str) -> dict[str, float]:
    """The words of a text without accents, each with its weight: figures two, small words a quarter."""
    return {
        word: 2.0 if word.isdigit() else 0.25 if word in _SMALL_WORDS else 1.0
        for word in dict.fromkeys(map(folded, tokens(text)))
    }


def share(weights: dict[str, float], said: set[str]) -> float:
    """How much of a text, by weight, another says (0..1)."""
    total = sum(weights.values())
    return sum(weight for word, weight in weights.items() if word in said) / total if total else 0.0


def differs(reasons: Iterable[Reason]) -> bool:
    """Whether both texts speak of a thing and say it differently."""
    return any(not one.agrees and one.claim_span is not None and one.evidence_span is not None for one in reasons)


def _says_otherwise(weights: dict[str, float], wording: str, spoken: list[str]) -> bool:
    """Whether the text gives other figures in place of the claim's, or denies what the claim says."""
    words = list(map(folded, spoken))
    mine = {word for word in weights if word.isdigit()}
    theirs = {word for word in words if word.isdigit()}
    if mine - theirs and theirs - mine:
        return True
    said = " ".join(words)
    stated = " ".join(weights)
    if any(refusal in said and refusal not in stated for refusal in _REFUSALS):
        return True
    if not _NOT.isdisjoint(tokens(wording)):
        return _NOT.isdisjoint(spoken)
    telling = {word for word, weight in weights.items() if weight >= 1}
    return any(
        word in _NOT and (words[place + 1] in telling or " ".join(words[place + 1 : place + 3]) in _DENIALS)
        for place, word in enumerate(spoken[:-1])
    )
