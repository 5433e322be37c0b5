"""Who works in an office and what each may do (DESIGN §3). The liaison is no role (SCOPE §5)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """A person may hold several; two-person rules need two persons."""

    PRESS_OFFICER = "press_officer"
    EDITOR = "editor"
    REVIEWER = "reviewer"
    LEADER = "leader"
    #: No rights over content by itself.
    ADMINISTRATOR = "administrator"


ROLE_VI: dict[Role, str] = {
    Role.PRESS_OFFICER: "cán bộ điểm báo",
    Role.EDITOR: "người ký duyệt",
    Role.REVIEWER: "người thẩm định",
    Role.LEADER: "lãnh đạo",
    Role.ADMINISTRATOR: "quản trị",
}


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who signs in. ``id`` is the name they sign in with; it stands in the audit log."""

    id: str
    name: str
    province: str
    roles: frozenset[Role]

    def may(self, *roles: Role) -> bool:
        """Whether the person holds one of ``roles``."""
        return not self.roles.isdisjoint(roles)
