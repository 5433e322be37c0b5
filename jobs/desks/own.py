"""What people do with their own access: password, recovery codes, tokens, other sessions."""

from __future__ import annotations

import secrets
from datetime import timedelta

from dashboards.services.people import Refused
from dashboards.services.staff import OwnAccess, TokenLine
from dashboards.sign_in import codes
from dashboards.sign_in.passwords import faults, hash_password, is_right
from dashboards.sign_in.patience import PER_PERSON, key_of
from jobs.desks.border import keep_out
from jobs.desks.guesses import Guesses
from jobs.wiring import Office
from news.people import Person, Role
from storage.tokens import Token

_MOST_DAYS = 366
_MOST_TOKENS = 20
_USED = timedelta(minutes=1)
#: How a secret begins says what it opens; it is part of what is hashed.
_PROGRAM, _CALENDAR = "dbt_", "dbc_"
#: Who sees cases.
_FOLLOWERS = frozenset({Role.PRESS_OFFICER, Role.EDITOR, Role.REVIEWER, Role.LEADER})


class OwnDesk:
    def __init__(self, office: Office) -> None:
        self._storage, self._province, self._clock = office.storage, office.province, office.clock
        self._office = office
        self._guesses = Guesses(office.province, office.clock)

    def get(self, person: Person) -> OwnAccess:
        with self._storage.read() as work:
            stored = work.people.get(self._province, person.id)
            factor = work.second_factors.get(self._province, person.id)
            return OwnAccess(
                has_password=stored is not None and stored.password is not None,
                has_second_factor=factor is not None and factor.confirmed_at is not None,
                recovery_codes_left=work.second_factors.recovery_codes_left(self._province, person.id),
                tokens=[line_of(one) for one in work.tokens.list(self._province, person.id)],
            )

    def change_password(self, person: Person, former: str, new: str, secret: str) -> None:
        if wrong := list(faults(new, person.id)):
            raise Refused(" ".join(wrong))
        self._prove(person, former)
        hashed = hash_password(new)
        with self._storage.begin() as work:
            work.people.set_password(self._province, person.id, hashed)
            work.sessions.end(self._province, person.id, but=secret)
            work.audit.add(self._province, person.id, "set_password", "person", person.id)

    def new_recovery_codes(self, person: Person, password: str) -> tuple[str, ...]:
        self._prove(person, password)
        told = codes.new_recovery_codes()
        with self._storage.begin() as work:
            work.second_factors.set_recovery_codes(self._province, person.id, told)
            work.audit.add(self._province, person.id, "set_recovery_codes", "person", person.id)
        return told

    def add_token(self, person: Person, name: str, role: Role, days: int) -> str:
        if role not in person.roles:
            raise Refused("Khóa chỉ mang một vai trò mà chính bạn có.")
        if not 1 <= days <= _MOST_DAYS:
            raise Refused(f"Khóa có hạn từ 1 đến {_MOST_DAYS} ngày.")
        if not name.strip():
            raise Refused("Ghi tên khóa: chương trình nào dùng, ở đâu.")
        keep_out(self._office, name)
        return self._add(person, f"{_PROGRAM}{secrets.token_urlsafe(32)}", name.strip()[:80], role, days)

    def add_calendar(self, person: Person) -> str:
        role = next((role for role in sorted(_FOLLOWERS) if role in person.roles), None)
        if role is None:
            raise Refused("Lịch hạn trả lời dành cho người được xem vụ việc.")
        return self._add(person, f"{_CALENDAR}{secrets.token_urlsafe(32)}", "Lịch hạn trả lời", role, _MOST_DAYS)

    def _add(self, person: Person, secret: str, name: str, role: Role, days: int) -> str:
        with self._storage.begin() as work:
            if work.people.get(self._province, person.id) is None:
                raise Refused("Hãy vào vai một người (Đổi vai) trước khi tạo khóa.")
            if len(work.tokens.list(self._province, person.id)) >= _MOST_TOKENS:
                raise Refused(f"Mỗi người nhiều nhất {_MOST_TOKENS} khóa; hãy thu hồi khóa không dùng.")
            until = self._clock() + timedelta(days=days)
            id = work.tokens.add(secret, self._province, person.id, name, role, until)
            work.audit.add(self._province, person.id, "add", "token", id)
        return secret

    def delete_token(self, person: Person, id: str) -> None:
        with self._storage.begin() as work:
            if work.tokens.delete(self._province, person.id, id):
                work.audit.add(self._province, person.id, "delete", "token", id)

    def end_other_sessions(self, person: Person, secret: str) -> int:
        with self._storage.begin() as work:
            ended = work.sessions.end(self._province, person.id, but=secret)
            work.sessions.forget_devices(self._province, person.id)
            work.audit.add(self._province, person.id, "end_sessions", "person", person.id)
        return ended

    def holder(self, token: str) -> Person | None:
        return self._holder(token) if token.startswith(_PROGRAM) else None

    def calendar_holder(self, secret: str) -> Person | None:
        return self._holder(secret) if secret.startswith(_CALENDAR) else None

    def _holder(self, token: str) -> Person | None:
        with self._storage.read() as work:
            found = work.tokens.get(self._province, token)
            stored = found and work.people.get(self._province, found.person)
        if not found or not stored or not stored.is_active or found.role not in stored.person.roles:
            return None
        if found.used_at is None or self._clock() - found.used_at >= _USED:
            with self._storage.begin() as work:
                work.tokens.mark_used(token)
        return Person(stored.person.id, stored.person.name, self._province, frozenset({found.role}))

    def _prove(self, person: Person, password: str) -> None:
        """Once more the password, before what a borrowed screen must not do. Raises ``Refused``."""
        keys = [(key_of("own", person.id), PER_PERSON)]
        with self._storage.begin() as work:
            stored = work.people.get(self._province, person.id)
            self._guesses.begin(work, keys)
        if stored is None or not is_right(password, stored.password):
            raise Refused("Mật khẩu hiện nay không đúng.")
        with self._storage.begin() as work:
            self._guesses.right(work, keys)


def line_of(one: Token) -> TokenLine:
    return TokenLine(one.id, one.person, one.name, one.role, one.created_at, one.until, one.used_at)
