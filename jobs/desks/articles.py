"""One article with all that is known of it; looks at raw pages are logged before anything is shown (SCOPE §1, §7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from crawlers.archive import page_of, read_page
from dashboards.services.articles import ArticleView, Change, Elsewhere, Kept, Step
from jobs.wiring import Office
from news.analysis import Analysis, Mention, MentionKind, Override, OverrideField, Relevance, Tone, Topic
from news.article import RawPage, StoredArticle
from news.errors import UnknownId
from news.people import Person
from nlp.meaning import near
from reports.citations import Citation, evidence_zip
from reports.versions import difference
from search.documents import documents_of
from search.more_like import query_of
from storage import StoredSnapshot, Work
from storage.snapshots import STORE

#: Of a long story the first and the last steps are shown.
_MOST_STEPS = 60
#: How far apart articles on one matter in different languages are looked for, and how many are shown.
_AROUND, _MOST_ELSEWHERE = timedelta(days=7), 3
#: So many articles of a story say what it is about.
_MOST_ALIKE = 8
_SHOWN_KINDS = frozenset({MentionKind.PLACE, MentionKind.ORGANISATION, MentionKind.STREET})
_ENUM = {OverrideField.TONE: Tone, OverrideField.TOPIC: Topic, OverrideField.RELEVANCE: Relevance}


class ArticlesDesk:
    def __init__(self, office: Office) -> None:
        self._office = office

    def get(self, article_id: int) -> ArticleView:
        office = self._office
        with office.storage.read() as work:
            stored = work.articles.get(article_id)
            versions = work.articles.versions(article_id)
            analysis = work.analyses.list([article_id]).get(article_id)
            said = work.overrides.list(office.province, [article_id]).get(article_id, ())
            membership = work.stories.story_of([article_id]).get(article_id)
            steps = self._steps(work, membership.story) if membership else ()
            elsewhere = self._elsewhere(work, article_id)
            snapshots = [_kept(one) for one in work.snapshots.list(article_id)]
            scans = [
                Kept(one.id, one.at, one.sha256, None, one.name) for one in work.scans.list(office.province, article_id)
            ]
        newest = _newest(said)
        tone, topics = newest.get(OverrideField.TONE), newest.get(OverrideField.TOPIC)
        relevance = newest.get(OverrideField.RELEVANCE)
        title, body = _marked(stored, analysis)
        return ArticleView(
            stored=stored,
            source_name=office.source_name(stored.article.source),
            title=title,
            body=body,
            analysis=analysis,
            relevance=relevance or (analysis.relevance_to(office.province).value if analysis else ""),
            tone=Tone(tone) if tone else analysis.tone if analysis else None,
            topics=tuple(map(Topic, topics.split(","))) if topics else analysis.topics if analysis else (),
            corrected=frozenset(newest),
            changes=tuple(
                Change(
                    after.version, after.recorded_at, after.article.published, difference(before.article, after.article)
                )
                for before, after in pairwise(versions)
            ),
            story=tuple(steps),
            elsewhere=tuple(elsewhere),
            reprint_of=membership.reprint_of if membership else None,
            snapshots=tuple(snapshots),
            scans=tuple(scans),
        )

    def like(self, article_id: int) -> str | None:
        with self._office.storage.read() as work:
            work.articles.get(article_id)
            membership = work.stories.story_of([article_id]).get(article_id)
            rows = work.stories.members(membership.story)[:_MOST_ALIKE] if membership else []
            documents = documents_of(work, [*dict.fromkeys((article_id, *(row.article_id for row in rows)))])
        query = query_of(documents)
        return query.render() if query else None

    def correct(self, person: Person, article_id: int, field: OverrideField, value: str) -> None:
        values = ",".join(_ENUM[field](one).value for one in value.split(",") if one)
        if not values or (field is not OverrideField.TOPIC and "," in values):
            raise ValueError(f"not a {field.value}: {value!r}")
        province = self._office.province
        with self._office.storage.begin() as work:
            work.overrides.add(Override(province, article_id, field, values, person.id, self._office.clock()))
            work.audit.add(province, person.id, f"correct_{field.value}", "article", article_id)

    def snapshot(self, person: Person, article_id: int, snapshot_id: int) -> bytes:
        return self._raw(person, "look", article_id, snapshot_id)[1].body

    def evidence(self, person: Person, article_id: int, snapshot_id: int) -> bytes:
        kept, page = self._raw(person, "export", article_id, snapshot_id)
        with self._office.storage.read() as work:
            stored = work.articles.get(article_id)
        article, facts = stored.article, kept.snapshot
        citation = Citation(
            article_id, article.title, self._office.source_name(article.source), article.url, article.published,
            stored.first_seen_at, article.language, None, (), "",
        )  # fmt: skip
        said = {"url": facts.url, "fetched_at": facts.fetched_at.isoformat(), "sha256": facts.sha256}
        return evidence_zip(citation, article.body, page.body, said, self._office.clock())

    def _raw(self, person: Person, verb: str, article_id: int, snapshot_id: int) -> tuple[StoredSnapshot, RawPage]:
        province = self._office.province
        with self._office.storage.begin() as work:
            kept = next((one for one in work.snapshots.list(article_id) if one.id == snapshot_id), None)
            if kept is None:
                raise UnknownId("snapshot", snapshot_id)
            work.audit.add(province, person.id, verb, "snapshot", snapshot_id)
        place = kept.snapshot
        if place.file == STORE:
            with self._office.storage.read() as work:
                record = work.snapshots.record(place.offset)
            if record is None:
                raise UnknownId("raw page", place.offset)
            return kept, page_of(record, f"{STORE} {place.offset}", place.sha256)
        folder = self._office.configuration.archive_folder
        return kept, read_page(folder, place.file, place.offset, place.length, place.sha256)

    def _elsewhere(self, work: Work, article_id: int) -> list[Elsewhere]:
        """In other languages, of the days around it."""
        around = {one.article_id: one for one in work.vectors.around(self._office.province, article_id, _AROUND)}
        mine = around.pop(article_id, None)
        if mine is None:
            return []
        others = [one for one in around.values() if one.language != mine.language and one.language]
        found = near(mine.meaning.vector, [one.meaning.vector for one in others], _MOST_ELSEWHERE)
        texts = {one.id: one for one in work.articles.list(others[place].article_id for place, _ in found)}
        return [
            Elsewhere(
                stored.id,
                self._office.source_name(stored.article.source),
                stored.article.title,
                others[place].language or "",
                stored.sort_time,
            )
            for place, _ in found
            for stored in [texts[others[place].article_id]]
        ]

    def _steps(self, work: Work, story: str) -> list[Step]:
        rows = work.stories.members(story)
        if len(rows) > _MOST_STEPS:
            rows = [*rows[: _MOST_STEPS // 2], *rows[-_MOST_STEPS // 2 :]]
        texts = {one.id: one for one in work.articles.list(row.article_id for row in rows)}
        first = rows[0].at
        return [
            Step(
                row.article_id,
                self._office.source_name(texts[row.article_id].article.source),
                texts[row.article_id].article.title,
                row.at,
                (row.at - first).total_seconds() / 3600,
                row.reprint_of is not None,
            )
            for row in rows
            if row.article_id in texts
        ]


def _newest(said: Sequence[Override]) -> dict[OverrideField, str]:
    """``said``: the newest first."""
    return {word.field: word.value for word in reversed(said)}


def _kept(one: StoredSnapshot) -> Kept:
    return Kept(
        one.id, one.snapshot.fetched_at, one.snapshot.sha256, None if one.is_cited else one.snapshot.delete_after
    )


def _marked(
    stored: StoredArticle, analysis: Analysis | None
) -> tuple[tuple[tuple[str, str | None], ...], tuple[tuple[str, str | None], ...]]:
    """Title and body in pieces, the places named in them marked."""
    article = stored.article
    mentions = [one for one in (analysis.mentions if analysis else ()) if one.kind in _SHOWN_KINDS and one.province]
    cut = len(article.title)
    in_title = [one for one in mentions if one.end <= cut]
    in_body = [one for one in mentions if one.start > cut]
    return _pieces(article.title, in_title, 0), _pieces(article.body, in_body, cut + 1)


def _pieces(text: str, mentions: list[Mention], offset: int) -> tuple[tuple[str, str | None], ...]:
    pieces: list[tuple[str, str | None]] = []
    place = 0
    for one in sorted(mentions, key=lambda one: one.start):
        start, end = one.start - offset, one.end - offset
        if start < place or end > len(text):
            continue
        pieces += [(text[place:start], None), (text[start:end], one.place)]
        place = end
    return tuple(piece for piece in (*pieces, (text[place:], None)) if piece[0])
