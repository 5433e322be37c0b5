"""Settle what the names found in one text mean: each may have several meanings, and they settle each other.

First the names that can mean one thing only speak for their province; then the doubtful ones are decided by, in this
order: a clue in the text (``contexts.csv``), the words beside them, the province named next to them, the provinces
the text speaks of, the outlet's home, and whether the unit existed on the day of publication.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from news.analysis import MentionKind
from nlp.forms import Level, Place, Trust
from nlp.gazetteer import Gazetteer
from nlp.kinds import Hit, kind_of
from nlp.lexicon import Lexicon
from nlp.normal import Normal

#: A province named within so many characters after a unit's name is taken as its parent.
_PARENT_AFTER_CHARS = 48
#: What a bare name means first; a former district and a commune of its name are told apart by the text.
_BARE = ((Level.TRAP,), (Level.CLUB,), (Level.PROVINCE,), (Level.LANDMARK,), (Level.DISTRICT, Level.COMMUNE))
_SILENT = frozenset({"country", "region", "person"})


@dataclass(frozen=True, slots=True)
class Decision:
    """What a name is; no ``provinces``: no place of a present province."""

    place: str
    kind: MentionKind
    reason: str
    provinces: tuple[str, ...] = ()


class Resolver:
    """Decides the names of one text."""

    def __init__(
        self,
        text: Normal,
        hits: Sequence[Hit],
        *,
        gazetteer: Gazetteer,
        lexicon: Lexicon,
        day: str,
        language: str | None,
        home: str | None,
    ) -> None:
        self._text = text
        self._hits = hits
        self._gazetteer = gazetteer
        self._lexicon = lexicon
        self._day = day
        self._language = language
        self._home = home
        self._meanings = [self._candidates(hit) for hit in hits]

    def decide(self) -> Iterator[tuple[Hit, Decision]]:
        for at, hit in enumerate(self._hits):
            decision = self._settle(at, hit, self._meanings[at])
            if decision is not None:
                yield hit, decision

    @cached_property
    def _cues(self) -> dict[str, int]:
        return self._lexicon.count(self._text.low)

    @cached_property
    def _clubs(self) -> frozenset[str]:
        """The provinces whose clubs are named as such."""
        return frozenset(
            province
            for hit, meanings in zip(self._hits, self._meanings, strict=True)
            if meanings[0].level is Level.CLUB or hit.around.is_club
            for province in meanings[0].provinces
        )

    @cached_property
    def _votes(self) -> Counter[str]:
        """How often the text names each province by something that can mean nothing else."""
        votes: Counter[str] = Counter()
        for hit, meanings in zip(self._hits, self._meanings, strict=True):
            named = {province for place in meanings for province in place.provinces}
            if len(named) == 1 and self._speaks_for_itself(hit, meanings[0]):
                votes[next(iter(named))] += 2 if meanings[0].level is Level.PROVINCE else 1
        return votes

    def _speaks_for_itself(self, hit: Hit, place: Place) -> bool:
        if place.level is Level.TRAP or hit.around.is_street:
            return False
        if place.trust is not Trust.SURE and not self._is_foreign_and_of_vietnam(hit, place):
            return False
        if any(clue.holds_in(self._text.low) for clue in self._gazetteer.clues.get(place.name, ())):
            return False
        if not hit.form.places and not self._trusts_folded(hit, place):
            return False
        if place.level is Level.COMMUNE:
            return hit.unit == "commune" and not place.until
        return not self._is_persons_name(hit, place)

    def _is_foreign_and_of_vietnam(self, hit: Hit, place: Place) -> bool:
        """A name in a script of its own, in a text that names Vietnam: enough for all but the strict ones."""
        return (
            place.trust is Trust.CONTEXT
            and hit.form.text[0] >= "\u0400"
            and bool(self._cues["vietnam"])
            and (not "\u1e00" <= hit.form.text[0] <= "\u1eff")
        )

    def _trusts_folded(self, hit: Hit, place: Place) -> bool:
        """Whether a name written without accents may be taken for it: not in a text that is written with them."""
        if self._is_accented or place.level is Level.COMMUNE:
            return False
        return self._text.shown != self._text.low or bool(hit.unit)

    @cached_property
    def _is_accented(self) -> bool:
        """Whether the text is Vietnamese with accents: they make it a twentieth longer in UTF-8 at least."""
        low = self._text.low
        is_vietnamese = self._language in (None, "vi")
        return is_vietnamese and 20 * (len(low.encode(errors="replace")) - len(low)) > len(low)

    def _candidates(self, hit: Hit) -> list[Place]:
        """The meanings that the announced level and the date leave, the strongest level first."""
        places = hit.form.places or hit.form.folded
        if len(places) == 1:
            return list(places)
        unit = hit.unit
        chosen: list[Place] = []
        if unit:
            levels = {
                "province": (Level.PROVINCE,),
                "city": (Level.PROVINCE, Level.DISTRICT),
                "district": (Level.DISTRICT,),
                "commune": (Level.COMMUNE,),
            }[unit]
            chosen = [place for place in places if place.level in levels]
            if unit == "city" and any(place.level is Level.DISTRICT and place.unit == "thành phố" for place in chosen):
                chosen = [place for place in chosen if place.unit == "thành phố"]
        else:
            for levels in _BARE:
                chosen = [place for level in levels for place in places if place.level is level]
                if chosen:
                    break
        chosen = chosen or list(places)
        # Former units live on in texts, and a district was better known than the commune that took its name.
        return [p for p in chosen if p.existed(self._day) or (p.level is Level.DISTRICT and p.until)] or chosen

    def _settle(self, at: int, hit: Hit, meanings: list[Place]) -> Decision | None:
        place, around = meanings[0], hit.around
        if place.level is Level.TRAP:
            if place.reason in _SILENT:
                return None
            return Decision(place.name, MentionKind.PLACE, place.reason or "named", place.provinces)
        if place.level is Level.CLUB:
            return Decision(place.name, MentionKind.CLUB, "name of a club", place.provinces)
        if self._is_persons_name(hit, place):
            return None
        for clue in self._gazetteer.clues.get(place.name, ()):
            if clue.holds_in(self._text.low):
                where = () if clue.province is None else (clue.province,)
                return Decision(place.name, MentionKind.PLACE, clue.reason, where)
        if around.is_street and place.kind is not MentionKind.STREET:
            return Decision(place.name, MentionKind.STREET, "street word before the name")
        if not hit.form.places and not self._allows_folded(hit, meanings):
            return None
        if self._is_part_of_longer(hit, place):
            return None
        provinces, reason = self._where(at, hit, meanings)
        if not provinces:
            if not hit.unit:
                return None
            return Decision(place.full_name, MentionKind.PLACE, reason)
        chosen = next((meaning for meaning in meanings if provinces[0] in meaning.provinces), place)
        kind, reason = self._kind(hit, chosen, reason)
        return Decision(chosen.full_name, kind, reason, provinces)

    def _allows_folded(self, hit: Hit, meanings: list[Place]) -> bool:
        if self._trusts_folded(hit, meanings[0]) and meanings[0].level is Level.PROVINCE:
            return True
        known = {province for place in meanings for province in place.provinces}
        return bool(known & (self._votes.keys() | {self._home}))

    def _is_persons_name(self, hit: Hit, place: Place) -> bool:
        """Whether it names somebody; a hospital after ``bác sĩ`` and ``em Quảng Ngãi`` name nobody."""
        if not hit.around.is_person or place.kind is not MentionKind.PLACE or hit.form.text.count(" ") > 2:
            return False
        return place.level is not Level.PROVINCE or hit.around.is_full_name

    def _is_part_of_longer(self, hit: Hit, place: Place) -> bool:
        """Whether a commune's bare name, or a name of one syllable, stands beside other capitals: Chu Nhật Quang."""
        if place.level is Level.PROVINCE or hit.unit:
            return False
        is_weak = place.level is Level.COMMUNE or " " not in hit.form.text
        return is_weak and (hit.around.has_capital_before or hit.around.has_capital_after)

    def _where(self, at: int, hit: Hit, meanings: list[Place]) -> tuple[tuple[str, ...], str]:
        """The provinces of the name, or none with the reason why not."""
        place = meanings[0]
        known: list[str] = []
        for meaning in meanings:
            known += [province for province in meaning.provinces if province not in known]
        if place.level is Level.PROVINCE:
            return place.provinces, f"{'unit word' if hit.unit else 'name'} of a province"
        if place.kind is MentionKind.STREET:
            return place.provinces, "name of a road"
        if place.kind is MentionKind.PRODUCT:
            return place.provinces, "what its home is known for"
        parent = self._parent(at)
        if parent is not None:
            if parent in known:
                return (parent,), f"{parent} named beside it"
            if place.level is not Level.LANDMARK or self._text.low[hit.end : hit.end + 2] == " (":
                return (), f"{parent} named beside it, which has no such place in the lists"
        voted = sorted((province for province in known if self._votes[province]), key=lambda name: -self._votes[name])
        if voted and (len(voted) == 1 or self._votes[voted[0]] > self._votes[voted[1]]):
            return (voted[0],), f"the text speaks of {voted[0]}"
        if voted and len(place.provinces) > 1:
            return tuple(voted), "the text speaks of both sides"
        if self._home in known and self._home is not None:
            return (self._home,), "the outlet's home"
        return self._alone(hit, place, known)

    def _alone(self, hit: Hit, place: Place, known: list[str]) -> tuple[tuple[str, ...], str]:
        """Nothing else in the text helps: what the name says by itself."""
        if len(place.provinces) > 1:
            if place.kind is MentionKind.PLACE and place.name[0].isupper() and not hit.around.is_locative:
                return (), "shared by two provinces"
            return place.provinces, "shared by two provinces"
        if len(known) > 1:
            return (), "ambiguous: " + ", ".join(known)
        if place.trust is Trust.STRICT:
            return (), "needs its province in the text"
        if place.trust is Trust.CONTEXT:
            if not self._is_foreign_and_of_vietnam(hit, place):
                return (), "needs its province in the text"
            return tuple(known), "Vietnam named in the text"
        if place.level is Level.COMMUNE:
            if hit.unit != "commune" or place.until:
                return (), "a commune's bare name needs its province in the text"
            return tuple(known), "only unit of that name"
        if place.level is Level.DISTRICT and hit.around.has_capital_before and not hit.unit:
            return (), "part of a longer name"
        return tuple(known), "only place of that name"

    def _parent(self, at: int) -> str | None:
        """The province named right after, or right before in ``Quảng Ngãi: xã Bình Sơn``."""
        hit = self._hits[at]
        for following in range(at + 1, min(at + 4, len(self._hits))):
            other = self._hits[following]
            if other.start - hit.end > _PARENT_AFTER_CHARS:
                break
            between = self._text.low[hit.end : other.start]
            if any(sign in between for sign in ".;\n)") and "tp." not in between:
                break
            meaning = self._meanings[following][0]
            if (
                meaning.level is Level.PROVINCE
                and len(meaning.provinces) == 1
                and self._speaks_for_itself(other, meaning)
            ):
                return meaning.provinces[0]
        return None

    def _kind(self, hit: Hit, place: Place, reason: str) -> tuple[MentionKind, str]:
        if place.kind is not MentionKind.PLACE:
            return place.kind, reason
        has_club = not self._clubs.isdisjoint(place.provinces)
        return kind_of(self._text, hit, place, sport_phrases=lambda: self._cues["sport"], has_club=has_club) or (
            MentionKind.PLACE,
            reason,
        )
