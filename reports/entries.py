"""One story becomes one entry: which outlet leads, who repeats whom, what it says. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from news.analysis import Mention
from news.article import Origin
from news.digest import DigestEntry, Outlet
from news.source import SourceClass
from news.times import Window
from reports.candidates import Candidate, tone_of, topics_of
from reports.extract import sentences_of
from reports.importance import Signals, importance, reasons
from reports.plain import headline, name
from reports.publishers import publisher_of

#: Between outlets of the same hour: who is read first.
_RANK = {
    SourceClass.CENTRAL: 0,
    SourceClass.LOCAL: 1,
    SourceClass.MINISTRY: 2,
    SourceClass.OFFICIAL: 3,
    SourceClass.FACTCHECK: 4,
    SourceClass.FOREIGN: 5,
    SourceClass.DISCOVERY: 6,
}
_NATIONAL = (SourceClass.CENTRAL, SourceClass.MINISTRY)
MAX_PLACES = 4


@dataclass(frozen=True, slots=True)
class Bundle:
    """The articles of one entry. ``is_abroad``: the foreign press has the story too."""

    story: str
    members: Sequence[Candidate]
    province: str
    window: Window
    is_abroad: bool = False
    is_foreign: bool = False


def entry_of(bundle: Bundle) -> DigestEntry:
    """Arrange one story, still without sentences: the outlet that leads has the text, repeats nobody, was first."""
    ordered = in_order(bundle.members)
    leading = ordered[0][0]
    group = [one for one, _ in ordered]
    tone, tone_by_person = tone_of(group, leading)
    places = leading.places_in(bundle.province)
    signals = Signals(
        publishers=len({publisher_of(one.source.id) for one, is_reprint in ordered if not is_reprint}),
        reprints=sum(is_reprint for _, is_reprint in ordered),
        is_abroad=bundle.is_abroad,
        is_national=any(one.source.source_class in _NATIONAL and one.source.home is None for one in group),
        tone=tone,
        topics=topics_of(group, leading),
        names_in_title=any(one.names_in_title(bundle.province) for one in group),
        recency=_recency(group, bundle.window),
    )
    return DigestEntry(
        story=bundle.story,
        title=headline(leading.stored.article.title),
        sentences=(),
        outlets=tuple(_outlet(one, is_reprint) for one, is_reprint in ordered),
        tone=tone,
        tone_by_person=tone_by_person,
        topics=signals.topics,
        places=_names(places),
        importance=importance(signals),
        reasons=reasons(signals),
    )


def with_sentences(entry: DigestEntry, bundle: Bundle) -> DigestEntry:
    """The entry with its leading article's own words; they are sought for the entries that will be shown only."""
    leading = next(one for one in bundle.members if one.id == entry.leading.article_id)
    places = leading.places_in(bundle.province)
    return replace(entry, sentences=sentences_of(leading.stored.article, places, abroad=bundle.is_foreign))


def in_order(members: Sequence[Candidate]) -> list[tuple[Candidate, bool]]:
    """Return the articles, the leading one first and reprints last, each with whether it repeats another one here.

    Of articles that repeat one text the original is no reprint; if it is not here, the best of them stands for it.
    """
    texts: dict[int, list[Candidate]] = defaultdict(list)
    for one in members:
        root = one.membership.reprint_of if one.membership else None
        texts[one.id if root is None else root].append(one)
    originals = set()
    for root, copies in texts.items():
        best = min(copies, key=lambda one: (one.id != root or not one.has_text, _precedence(one)))
        originals.add(best.id)
    marked = [(one, one.id not in originals) for one in members]
    return sorted(marked, key=lambda pair: (pair[1], _precedence(pair[0])))


def _precedence(one: Candidate) -> tuple[object, ...]:
    return not one.has_text, one.appeared_at, _RANK[one.source.source_class], one.stored.article.url


def _recency(group: Sequence[Candidate], window: Window) -> float:
    length = (window.end - window.begin).total_seconds() or 1.0
    return max((one.stored.first_seen_at - window.begin).total_seconds() for one in group) / length


def _names(places: Sequence[Mention]) -> tuple[str, ...]:
    """The province's places as the article writes them, each once."""
    named: dict[str, str] = {}
    for mention in places:
        named.setdefault(mention.place, name(mention.surface))
    return tuple(dict.fromkeys(named.values()))[:MAX_PLACES]


def _outlet(one: Candidate, is_reprint: bool) -> Outlet:
    stored, source = one.stored, one.source
    return Outlet(
        article_id=stored.id,
        source=source.id,
        name=name(source.name),
        title=headline(stored.article.title),
        url=stored.article.url,
        published=stored.article.published,
        first_seen_at=stored.first_seen_at,
        language=one.analysis.language or stored.article.language,
        is_foreign=source.is_foreign,
        is_reprint=is_reprint,
        where=name(stored.article.section or "") if stored.article.origin is Origin.MANUAL else "",
    )
