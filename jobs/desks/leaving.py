"""A leaver: what stays open in their name, who takes it up, and the end of all their ways in.

Drafts of digests, cases and claims belong to the office: whoever has the role goes on with them, and what the leaver
did stays in their name. What is theirs alone, their saved searches, is handed over.
"""

from __future__ import annotations

from dataclasses import dataclass

from dashboards.services.people import Refused
from jobs.desks.staff import StaffDesk
from jobs.wiring import Office
from news.claims import ClaimState
from news.people import Person
from storage import Work

#: Claims that somebody is at.
_OPEN = (ClaimState.IN_REVIEW, ClaimState.VERDICT, ClaimState.CONTESTED)


@dataclass(frozen=True, slots=True)
class Open:
    """What a person is at: ids of claims whose last step is theirs (those that wait for the second of two persons
    apart), of silences that still last, and how many searches and program keys are theirs."""

    reviewing: tuple[int, ...]
    awaiting_approval: tuple[int, ...]
    silences: tuple[int, ...]
    searches: int
    tokens: int

    def lines(self) -> list[str]:
        """In words, what there is of it."""
        claims, waiting, silences = (
            " ".join(map(str, ids)) for ids in (self.reviewing, self.awaiting_approval, self.silences)
        )
        said = [
            (claims, f"nhận định đang thẩm định: {claims}; người thẩm định khác làm tiếp được"),
            (waiting, f"kết luận chờ người thứ hai duyệt: {waiting}; vẫn duyệt được, không mất"),
            (silences, f"lệnh tạm im cảnh báo còn hiệu lực: {silences}; xem lại, kết thúc nếu không cần"),
            (self.searches, f"tìm kiếm đã lưu: {self.searches}"),
            (self.tokens, f"khóa cho chương trình: {self.tokens}; hết hiệu lực khi người này nghỉ"),
        ]
        return [words for there, words in said if there]


class Leaving:
    def __init__(self, office: Office) -> None:
        self._storage, self._province, self._clock = office.storage, office.province, office.clock
        self._staff = StaffDesk(office)

    def open_of(self, id: str) -> Open:
        with self._storage.read() as work:
            return self._open(work, id)

    def leave(self, by: Person, id: str, successor: str | None) -> Open:
        """End every session, key and link, and hand over what is theirs alone; what else stays open.

        Raises ``Refused``: nobody of that name, the last administrator, a successor who may not sign in.
        """
        if successor is not None and successor == id:
            raise Refused("Người nhận bàn giao phải là người khác.")
        found = self.open_of(id)
        if successor is not None:
            with self._storage.read() as work:
                taking = work.people.get(self._province, successor)
            if taking is None or not taking.is_active:
                raise Refused(f"Không có người nhận bàn giao {successor}, hoặc người này đã nghỉ.")
        self._staff.disable(by, id)
        if successor is not None and found.searches:
            with self._storage.begin() as work:
                work.searches.hand_over(self._province, id, successor)
                work.audit.add(self._province, by.id, "hand_over", "person", id)
        return found

    def _open(self, work: Work, id: str) -> Open:
        reviewing, waiting = list[int](), list[int]()
        for one in work.claims.list(self._province, _OPEN):
            if work.claims.history(one.id)[-1].person == id:
                (waiting if one.state is ClaimState.VERDICT else reviewing).append(one.id)
        silences = [one.id for one in work.silences.list(self._province, self._clock()) if one.person == id]
        searches = len(work.searches.list(self._province, id))
        return Open(
            tuple(sorted(reviewing)), tuple(sorted(waiting)), tuple(silences), searches,
            len(work.tokens.list(self._province, id)),
        )  # fmt: skip
