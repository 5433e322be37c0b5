"""The administrator's acts on people: who works here, with which roles, and how they get in again."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from datetime import timedelta

from dashboards.services.people import Refused
from dashboards.services.staff import PersonLine, TokenLine
from dashboards.sign_in.passwords import faults, hash_password
from jobs.desks.border import keep_out
from jobs.desks.own import line_of
from jobs.wiring import Office
from news.people import Person, Role
from storage import Storage, Work
from storage.people import StoredPerson

LINK_AGE = timedelta(hours=72)
_ID = re.compile(r"[a-z][a-z0-9._-]{1,39}")
#: Acts on the command line are done by whoever may read the office's files; the log says so.
AT_THE_MACHINE = "command_line"


class StaffDesk:
    def __init__(self, office: Office) -> None:
        self._storage: Storage = office.storage
        self._province, self._clock = office.province, office.clock
        self._office = office

    def list(self) -> Sequence[PersonLine]:
        with self._storage.read() as work:
            return [self._line(work, one) for one in work.people.list(self._province)]

    def tokens(self) -> Sequence[TokenLine]:
        with self._storage.read() as work:
            return [line_of(one) for one in work.tokens.list(self._province)]

    def add(self, by: Person, id: str, name: str, roles: frozenset[Role], subject: str | None = None) -> str:
        id, name = id.strip().lower(), " ".join(name.split())
        if not _ID.fullmatch(id):
            raise Refused("Tên đăng nhập gồm 2–40 chữ thường không dấu, chữ số, dấu chấm hoặc gạch, bắt đầu bằng chữ.")
        if not name:
            raise Refused("Ghi họ và tên.")
        keep_out(self._office, id, name, subject or "")
        if not roles:
            raise Refused("Chọn ít nhất một vai trò.")
        with self._storage.begin() as work:
            if subject is not None and work.people.by_subject(self._province, subject) is not None:
                raise Refused("Tài khoản cơ quan này đã gắn với người khác.")
            if not work.people.add(Person(id, name, self._province, roles), subject=subject):
                raise Refused("Tên đăng nhập này đã có hoặc từng có; hãy chọn tên khác.")
            work.audit.add(self._province, by.id, "add", "person", id)
            return self._new_link(work, id)

    def invite(self, by: Person, id: str) -> str:
        with self._storage.begin() as work:
            self._active(work, id)
            work.audit.add(self._province, by.id, "invite", "person", id)
            return self._new_link(work, id)

    def set_password(self, by: Person, id: str, password: str) -> None:
        """On the command line only: the first password, typed at the machine."""
        if wrong := list(faults(password, id)):
            raise Refused(" ".join(wrong))
        hashed = hash_password(password)
        with self._storage.begin() as work:
            self._active(work, id)
            work.people.set_password(self._province, id, hashed)
            work.sessions.delete_links(self._province, id)
            work.sessions.end(self._province, id)
            work.audit.add(self._province, by.id, "set_password", "person", id)

    def set_roles(self, by: Person, id: str, roles: frozenset[Role]) -> None:
        if not roles:
            raise Refused("Chọn ít nhất một vai trò.")
        with self._storage.begin() as work:
            former = self._active(work, id).person.roles
            if Role.ADMINISTRATOR in former - roles:
                self._keep_an_administrator(work, id)
            work.people.set_roles(self._province, id, roles)
            work.audit.add(self._province, by.id, "set_roles", "person", id)

    def set_subject(self, by: Person, id: str, subject: str | None) -> None:
        """Whom the office's identity provider calls so is this person."""
        keep_out(self._office, subject or "")
        with self._storage.begin() as work:
            self._active(work, id)
            owner = subject and work.people.by_subject(self._province, subject)
            if owner and owner.person.id != id:
                raise Refused("Tài khoản cơ quan này đã gắn với người khác.")
            work.people.set_subject(self._province, id, subject or None)
            work.audit.add(self._province, by.id, "set_subject", "person", id)

    def disable(self, by: Person, id: str) -> None:
        with self._storage.begin() as work:
            if Role.ADMINISTRATOR in self._active(work, id).person.roles:
                self._keep_an_administrator(work, id)
            work.people.disable(self._province, id)
            self._end_all(work, id)
            work.tokens.end(self._province, id)
            work.audit.add(self._province, by.id, "disable", "person", id)

    def enable(self, by: Person, id: str) -> None:
        with self._storage.begin() as work:
            if work.people.get(self._province, id) is None:
                raise Refused("Không có người này.")
            work.people.enable(self._province, id)
            work.audit.add(self._province, by.id, "enable", "person", id)

    def reset_second_factor(self, by: Person, id: str) -> None:
        with self._storage.begin() as work:
            self._active(work, id)
            work.second_factors.delete(self._province, id)
            self._end_all(work, id)
            work.audit.add(self._province, by.id, "reset_second_factor", "person", id)

    def _line(self, work: Work, one: StoredPerson) -> PersonLine:
        factor = work.second_factors.get(self._province, one.person.id)
        return PersonLine(
            person=one.person,
            has_password=one.password is not None,
            has_second_factor=factor is not None and factor.confirmed_at is not None,
            subject=one.subject,
            signed_in_at=one.signed_in_at,
            disabled_at=one.disabled_at,
        )

    def _active(self, work: Work, id: str) -> StoredPerson:
        stored = work.people.get(self._province, id)
        if stored is None or not stored.is_active:
            raise Refused("Không có người này, hoặc người này đã nghỉ.")
        return stored

    def _keep_an_administrator(self, work: Work, leaving: str) -> None:
        others = (one for one in work.people.list(self._province) if one.person.id != leaving and one.is_active)
        if not any(Role.ADMINISTRATOR in one.person.roles for one in others):
            raise Refused("Đây là người quản trị cuối cùng; hãy giao vai trò này cho người khác trước.")

    def _end_all(self, work: Work, id: str) -> None:
        work.sessions.end(self._province, id)
        work.sessions.forget_devices(self._province, id)
        work.sessions.delete_links(self._province, id)

    def _new_link(self, work: Work, id: str) -> str:
        secret = secrets.token_urlsafe(32)
        work.sessions.add_link(secret, self._province, id, self._clock() + LINK_AGE)
        return secret
