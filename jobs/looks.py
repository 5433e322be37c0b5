"""A look at claims, tips or evidence from the command line stands in the log like one on a page (SCOPE §7)."""

from __future__ import annotations

from jobs.desks.staff import AT_THE_MACHINE
from jobs.wiring import Office


def note_look(office: Office, noun: str, key: int | None = None) -> None:
    """Before anything is shown; ``key`` is ``None`` for a list."""
    with office.storage.begin() as work:
        work.audit.add(office.province, AT_THE_MACHINE, "look", noun, "-" if key is None else str(key))
