"""Which entries of a feed are an outlet's own articles, and which outlet's the others are. Pure.

Articles of accepted outlets only (SCOPE §1): a feed that leads elsewhere brings in nobody new.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from net.refusal import refuse
from news.article import FeedEntry
from news.source import Source, SourceClass
from news.urls import host_of, is_web_link

#: They point to publishers and publish nothing themselves; never an outlet's new domain.
_POINTERS = frozenset(
    {"news.google.com", "bing.com", "news.yahoo.com", "msn.com", "feedproxy.google.com", "baomoi.com"}
)


@dataclass(frozen=True, slots=True)
class Belonging:
    """A feed's entries by the source they belong to; what was left out, counted."""

    entries: tuple[tuple[Source, tuple[FeedEntry, ...]], ...]
    elsewhere: int = 0
    refused: int = 0
    without_link: int = 0

    @property
    def note(self) -> str:
        """What was left out, in words; empty when nothing was."""
        parts = (
            (self.elsewhere, "dẫn ra ngoài tờ báo"),
            (self.refused, "dẫn đến mạng xã hội hoặc diễn đàn"),
            (self.without_link, "không có liên kết"),
        )
        left_out = ", ".join(f"{count} tin {what}" for count, what in parts if count)
        return f"bỏ qua {left_out}" if left_out else ""


class Outlets:
    """All accepted outlets by host; the most specific host wins (``e.vnexpress.net`` before ``vnexpress.net``)."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._by_host: dict[str, Source] = {}
        for source in sources:
            if source.source_class is SourceClass.DISCOVERY:
                continue
            for url in (source.homepage, *source.feeds, *source.sitemaps, *source.listings):
                self._by_host.setdefault(host_of(url), source)

    def owner_of(self, url: str) -> Source | None:
        labels = host_of(url).split(".")
        for start in range(len(labels) - 1):
            if source := self._by_host.get(".".join(labels[start:])):
                return source
        return self._by_host.get(host_of(url))

    def belonging(self, source: Source, entries: Sequence[FeedEntry]) -> Belonging:
        """Sort a feed's entries: own first, other accepted outlets' under their own name, the rest left out."""
        moved_to = self._new_home(source, entries)
        sorted_: dict[str, tuple[Source, list[FeedEntry]]] = {}
        elsewhere = refused = without_link = 0
        for entry in entries:
            if not entry.link or not is_web_link(entry.link):
                without_link += 1
                continue
            if refuse(entry.link):
                refused += 1
                continue
            owner = source if host_of(entry.link) == moved_to else self._owner_seen_from(source, entry.link)
            if owner is None:
                elsewhere += 1
                continue
            sorted_.setdefault(owner.id, (owner, []))[1].append(entry)
        by_source = tuple((owner, tuple(own)) for owner, own in sorted_.values())
        return Belonging(by_source, elsewhere, refused, without_link)

    def _owner_seen_from(self, source: Source, url: str) -> Source | None:
        host = host_of(url)
        own = {host_of(one) for one in (source.homepage, *source.feeds, *source.sitemaps, *source.listings)}
        if any(host == one or host.endswith(f".{one}") for one in own):
            return source
        return self.owner_of(url)

    def _new_home(self, source: Source, entries: Sequence[FeedEntry]) -> str | None:
        """A host unknown so far that most entries lead to: the outlet moved (cand.com.vn → cand.vn)."""
        strangers = Counter(
            host_of(entry.link)
            for entry in entries
            if entry.link and self._owner_seen_from(source, entry.link) is None and not refuse(entry.link)
        )
        if not strangers:
            return None
        host, count = strangers.most_common(1)[0]
        return host if count * 2 > len(entries) and host not in _POINTERS else None
