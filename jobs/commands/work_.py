"""``diembao work``: the main job taken apart into roles, for several machines or several provinces."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import click

from jobs.logs import set_up_logs
from jobs.options import config_option, json_option
from jobs.output import emit, say
from jobs.workers.installation import Installation, open_installation
from jobs.workers.presence import GONE_AFTER, Presence
from jobs.workers.roles import Role
from jobs.workers.wakes import Wakes
from news.times import ICT

_DOES = {
    Role.SCHEDULER: "Đánh thức các tiến trình khác theo lịch; gộp sự kiện, lập chỉ mục. Một tiến trình dẫn đầu, các "
    "tiến trình cùng loại chờ thay trong 30 giây.",
    Role.FETCH: "Đọc nguồn và tải trang; mỗi máy chủ báo chỉ do một tiến trình đọc tại một lúc.",
    Role.ANALYSIS: "Phân tích bài; đối chiếu, theo dõi, cảnh báo của từng tỉnh.",
    Role.DELIVERY: "Gửi thư và cảnh báo đang chờ; trang công khai.",
}


@click.group()
def command() -> None:
    """Công việc chính chia cho nhiều tiến trình, nhiều máy, nhiều tỉnh (kho PostgreSQL).

    --config là thư mục của một tỉnh, hoặc thư mục chứa thư mục của nhiều tỉnh. Chạy ít nhất một tiến trình mỗi loại;
    thêm bao nhiêu cũng được.
    """


def _run(role: Role, folder: Path) -> None:
    set_up_logs()
    stopping = threading.Event()
    with open_installation(folder) as installation:
        wakes = Wakes(installation.storage.address)
        presence = Presence(installation.storage, role, installation.clock)
        try:
            with presence.shown():
                say(f"{role.value}: {len(installation.offices)} tỉnh ({', '.join(installation.offices)})")
                _serve(role, installation, wakes, presence, stopping)
        finally:
            wakes.close()


def _serve(role: Role, installation: Installation, wakes: Wakes, presence: Presence, stopping: threading.Event) -> None:
    # What they do takes a second to import, which `status` need not wait for.
    from jobs.workers.leading import Leader
    from jobs.workers.steps import Steps

    if role is Role.SCHEDULER:
        _stop_on_signal(stopping.set)
        Leader(installation, wakes, presence, stopping).run()
        return
    steps = Steps(installation, presence, stopping)

    def stop() -> None:
        stopping.set()
        steps.stop()

    _stop_on_signal(stop)
    wakes.sleep([role], steps.perform, stopping)


def _stop_on_signal(stop: Callable[[], None]) -> None:
    def obey(_number: int, _frame: FrameType | None) -> None:
        stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, obey)


def _verb(role: Role) -> click.Command:
    @click.command(role.value, help=_DOES[role])
    @config_option
    def verb(folder: Path) -> None:
        _run(role, folder)

    return verb


for _role in Role:
    command.add_command(_verb(_role))


@command.command()
@config_option
@json_option
def status(folder: Path, as_json: bool) -> None:
    """Tiến trình nào đang làm việc, việc gì đang chờ."""
    with open_installation(folder) as installation:
        wakes = Wakes(installation.storage.address)
        try:
            waiting = wakes.waiting()
        finally:
            wakes.close()
        with installation.storage.read() as work:
            found = work.workers.list(installation.clock() - GONE_AFTER)
            offices = work.offices.list()
    if as_json:
        for one in found:
            started = one.started_at.isoformat()
            emit({"role": one.role, "place": one.place, "started_at": started, "doing": one.doing})
        emit({"offices": offices, "waiting": {role.value: count for role, count in waiting.items()}})
    else:
        say(f"Các tỉnh trong kho: {', '.join(offices)}")
        for one in found:
            since = one.started_at.astimezone(ICT)
            say(f"{one.role:10} {one.place:30} từ {since:%H:%M %d/%m}  {one.doing or 'đang chờ'}")
        for role, count in waiting.items():
            say(f"{role.value}: {count} lượt đánh thức đang chờ")
    missing = [role.value for role in Role if role.value not in {one.role for one in found}]
    if missing and not as_json:
        say(f"Chưa có tiến trình nào: {', '.join(missing)}")
    if missing:
        raise click.exceptions.Exit(1)
