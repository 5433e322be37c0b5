"""The draft of a digest: what officers said, applied over the machine's selection. Pure.

Nothing is stored but the edits: the same selection and the same edits give the same digest, and an undo is a replay
without the edit it names. An edit about an article that stands in no entry now has no effect and is not lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from news.digest import Digest, DigestEntry
from news.draft import Act, Edit, matter_of
from news.edition import CheckedClaim, Matter

#: The parts of a digest that hold entries, in the order of the page.
PARTS = ("stories", "foreign", "sport")
#: An officer's text may have so many characters; a longer one is refused in words.
MOST_CHARS = {Act.TITLE: 300, Act.SUMMARY: 2_000, Act.NOTE: 1_000, Act.LEAD: 4_000}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry on the desk: as the machine has it, as the office has it, and what was said of it.

    ``word``: ``KEEP`` or ``DROP``, ``None`` where nobody said either. ``edits``: those in effect, oldest first.
    """

    part: str
    machine: DigestEntry
    entry: DigestEntry
    edits: tuple[Edit, ...] = ()

    @property
    def articles(self) -> frozenset[int]:
        return articles_of(self.machine)

    @property
    def word(self) -> Act | None:
        newest = _newest(self.edits, Act.KEEP)
        return newest.act if newest else None


@dataclass(frozen=True, slots=True)
class Draft:
    """``digest``: as it would be signed, without the entries dropped; ``lines``: all of them, as the desk has them."""

    digest: Digest
    lines: tuple[Line, ...]
    edits: tuple[Edit, ...]

    @property
    def version(self) -> int:
        return version_of(self.edits)

    def line_of(self, article_id: int) -> Line | None:
        return next((line for line in self.lines if article_id in line.articles), None)


def version_of(edits: Iterable[Edit]) -> int:
    return max((edit.place for edit in edits), default=0)


def articles_of(entry: DigestEntry) -> frozenset[int]:
    return frozenset(outlet.article_id for outlet in entry.outlets)


def in_effect(edits: Iterable[Edit]) -> list[Edit]:
    """The edits that were not undone, oldest first, without the undos themselves."""
    ordered = sorted(edits, key=lambda edit: edit.place)
    undone = {int(edit.value) for edit in ordered if edit.act is Act.UNDO}
    return [edit for edit in ordered if edit.act is not Act.UNDO and edit.place not in undone]


def undoable(edits: Iterable[Edit], person: str) -> Edit | None:
    """What "undo" takes back for this person: their newest edit in effect."""
    return next((edit for edit in reversed(in_effect(edits)) if edit.person == person), None)


def overwritten(edits: Iterable[Edit], act: Act, articles: frozenset[int], person: str, seen: int) -> Edit | None:
    """The newest edit of somebody else that an edit now would overwrite unseen: made after version ``seen``.

    ``articles``: those of the entry meant; empty for the lead. The order of all entries is one matter.
    """
    is_global = act in (Act.LEAD, Act.AFTER)
    for edit in reversed(in_effect(edits)):
        if edit.place <= seen:
            return None
        if edit.person != person and edit.matter is matter_of(act) and (is_global or edit.article_id in articles):
            return edit
    return None


def apply(
    digest: Digest, edits: Iterable[Edit], matters: Sequence[Matter] = (), claims: Sequence[CheckedClaim] = ()
) -> Draft:
    """Lay the edits over the selection. ``matters`` and ``claims``: what other parts of the office bring."""
    kept = tuple(sorted(edits, key=lambda edit: edit.place))
    effective = in_effect(kept)
    lines = {part: _lines(part, getattr(digest, part), effective) for part in PARTS}
    shown = {part: tuple(line.entry for line in lines[part] if line.word is not Act.DROP) for part in PARTS}
    every = tuple(line for part in PARTS for line in lines[part])
    return Draft(
        digest=replace(
            digest,
            stories=shown["stories"],
            foreign=shown["foreign"],
            sport=shown["sport"],
            lead=_value(effective, Act.LEAD),
            matters=tuple(matters),
            claims=tuple(claims),
        ),
        lines=every,
        edits=kept,
    )


def _lines(part: str, entries: Sequence[DigestEntry], edits: Sequence[Edit]) -> list[Line]:
    lines = []
    for entry in entries:
        articles = articles_of(entry)
        said = tuple(edit for edit in edits if edit.article_id in articles)
        lines.append(Line(part, entry, _edited(entry, said), said))
    # Sorting is stable: among the important ones, and among the rest, the machine's order stands.
    lines.sort(key=lambda line: not line.entry.is_important)
    for edit in edits:
        if edit.act is Act.AFTER:
            _move(lines, edit)
    return lines


def _edited(entry: DigestEntry, said: Sequence[Edit]) -> DigestEntry:
    title, summary = _value(said, Act.TITLE), _value(said, Act.SUMMARY)
    return replace(
        entry,
        title=title or entry.title,
        sentences=(summary,) if summary else entry.sentences,
        is_important=bool(_value(said, Act.IMPORTANT)),
        note=_value(said, Act.NOTE),
        title_by_office=bool(title),
        summary_by_office=bool(summary),
    )


def _move(lines: list[Line], edit: Edit) -> None:
    """Put an entry right after another one of its part, or first; without effect where either is not here."""
    moved = next((line for line in lines if edit.article_id in line.articles), None)
    if moved is None:
        return
    rest = [line for line in lines if line is not moved]
    before = int(edit.value) if edit.value else None
    place = 0 if before is None else next((n for n, line in enumerate(rest, 1) if before in line.articles), None)
    if place is not None:
        lines[:] = [*rest[:place], moved, *rest[place:]]


def _newest(edits: Sequence[Edit], act: Act) -> Edit | None:
    """The last word on a matter."""
    return next((edit for edit in reversed(edits) if edit.matter is matter_of(act)), None)


def _value(edits: Sequence[Edit], act: Act) -> str:
    newest = _newest(edits, act)
    return newest.value if newest else ""
