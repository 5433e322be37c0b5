"""What a page is: its address, who may see it, and what the audit log calls a look at it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from news.people import Role

Show = Callable[[Request], Awaitable[Response]]

#: Those who work on what the office says; ``frozenset`` unions say the rest.
READERS = frozenset({Role.PRESS_OFFICER, Role.EDITOR, Role.REVIEWER, Role.LEADER})
DESK = frozenset({Role.PRESS_OFFICER, Role.EDITOR})
REVIEW = frozenset({Role.REVIEWER})
ADMINISTRATION = frozenset({Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Page:
    """One address of the office's application. The guard (``dashboards.guard``) keeps the rest of this promise.

    ``show`` finds the person in ``request.state.person``; forms carry ``{{ csrf() }}``; a POST ends in a 303.
    """

    path: str
    show: Show
    #: Unique; the name for ``url_for`` and, as the noun, in the audit log.
    name: str
    #: Who may; ``None``: anyone signed in.
    roles: frozenset[Role] | None
    methods: tuple[str, ...] = ("GET",)
    #: Its word in the navigation; empty: reached from other pages only.
    tab: str = ""
    #: Answers to strangers too (the way in); ``request.state.person`` may then be ``None``.
    is_open: bool = False
    #: A look at claims, tips, evidence or snapshots: it stands in the log before anything is shown.
    is_sensitive: bool = False

    def is_for(self, roles: frozenset[Role]) -> bool:
        """Whether somebody with these roles may see it."""
        return self.is_open or self.roles is None or not self.roles.isdisjoint(roles)
