"""How the digests of an office are made: the machine's selection, the draft over it, the editions that were signed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from jobs.casework import matters
from jobs.wiring import Office
from news.claims import VERDICT_VI, CorrectionState
from news.digest import Digest, Period
from news.edition import CheckedClaim, EditionLine, Seal
from news.source import Source
from news.times import Window, at_local
from reports.changes import changes
from reports.coverage import LONGEST_PAUSE
from reports.draft import Draft, apply
from reports.frozen import thaw
from reports.gather import Office as DigestOffice
from reports.gather import make_digest
from reports.letterhead import letterhead
from reports.sheet import Letterhead
from reports.translating import translated
from storage import Edition, Work

#: Days whose selection is kept; officers look at one or two.
_MOST_REMEMBERED = 8


@dataclass(frozen=True, slots=True)
class _Mark:
    """What a selection is made of: equal marks, equal selections."""

    changes: int
    rounds: tuple[int, int]
    minute: int
    signed: int
    sources: tuple[Source, ...]


class Making:
    """Reads only; every call takes the transaction it reads in."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._remembered: dict[date, tuple[_Mark, Digest]] = {}

    @cached_property
    def letterhead(self) -> Letterhead:
        province = self._office.configuration.province
        return letterhead(province.parent, province.office, province.place)

    @cached_property
    def for_whom(self) -> DigestOffice:
        configuration = self._office.configuration
        return DigestOffice(
            province=self._office.province,
            province_name=configuration.province.name,
            name=configuration.province.office,
            digest_at=configuration.schedule.digest_at,
            most_stories=configuration.digest.most_stories,
            old_after=configuration.digest.old_after,
            longest_pause=max(LONGEST_PAUSE, 3 * configuration.schedule.round_every),
            is_sample=configuration.is_sample,
        )

    def selection(self, work: Work, day: date) -> Digest:
        """What the machine selects; a day that was signed ends where its first edition ended."""
        first = next(iter(work.editions.of_day(self._office.province, Period.DAY, day)), None)
        digest = make_digest(
            work,
            self.for_whom,
            self._office.configuration.sources,
            day,
            made_at=self._office.clock(),
            window=self._window(work, day, first),
            until=first.window.end if first else None,
        )
        return translated(digest, self._office.translator.translate)

    def draft(self, work: Work, day: date, *, fresh: bool = False) -> Draft:
        """The selection with what the officers said, and with what the rest of the office knows.

        ``fresh``: its counts of coverage are of this moment; else they may be a minute old.
        """
        selection = self.selection(work, day) if fresh else self._remembering(work, day)
        edits = work.drafts.list(self._office.province, Period.DAY, day)
        window = selection.window
        return apply(selection, edits, matters(self._office, work, window), self._claims(work, window))

    def _remembering(self, work: Work, day: date) -> Digest:
        """The selection of a day, made again when an article, a round, a signature or the list of sources changed."""
        mark = _Mark(
            changes=work.changes.head(),
            rounds=work.rounds.mark(),
            minute=int(self._office.clock().timestamp() // 60),
            signed=work.editions.mark(self._office.province),
            sources=self._office.configuration.sources,
        )
        known = self._remembered.get(day)
        if known is not None and known[0] == mark:
            return known[1]
        made = self.selection(work, day)
        if len(self._remembered) >= _MOST_REMEMBERED:
            self._remembered.clear()
        self._remembered[day] = (mark, made)
        return made

    def last(self, work: Work, day: date) -> tuple[Edition, Digest] | None:
        """The newest signed edition of a day, and what it says."""
        editions = work.editions.of_day(self._office.province, Period.DAY, day)
        return (editions[-1], thaw(editions[-1].content)) if editions else None

    def to_sign(self, work: Work, draft: Draft, name: str) -> Digest:
        """The draft as the next edition of its day, at this moment: its window ends now, if it has not ended before.

        What is seen between now and the end of the day's window belongs to the next digest: nothing falls between.
        """
        digest, now = draft.digest, self._office.clock()
        before = self.last(work, digest.day)
        line = EditionLine(1, name)
        if before is not None:
            line = EditionLine(before[0].number + 1, name, before[0].signed_at, changes(before[1], digest))
        window = Window(digest.window.begin, min(digest.window.end, max(now, digest.window.begin)))
        return replace(digest, window=window, made_at=now, edition=line)

    def _window(self, work: Work, day: date, first: Edition | None) -> Window | None:
        """``None``: the day's own. Before the first signature a day's window covers the days off before it."""
        at = self._office.configuration.schedule.digest_at
        if first is not None:
            return Window(first.window.begin, max(first.window.end, at_local(day, at.hour, at.minute)))
        if work.editions.last(self._office.province, Period.DAY) is not None:
            return None
        before = day - timedelta(days=1)
        while not self._office.has_digest(before):
            before -= timedelta(days=1)
        return Window(at_local(before, at.hour, at.minute), at_local(day, at.hour, at.minute))

    def _claims(self, work: Work, window: Window) -> list[CheckedClaim]:
        """The corrections published, revised or withdrawn within the window."""
        return [
            CheckedClaim(
                claim=one.statement,
                verdict="đã rút kết luận" if one.state is CorrectionState.WITHDRAWN else VERDICT_VI[one.verdict],
                publisher=one.evidence[0].publisher if one.evidence else "",
                url=one.evidence[0].url if one.evidence else "",
                published_at=one.published_at,
            )
            for one in reversed(work.corrections.list(self._office.province, limit=200))
            if one.published_at in window
        ]


def seal_of(edition: Edition) -> Seal:
    return Seal(edition.signed_at, edition.sha256, edition.audit_head)
