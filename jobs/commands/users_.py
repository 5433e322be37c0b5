"""``diembao users``: who may sign in, from the machine itself; no password is ever preset."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from dashboards.services.people import Refused
from jobs.desks.leaving import Leaving
from jobs.desks.staff import AT_THE_MACHINE, LINK_AGE, StaffDesk
from jobs.options import config_option, json_option
from jobs.output import emit, say, show_table
from jobs.wiring import Office, open_office
from news.people import ROLE_VI, Person, Role
from news.times import local

_ROLE = click.Choice([role.value for role in Role])


@dataclass(frozen=True, slots=True)
class _Counter:
    """Where the administrator's acts are done, by whoever sits at the machine."""

    office: Office
    staff: StaffDesk
    by: Person

    def tell(self, link: str) -> None:
        address = self.office.configuration.web.address or "http://127.0.0.1:8080"
        hours = LINK_AGE.total_seconds() / 3600
        say(f"Liên kết đặt mật khẩu, dùng một lần, trong {hours:.0f} giờ; gửi riêng cho người đó:")
        say(f"  {address}/welcome/{link}")


@contextmanager
def _opened(folder: Path) -> Iterator[_Counter]:
    with open_office(folder) as office:
        somebody = Person(AT_THE_MACHINE, "", office.province, frozenset({Role.ADMINISTRATOR}))
        yield _Counter(office, StaffDesk(office), somebody)


@click.group()
def command() -> None:
    """Người được vào trang web: thêm, đổi vai trò, cho nghỉ, mở lại khi mất điện thoại."""


@command.command()
@click.argument("id", metavar="TÊN")
@click.option("--name", required=True, help="Họ và tên.")
@click.option("--role", "roles", type=_ROLE, multiple=True, required=True, help="Vai trò; ghi nhiều lần được.")
@click.option("--subject", help="Tài khoản ở máy chủ đăng nhập của cơ quan (OpenID Connect).")
@click.option("--link", "wants_link", is_flag=True, help="In liên kết dùng một lần, không hỏi mật khẩu.")
@config_option
def add(
    folder: Path,
    id: str,
    name: str,
    roles: tuple[str, ...],
    subject: str | None,
    wants_link: bool,
) -> None:
    """Thêm một người. Hỏi mật khẩu trên màn hình lệnh, hoặc in liên kết để người đó tự đặt."""
    with _opened(folder) as counter:
        link = counter.staff.add(counter.by, id, name, frozenset(map(Role, roles)), subject)
        say(f"Đã thêm {id}: {', '.join(ROLE_VI[Role(role)] for role in roles)}.")
        if wants_link or not sys.stdin.isatty():
            counter.tell(link)
            return
        while True:
            password = click.prompt("Mật khẩu (ít nhất 12 ký tự)", hide_input=True, confirmation_prompt="Gõ lại")
            try:
                counter.staff.set_password(counter.by, id.strip().lower(), password)
            except Refused as refusal:
                say(refusal.vi)
            else:
                say("Đã đặt mật khẩu. Lần đăng nhập đầu sẽ bật mã xác nhận trên điện thoại.")
                return


@command.command("list")
@config_option
@json_option
def list_(folder: Path, as_json: bool) -> None:
    """Ai được vào, với vai trò nào."""
    with _opened(folder) as counter:
        rows = []
        for line in counter.staff.list():
            one = line.person
            if as_json:
                emit(
                    {
                        "id": one.id,
                        "name": one.name,
                        "roles": sorted(one.roles),
                        "second_factor": line.has_second_factor,
                        "signed_in_at": line.signed_in_at and local(line.signed_in_at).isoformat(),
                        "disabled_at": line.disabled_at and local(line.disabled_at).isoformat(),
                    }
                )
            state = "có mã xác nhận" if line.has_second_factor else "chưa bật mã xác nhận"
            state = "đã nghỉ" if line.disabled_at else state
            roles = ", ".join(ROLE_VI[role] for role in sorted(one.roles))
            seen = f"{local(line.signed_in_at):%H:%M %d/%m/%Y}" if line.signed_in_at else "chưa"
            rows.append((one.id, one.name, roles, state, seen))
        if not as_json:
            if rows:
                show_table(("Tên", "Họ và tên", "Vai trò", "Tình trạng", "Đăng nhập lần cuối"), rows)
            else:
                say('Chưa có ai. Thêm người quản trị đầu tiên: diembao users add TÊN --name "…" --role administrator')


