"""Fact-checking put together for one office: review, library, matching, the archive, the public copies."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property
from importlib.metadata import version
from urllib.parse import urljoin

from crawlers import feeds, pages
from crawlers.pages import signature
from factcheck.articles import ArticleMatcher, Seen, seek
from factcheck.documents import ReadPage, UnreadableDocument
from factcheck.forgetting import Forgotten, forget
from factcheck.library import Fetched, Library
from factcheck.matching import Matcher
from factcheck.others import OtherChecks, read_others
from factcheck.publishing import refresh_copies
from factcheck.recycled import OLD_FROM, Older, older
from factcheck.reviewing import Review
from jobs.delivering import announcer
from jobs.wiring import Office
from net.addresses import AddressPolicy
from net.bounds import Bounds
from net.client import GuardedClient
from net.refusal import refuse
from news.article import FeedEntry, PageKind, StoredArticle
from news.claims import Claim
from news.errors import FetchError, ForbiddenSource, NewsError, SearchError
from news.evidence import StoredEvidence
from news.source import SourceClass
from news.times import local_date, utc_now
from nlp.nearest import terms
from nlp.query import parse
from search.passages import MemoryPassages, PassageIndex, Sheltered

log = logging.getLogger(__name__)

_MOST_DOCUMENT_BYTES = 25_000_000
_MOST_QUERY_PAIRS = 16
#: Old articles looked at for one sentence.
_MOST_OLD = 12
_REDIRECTS = (301, 302, 303, 307, 308)


class FactCheck:
    """One office's fact-checking. Calls are safe from any thread, but for ``match_articles`` (one at a time)."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self.review = Review(office.storage, office.clock, announcer(office))
        self.library = Library(office.storage, office.clock, read_page, self.fetch)

    @cached_property
    def passages(self) -> PassageIndex:
        """In memory, or on the search server where there is one: many workers then need not hold every library."""
        storage, province = self._office.storage, self._office.province
        in_memory, elastic = MemoryPassages(storage, province), self._office.configuration.elastic
        if elastic is None:
            return in_memory
        # Its client takes a quarter of a second to import, which offices without it need not wait.
        from search.elastic_passages import open_passages

        return Sheltered(open_passages(elastic, storage, province), in_memory)

    def matcher(self) -> Matcher:
        """A matcher over the library as it is now; one per thread."""
        self.passages.catch_up()
        return Matcher(self.passages, self._documents)

    def match_articles(self) -> Seen:
        """Hold what is new about the province against the library, the known claims and the archive."""
        office = self._office
        with office.storage.read() as work:
            since = work.hits.known_since()
        has_archive = since is not None and since < office.clock() - OLD_FROM
        archive = self._published_until if has_archive else None
        return ArticleMatcher(office.storage, office.province, self.matcher(), office.clock, archive).run()

    def older(self, text: str, day: date) -> Older | None:
        """The first article that said the same long before that day."""
        return older(text, day, self._published_until)

    def seek(self, claim: Claim) -> int:
        """Find a claim in articles read before it was known."""
        return seek(self._office.storage, claim, self._archive)

    def refresh(self) -> bool:
        """Make the public copies what is published."""
        return refresh_copies(self._office.storage, self._office.public, self._office.province)

    def forget(self) -> Forgotten:
        """Delete tips, objections and raw pages past their time."""
        now = self._office.clock()
        with self._office.storage.begin() as work:
            work.evidence.delete_originals(now)
        return forget(self._office.storage, self._office.public, self._office.province, self._office.clock)

    def read_others(self) -> int:
        """Read the fact checks of the sources that publish nothing else."""
        added = 0
        for source in self._office.enabled_sources:
            if source.source_class is not SourceClass.FACTCHECK:
                continue
            for feed in source.feeds:
                checks = OtherChecks(source.name, feed)
                try:
                    added += read_others(self._office.storage, self._office.province, checks, self.fetch, read_feed)
                except NewsError as error:
                    log.warning("fact checks of %s: %s", source.id, error)
        return added

    def fetch(self, url: str) -> Fetched:
        """One document from the open web, redirects followed; each address is refused or checked anew."""
        return asyncio.run(self._fetch(url))

    async def _fetch(self, url: str) -> Fetched:
        crawl = self._office.configuration.crawl
        bounds = Bounds(page_bytes=_MOST_DOCUMENT_BYTES, answer_time=crawl.answer_time)
        agent = (("User-Agent", f"diembao/{version('diembao')} (+{crawl.contact or 'press office'})"),)
        async with GuardedClient(AddressPolicy.of(crawl.allow_hosts), bounds, hosts=crawl.hosts) as client:
            for _ in range(bounds.redirects + 1):
                if (forbidden := refuse(url)) is not None:
                    raise ForbiddenSource(url, forbidden.reason)
                answer = await client.get(url, agent)
                if answer.status not in _REDIRECTS:
                    break
                url = urljoin(url, answer.header("location") or "")
        if answer.status != 200:
            raise FetchError(url, f"status {answer.status}")
        return Fetched(url, answer.body)

    def _documents(self, ids: Sequence[int]) -> dict[int, StoredEvidence]:
        with self._office.storage.read() as work:
            return work.evidence.find(ids)

    def _archive(self, text: str, limit: int) -> Sequence[StoredArticle]:
        """Articles that share pairs of words with a text, the newest ``limit`` of them."""
        since = self._office.clock() - timedelta(days=60)
        return [one for one in self._sharing(text, limit) if one.first_seen_at >= since]

    def _published_until(self, text: str, until: date) -> Sequence[StoredArticle]:
        """Articles published until then that have most in common with a text; none while the index is away."""
        try:
            return self._sharing(text, _MOST_OLD, until)
        except SearchError as error:
            log.warning("the archive: %s", error)
            return ()

    def _sharing(self, text: str, limit: int, until: date | None = None) -> Sequence[StoredArticle]:
        pairs = [term for term in dict.fromkeys(terms(text)) if " " in term][:_MOST_QUERY_PAIRS]
        if not pairs:
            return ()
        words = " OR ".join(f'"{pair}"' for pair in pairs)
        query = parse(words if until is None else f"({words}) until:{until.isoformat()}")
        hits = self._office.engine.find(query, sort="newest" if until is None else "rank", limit=limit)
        with self._office.storage.read() as work:
            return work.articles.list(hit.article_id for hit in hits.hits)


def read_page(body: bytes, url: str) -> ReadPage:
    """A page's article as evidence; never a by-line. Raises ``UnreadableDocument``."""
    read = pages.extract(body, url=url or "https://tai-lieu.example/", fetched_at=utc_now(), home_language="vi")
    if read.kind is PageKind.REFUSED:
        raise UnreadableDocument(read.reason, f"Trang này không cho đọc: {read.reason}")
    text = signature.cut("\n".join(filter(None, (read.lead, read.text))))
    published = "" if read.published.at is None else local_date(read.published.at).isoformat()
    return ReadPage(read.title, text, published, read.language)


def read_feed(body: bytes, url: str) -> Sequence[FeedEntry]:
    return feeds.parse(body, url=url, fetched_at=utc_now()).entries
