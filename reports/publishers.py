"""Who stands behind an outlet: independent publishers are counted, not addresses (ids as in ``sources.csv``). Pure."""

from __future__ import annotations

from news.source import Source, SourceClass

#: Outlets of one newsroom. A language edition (``vietnamplus-en``) belongs with its main edition.
_SAME_PUBLISHER = {
    "vietnamplus": "ttxvn",
    "baotintuc": "ttxvn",
    "dantocmiennui": "ttxvn",
    "bnews": "ttxvn",
    "vietnamnews": "ttxvn",
    "lecourrier": "ttxvn",
    "nld": "tuoitre",
    "tuoitre-gia-that": "tuoitre",
    "vtv-tin-gia": "vtv",
    "vovworld": "vov",
    "nbtv": "baoninhbinh",
    "quangngaitv": "baoquangngai",
}
_EDITIONS = ("-en", "-zh", "-fr", "-ru", "-es", "-ko", "-ja", "-lo", "-km", "-th", "-de")
#: Platforms that show others' articles although their class is not ``discovery``.
_REPUBLISHERS = frozenset({"vietnam-vn", "baomoi"})


def publisher_of(source_id: str) -> str:
    name = source_id
    for edition in _EDITIONS:
        name = name.removesuffix(edition)
    return _SAME_PUBLISHER.get(name, name)


def publishes(source: Source) -> bool:
    """Whether the outlet has articles of its own; others never lead a story and never count as a source of it."""
    return source.source_class is not SourceClass.DISCOVERY and source.id not in _REPUBLISHERS
