"""The way in, step by step. Each step ends the session of the one before: no secret survives a change of rights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboards.services.people import NextStep, Progress, Refused, Visitor
from dashboards.sign_in import codes
from dashboards.sign_in.passwords import faults, hash_password, is_outdated, is_right
from dashboards.sign_in.patience import code_keys, password_keys
from dashboards.sign_in.provider import Begun, Provider
from jobs.desks.guesses import Guesses
from jobs.desks.people import PeopleDesk
from jobs.desks.sessions import NEXT, START_AGAIN, Doors
from jobs.wiring import Office
from news.people import Person
from storage.sessions import Stage

_WRONG = "Tên đăng nhập hoặc mật khẩu không đúng."
_WRONG_CODE = "Mã không đúng hoặc đã dùng. Chờ mã mới rồi gõ lại."
_OLD_LINK = "Liên kết này đã dùng hoặc hết hạn; hãy xin người quản trị liên kết mới."


class SignInDesk:
    def __init__(self, office: Office, people: PeopleDesk) -> None:
        self._storage, self._province, self._clock = office.storage, office.province, office.clock
        self._people, self._doors = people, Doors(office)
        self._guesses = Guesses(office.province, office.clock)
        self._issuer = f"Điểm báo {office.configuration.province.name}"
        self._web = office.configuration.web
        self._provider = provider_of(office)

    def has_people(self) -> bool:
        with self._storage.read() as work:
            return any(one.is_active for one in work.people.list(self._province))

    def provider(self) -> str | None:
        return None if self._web.provider is None else self._web.provider.label

    def guests(self) -> Sequence[Person]:
        return self._people.guests()

    def by_password(self, person: str, password: str, visitor: Visitor) -> Progress:
        person = person.strip().lower()
        with self._storage.begin() as work:
            stored = work.people.get(self._province, person)
            keys = password_keys(person, visitor.address, self._doors.own_device(work, person, visitor))
            self._guesses.begin(work, keys)
        hashed = stored.password if stored and stored.is_active else None
        if not is_right(password, hashed) or hashed is None:
            raise Refused(_WRONG)
        with self._storage.begin() as work:
            self._guesses.right(work, keys)
            if is_outdated(hashed):
                work.people.set_password(self._province, person, hash_password(password))
            return self._doors.first_step(work, person)

    def by_link(self, link: str, password: str) -> Progress:
        with self._storage.read() as work:
            person = work.sessions.link(self._province, link)
        if person is None:
            raise Refused(_OLD_LINK)
        if wrong := list(faults(password, person)):
            raise Refused(" ".join(wrong))
        hashed = hash_password(password)
        with self._storage.begin() as work:
            if work.sessions.link(self._province, link) != person:
                raise Refused(_OLD_LINK)
            work.sessions.delete_links(self._province, person)
            work.people.set_password(self._province, person, hashed)
            work.sessions.end(self._province, person)
            work.audit.add(self._province, person, "set_password", "person", person)
            return self._doors.first_step(work, person)

    def owner_of(self, link: str) -> Person | None:
        with self._storage.read() as work:
            person = work.sessions.link(self._province, link)
            stored = None if person is None else work.people.get(self._province, person)
        return stored.person if stored and stored.is_active else None

    def waiting_for(self, secret: str) -> tuple[Person, NextStep] | None:
        with self._storage.read() as work:
            found = self._doors.unfinished(work, secret)
        return None if found is None else (found[0].person, NEXT[found[1].stage])

    def by_code(self, secret: str, code: str, visitor: Visitor) -> Progress:
        with self._storage.begin() as work:
            person = self._doors.at(work, secret, Stage.SECOND)
            keys = code_keys(person, self._doors.own_device(work, person, visitor))
            self._guesses.begin(work, keys)
            factor = work.second_factors.get(self._province, person)
            if factor is None:
                raise Refused(START_AGAIN)
            step = codes.step_of(code, factor.key, self._clock(), after=factor.last_step)
            if step is not None:
                work.second_factors.accept(self._province, person, step)
            if step is not None or work.second_factors.use_recovery_code(
                self._province, person, codes.as_recovery_code(code)
            ):
                self._guesses.right(work, keys)
                return self._doors.come_in(work, person, former=secret)
        raise Refused(_WRONG_CODE)

    def enrolment(self, secret: str) -> tuple[str, bytes]:
        with self._storage.begin() as work:
            person = self._doors.at(work, secret, Stage.ENROL)
            factor = work.second_factors.get(self._province, person)
            if factor is None:
                work.second_factors.begin(self._province, person, codes.new_key())
                factor = work.second_factors.get(self._province, person)
        if factor is None:
            raise Refused(START_AGAIN)
        return factor.key, codes.picture_of(codes.address_of(factor.key, person, self._issuer))

    def confirm(self, secret: str, code: str) -> tuple[Progress, tuple[str, ...]]:
        with self._storage.begin() as work:
            person = self._doors.at(work, secret, Stage.ENROL)
            factor = work.second_factors.get(self._province, person)
            step = factor and codes.step_of(code, factor.key, self._clock(), after=factor.last_step)
            if step:
                told = codes.new_recovery_codes()
                work.second_factors.confirm(self._province, person, step, told)
                work.audit.add(self._province, person, "set_second_factor", "person", person)
                return self._doors.come_in(work, person, former=secret), told
        raise Refused(_WRONG_CODE)

    def to_provider(self, back: str) -> tuple[str, str]:
        if self._provider is None:
            raise Refused(START_AGAIN)
        url, begun = self._provider.begin(back)
        return url, begun.pack()

    def by_provider(self, remembered: str, answer: Mapping[str, str], back: str) -> Progress:
        if self._provider is None:
            raise Refused(START_AGAIN)
        subject = self._provider.finish(answer, Begun.unpack(remembered), back)
        with self._storage.begin() as work:
            stored = work.people.by_subject(self._province, subject)
            if stored is not None and stored.is_active:
                return self._doors.come_in(work, stored.person.id)
        raise Refused(
            f"Tài khoản cơ quan “{subject}” chưa được gắn với ai ở đây. Nhờ người quản trị gắn tại trang Người dùng."
        )

    def as_guest(self, person: str) -> Progress:
        guests = {one.id: one for one in self.guests()}
        if person not in guests:
            raise Refused(START_AGAIN)
        with self._storage.begin() as work:
            work.people.add(guests[person])
            return self._doors.come_in(work, person)

    def end(self, secret: str) -> None:
        with self._storage.begin() as work:
            session = work.sessions.get(self._province, secret)
            if session is not None:
                work.sessions.delete(secret)
                work.audit.add(self._province, session.person, "sign_out", "person", session.person)


def provider_of(office: Office) -> Provider | None:
    """The office's identity provider, when it has one."""
    known = office.configuration.web.provider
    if known is None:
        return None
    return Provider(known.issuer, known.client_id, known.client_secret, known.claim, office.clock)
