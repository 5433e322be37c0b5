"""More like this story: what shares its telling words. A query made of the story, so both engines answer alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from nlp.document import Document
from nlp.query import Query
from nlp.query_tree import Has, Label, Words, all_of, any_of, none_of
from nlp.signatures import telling_weight

#: Words and pairs asked for; a story of one headline has about so many that tell something.
MOST_TERMS = 12
#: Tokens of the text that are read beside title and lead.
_OPENING = 100
_TITLE_WEIGHT = 2


def query_of(documents: Sequence[Document]) -> Query | None:
    """Any of the terms that tell most of these articles, outside their stories; ``None``: nothing tells."""
    weights: Counter[tuple[str, ...]] = Counter()
    for document in documents:
        # In one article each term counts once, in its weightiest place: what many articles say is what it is about.
        weights.update(dict(sorted(_terms(document), key=lambda one: one[1])))
    best = sorted((term for term in weights if weights[term] > 0), key=lambda term: (-weights[term], term))
    if not best:
        return None
    stories = {one.story for one in documents if one.story is not None}
    others = [none_of(Has(Label.STORY, story)) for story in sorted(stories)]
    return Query(all_of([any_of([Words(term) for term in best[:MOST_TERMS]]), *others]))


def _terms(document: Document) -> Iterator[tuple[tuple[str, ...], int]]:
    """Words and neighbouring pairs with what they tell."""
    for field, weight in ((document.title, _TITLE_WEIGHT), (document.lead, 1), (document.text[:_OPENING], 1)):
        for term in (*((word,) for word in field), *pairwise(field)):
            yield term, weight * telling_weight(term)