@command.command()
@click.argument("id", metavar="TÊN")
@click.option("--role", "roles", type=_ROLE, multiple=True, required=True, help="Vai trò; ghi nhiều lần được.")
@config_option
def roles(folder: Path, id: str, roles: tuple[str, ...]) -> None:
    """Đặt lại các vai trò của một người."""
    with _opened(folder) as counter:
        counter.staff.set_roles(counter.by, id, frozenset(map(Role, roles)))
        say(f"{id}: {', '.join(ROLE_VI[Role(role)] for role in roles)}.")


@command.command()
@click.argument("id", metavar="TÊN")
@config_option
def disable(folder: Path, id: str) -> None:
    """Một người rời cơ quan: mọi phiên, khóa và liên kết kết thúc ngay."""
    with _opened(folder) as counter:
        counter.staff.disable(counter.by, id)
        say(f"{id} không vào được nữa; mọi phiên và khóa đã kết thúc.")


@command.command()
@click.argument("id", metavar="TÊN")
@click.option("--to", "successor", metavar="TÊN", help="Người nhận bàn giao những gì chỉ thuộc về người rời đi.")
@click.option("--show", is_flag=True, help="Chỉ xem còn gì dở dang; chưa cho nghỉ.")
@config_option
def leave(folder: Path, id: str, successor: str | None, show: bool) -> None:
    """Một người rời cơ quan và bàn giao: xem việc dở dang, kết thúc mọi phiên và khóa, chuyển tìm kiếm đã lưu.

    Bản thảo điểm báo, vụ việc, nhận định thuộc về cơ quan: ai có vai trò thì làm tiếp.
    """
    with _opened(folder) as counter:
        leaving = Leaving(counter.office)
        found = leaving.open_of(id) if show else leaving.leave(counter.by, id, successor)
        say(f"{id}:" if show else f"{id} không vào được nữa; mọi phiên và khóa đã kết thúc.")
        for line in found.lines() or ["không còn gì dở dang"]:
            say(f"  {line}")
        if found.searches and not show:
            say(f"  đã chuyển tìm kiếm đã lưu cho {successor}" if successor else "  tìm kiếm đã lưu ở lại với tên cũ")
        say("Nhớ sửa recipients.toml (người nhận, lịch trực) nếu có tên hoặc địa chỉ của người này.")


@command.command()
@click.argument("id", metavar="TÊN")
@config_option
def enable(folder: Path, id: str) -> None:
    """Một người trở lại cơ quan."""
    with _opened(folder) as counter:
        counter.staff.enable(counter.by, id)
        say(f"{id} lại được vào, với mật khẩu cũ hoặc liên kết mới (diembao users link {id}).")


@command.command("reset-second-factor")
@click.argument("id", metavar="TÊN")
@config_option
def reset_second_factor(folder: Path, id: str) -> None:
    """Mất điện thoại: lần đăng nhập sau sẽ bật mã xác nhận mới; mọi phiên kết thúc ngay."""
    with _opened(folder) as counter:
        counter.staff.reset_second_factor(counter.by, id)
        say(f"Lần đăng nhập sau {id} sẽ bật mã xác nhận mới.")


@command.command()
@click.argument("id", metavar="TÊN")
@config_option
def link(folder: Path, id: str) -> None:
    """Quên mật khẩu: in liên kết dùng một lần để tự đặt mật khẩu mới."""
    with _opened(folder) as counter:
        counter.tell(counter.staff.invite(counter.by, id))


@command.command()
@click.argument("id", metavar="TÊN")
@click.argument("subject", metavar="TÀI_KHOẢN", required=False)
@config_option
def subject(folder: Path, id: str, subject: str | None) -> None:
    """Gắn một người với tài khoản ở máy chủ đăng nhập của cơ quan; bỏ trống để gỡ."""
    with _opened(folder) as counter:
        counter.staff.set_subject(counter.by, id, subject)
        say(f"{id}: {subject or 'không gắn tài khoản cơ quan nào'}.")
