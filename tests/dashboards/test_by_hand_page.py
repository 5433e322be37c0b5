"""Adding an article by hand: what was typed is never lost, and reading it has its page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from dashboards.services.desk import Brought, DeskRefusal, Outlet
from dashboards.services.people import Refused
from news.people import Person, Role
from news.times import Precision, Published
from tests.dashboards.office import services, signed_in

TYPED = {
    "source": "song-mau", "title": "Chợ mở lại", "url": "", "text": "<b>Sáng nay</b>", "day": "2026-11-20",
    "clock": "06:05", "where": "báo in, trang 3",
}  # fmt: skip


@dataclass
class FakeDesk:
    brought: list[Brought] = field(default_factory=list)
    is_busy: bool = False

    def outlets(self) -> list[Outlet]:
        return [Outlet("song-mau", "Báo Sông Mẫu")]

    def add(self, person: Person, brought: Brought) -> int:
        if not brought.text:
            raise DeskRefusal("Cần nội dung.")
        self.brought.append(brought)
        return 7

    def read(self, person: Person, next: str) -> str:
        if self.is_busy:
            raise Refused("bận")
        return "viec"


def test_what_was_typed_and_scanned_reaches_the_desk() -> None:
    desk = FakeDesk()
    client = signed_in(services(desk=desk), Role.PRESS_OFFICER)
    scan = {"scan": ("trang.png", b"\x89PNG", "image/png")}
    assert client.post("/articles/add", data=TYPED, files=scan).headers["location"] == "/tasks/viec"
    (one,) = desk.brought
    assert one.published == Published(datetime(2026, 11, 19, 23, 5, tzinfo=UTC), Precision.MINUTE)
    assert (one.where, one.scan) == ("báo in, trang 3", ("trang.png", b"\x89PNG"))
    desk.is_busy = True
    assert client.post("/articles/add", data=TYPED).headers["location"] == "/articles/7"


def test_a_refusal_shows_all_that_was_typed() -> None:
    client = signed_in(services(desk=FakeDesk()), Role.PRESS_OFFICER)
    answer = client.post("/articles/add", data=TYPED | {"text": "", "title": '"><script>'})
    assert answer.status_code == 400
    assert "Cần nội dung." in answer.text
    assert 'value="báo in, trang 3"' in answer.text
    assert "<script>" not in answer.text.partition("<main")[2]
    assert client.post("/articles/add", data=TYPED | {"day": "hôm qua"}).status_code == 400
