"""Which card a masked message belongs to: the card of tips that say the same, or of the claim it states."""

from __future__ import annotations

from factcheck.sameness import alike
from nlp.nearest import Nearest
from storage.public_tips import Tip, Tips

#: Both messages say this much of each other.
SAME_FROM = 0.66
_CANDIDATES = 5
_BATCH = 1_000
#: After so many the memory begins anew with the newest.
_MOST = 20_000


class Cards:
    """Remembers the masked tips of a province as long as it lives; what it has not seen it reads before each answer."""

    def __init__(self, province: str) -> None:
        self._province = province
        self._seen: list[Tip] = []
        self._nearest = Nearest()

    def card_for(self, tips: Tips, text: str, claim_id: int | None) -> int | None:
        """The card for a message, or ``None`` for a new one. One that states a claim goes to that claim's card."""
        if claim_id is not None:
            return tips.claim_card(self._province, claim_id)
        self._catch_up(tips)
        for place, _ in self._nearest.find(text, _CANDIDATES):
            near = self._seen[place]
            if alike(text, near.text) >= SAME_FROM and tips.has_card(near.card):
                return near.card
        return None

    def _catch_up(self, tips: Tips) -> None:
        newest = self._seen[-1].id if self._seen else 0
        if len(self._seen) > _MOST or (self._seen and tips.newest(self._province) < newest):
            self._seen, self._nearest, newest = [], Nearest(), 0  # deleted meanwhile: ids begin anew
        while fresh := tips.after(self._province, newest, _BATCH):
            self._seen += fresh
            self._nearest.add(tip.text for tip in fresh)
            newest = fresh[-1].id
