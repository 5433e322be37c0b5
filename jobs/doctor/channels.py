"""What lets the office speak: who may sign in, the keys of its channels, the mail server, the models."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from alerts.channels.email import EmailChannel
from alerts.parcels import Undelivered
from alerts.policy import Policy
from config.settings import Configuration
from jobs.doctor.finding import Finding, failed, fine, warning
from jobs.wiring import learnt_file
from news.people import Role
from nlp import adopted, taught, transformer
from storage import Storage


def people_findings(storage: Storage, province: str) -> Iterator[Finding]:
    with storage.read() as work:
        active = [one.person for one in work.people.list(province) if one.is_active]
    reviewers = sum(Role.REVIEWER in one.roles for one in active)
    if not any(Role.ADMINISTRATOR in one.roles for one in active):
        advice = 'diembao users add TÊN --name "…" --role administrator'
        yield warning("người dùng", "chưa có người quản trị nào vào được trang web", advice)
    elif reviewers < 2:
        words = f"{len(active)} người, {reviewers} người kiểm chứng"
        yield warning("người dùng", words, "Công bố đính chính cần hai người: giao vai trò reviewer cho người thứ hai.")
    else:
        yield fine("người dùng", f"{len(active)} người, {reviewers} người kiểm chứng")


def credential_findings(configuration: Configuration, policy: Policy) -> Iterator[Finding]:
    """Every channel that somebody is reached by has its key."""
    post = configuration.post
    used = {way.channel for one in policy.recipients.values() for way in one.ways}
    lacking = {
        "telegram": [] if post.telegram_token else ["DIEMBAO_TELEGRAM_TOKEN"],
        "zalo": [
            name
            for name, value in (
                ("DIEMBAO_ZALO_SECRET", post.zalo_secret),
                ("DIEMBAO_ZALO_REFRESH", post.zalo_refresh),
                ("zalo_app trong recipients.toml", policy.zalo_app),
            )
            if not value
        ],
        "webhook": [] if post.webhook_secret else ["DIEMBAO_WEBHOOK_SECRET"],
        "email": [] if policy.mail else ["mục [mail] trong recipients.toml"],
    }
    missing = [name for channel in sorted(used) for name in lacking.get(channel, ())]
    if post.smtp_user and not post.smtp_password:
        missing.append("DIEMBAO_SMTP_PASSWORD")
    if missing:
        words = f"thiếu {', '.join(missing)}"
        yield failed("khóa kết nối", words, "Đặt biến môi trường (hoặc …_FILE); rồi diembao alerts test gửi thử.")
    elif not used:
        yield warning("khóa kết nối", "chưa có người nhận nào", "Ghi người nhận vào recipients.toml.")
    else:
        yield fine("khóa kết nối", f"đủ cho: {', '.join(sorted(used))}")


def mail_findings(configuration: Configuration, policy: Policy) -> Iterator[Finding]:
    """Connect, encrypt, sign in; no letter is sent."""
    if policy.mail is None:
        return
    post = configuration.post
    try:
        EmailChannel(policy.mail, post.smtp_user, post.smtp_password).probe()
    except Undelivered as error:
        advice = "Kiểm tra [mail] trong recipients.toml, DIEMBAO_SMTP_USER, DIEMBAO_SMTP_PASSWORD và tường lửa."
        yield failed("máy chủ thư", f"{policy.mail.host}:{policy.mail.port}: {error.reason}", advice)
    else:
        yield fine("máy chủ thư", f"{policy.mail.host}:{policy.mail.port} nhận kết nối")


def model_findings(configuration: Configuration) -> Iterator[Finding]:
    folder = configuration.data_folder
    again = "Cài lại chương trình; trong khi đó mô hình nhẹ vẫn làm việc."
    if transformer.read([f"{transformer.QUERY}xin chào"]) is None:
        yield warning("mô hình", "bộ mã hóa đi kèm không chạy được", again)
    else:
        yield fine("mô hình", "các mô hình đi kèm chạy được")
    learnt = learnt_file(folder)
    if learnt.exists():
        taught.use(learnt)
        if not taught.is_whole():
            yield warning("mô hình", "điều đã học thuộc bản mô hình cũ nên không được dùng", "diembao models train")
    try:
        taken = adopted.read(folder)
    except (ValueError, TypeError) as error:
        words = f"{folder / adopted.RECORD}: {type(error).__name__}"
        yield failed("mô hình", words, "Xóa tệp này rồi thêm lại: diembao models add.")
        return
    for one in taken:
        yield from _adopted(one)


def _adopted(one: adopted.Adopted) -> Iterator[Finding]:
    graph = Path(one.folder) / "model.onnx"
    advice = f"Thêm lại: diembao models add {one.task} THƯ_MỤC --labelled TỆP"
    if not graph.is_file():
        yield failed("mô hình", f"{one.name}: không còn {graph}", advice)
    elif one.sha256 and hashlib.sha256(graph.read_bytes()).hexdigest() != one.sha256:
        yield failed("mô hình", f"{one.name}: {graph} đã khác lúc được thử", advice)
    else:
        yield fine("mô hình", f"{one.name} thay cho {one.task}")
