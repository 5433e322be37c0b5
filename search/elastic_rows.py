"""Documents as Elasticsearch keeps them: strict mappings, tokens as they are cut in ``nlp``, labels as keywords.

Nothing of a text is kept but its tokens and the card that ranking reads; what is shown comes from storage.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Sequence
from typing import Any

from news.analysis import Relevance
from nlp.document import Document
from nlp.query_tree import Label, labels_of
from nlp.text import folded_word
from search.engine import IndexedDocument
from search.ranking import Card, make_card

#: Raised whenever fields or tokens change their meaning: then a new generation is built beside the old one.
FORMAT = 1

#: A field of tokens. Phrases do not reach over the gap between title, lead and text.
_WORDS = {"type": "text", "analyzer": "whitespace", "norms": False, "position_increment_gap": 100}
_KEYWORD = {"type": "keyword"}
_CARD = {"type": "binary", "doc_values": True}

LABEL_FIELDS = {label: str(label) for label in Label}

PRESS_BODY: dict[str, Any] = {
    "settings": {
        "number_of_shards": 1,
        # A copy wherever there is a second machine.
        "auto_expand_replicas": "0-1",
        "refresh_interval": "1s",
        # How long a deletion outlives what it deleted, for writes that come late (later ones meet the tombstone).
        "gc_deletes": "1h",
        # Newest first is the order on the disk: the first hits of each segment are the newest.
        "sort": {"field": "position", "order": "desc"},
    },
    "mappings": {
        "dynamic": "strict",
        "_source": {"enabled": False},
        "properties": {
            "id": {"type": "long"},
            "version": {"type": "long", "index": False},
            "position": {"type": "long"},
            "day": {"type": "integer"},
            "title": _WORDS,
            "title_folded": _WORDS,
            "words": _WORDS,
            "words_folded": _WORDS,
            **dict.fromkeys(LABEL_FIELDS.values(), _KEYWORD),
            "province": _KEYWORD,
            "about": _KEYWORD,
            "length": {"type": "integer", "index": False},
            "card": _CARD,
            "card_folded": _CARD,
        },
    },
}

#: The journal of a generation: where it stands in the change log, and a tombstone for each deletion.
JOURNAL_BODY: dict[str, Any] = {
    "settings": {"number_of_shards": 1, "auto_expand_replicas": "0-1"},
    "mappings": {
        "dynamic": "strict",
        "_meta": {"format": FORMAT},
        "properties": {
            "seq": {"type": "long", "index": False},
            "partitions": {"type": "object", "enabled": False},
            "version": {"type": "long", "index": False},
        },
    },
}


def row_of(indexed: IndexedDocument) -> dict[str, Any]:
    """The fields of a document."""
    document = indexed.document
    fields = document.title, document.lead, document.text
    plain = [list(map(folded_word, field)) for field in fields]
    card = make_card(document.position, fields, plain)
    row: dict[str, Any] = {
        "id": document.id,
        "version": indexed.version,
        "position": card.position,
        "day": day_number(document),
        "title": " ".join(document.title),
        "title_folded": " ".join(plain[0]),
        "words": _joined(fields),
        "words_folded": _joined(plain),
        "province": province_labels(document),
        "about": [name for name, label in document.provinces.items() if label is Relevance.ABOUT],
        "length": card.length,
        "card": b64encode(card.accented).decode(),
        "card_folded": b64encode(card.folded).decode(),
    }
    for label, field in LABEL_FIELDS.items():
        row[field] = labels_of(document, label)
    return row


def day_number(document: Document) -> int:
    """The local day as ``20261120``."""
    day = document.day
    return day.year * 10_000 + day.month * 100 + day.day


def province_labels(document: Document) -> list[str]:
    """``ninh-binh`` for anything, ``ninh-binh/about`` for its kind."""
    return [token for name, label in document.provinces.items() for token in (name, f"{name}/{label}")]


def _joined(fields: Sequence[Sequence[str]]) -> list[str]:
    return [" ".join(field) for field in fields if field]


def card_of_hit(hit: dict[str, Any]) -> Card:
    """What ranking needs, of a hit with its doc values; a form that was not asked for is empty."""
    fields = hit["fields"]
    accented, folded = (b64decode(fields[name][0]) if name in fields else b"" for name in ("card", "card_folded"))
    return Card(hit["sort"][0], fields["length"][0], accented, folded)
