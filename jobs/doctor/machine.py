"""The machine: room, clock, time zone, fonts, and who may read what is secret."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from config.settings import Configuration
from jobs.doctor.finding import Finding, failed, fine, warning
from news.times import ICT
from reports.pdf import missing_fonts
from storage.inspection import StoreLook

#: Less than this is too little for a week of pages; less than the second, for a day.
_ROOM_WEEK, _ROOM_DAY = 5_000_000_000, 500_000_000
#: Clocks of two machines may differ so much, and ours may run behind what it wrote itself.
_SKEW = timedelta(seconds=5)
#: Secrets that a container's engine mounts are readable there, and only there.
_MOUNTED = Path("/run/secrets")


def disk_findings(folder: Path) -> Iterator[Finding]:
    """Room and the right to write where the data lies, or will."""
    place = next(one for one in (folder, *folder.absolute().parents) if one.exists())
    try:
        free = shutil.disk_usage(place).free
    except OSError as error:
        yield failed("ổ đĩa", f"{place}: {error.strerror}", "Kiểm tra ổ đĩa và quyền của thư mục dữ liệu.")
        return
    words = f"{place}: còn {free / 1e9:.1f} GB"
    if not os.access(place, os.W_OK | os.X_OK, effective_ids=True) or _is_read_only(place):
        yield failed("ổ đĩa", f"{place}: không ghi được", "Sửa chủ sở hữu, quyền (chown, chmod), hoặc cách gắn ổ đĩa.")
    elif free < _ROOM_DAY:
        yield failed("ổ đĩa", words, "Dọn ổ đĩa ngay; khi đầy, chương trình dừng thu thập nhưng không mất gì.")
    elif free < _ROOM_WEEK:
        yield warning("ổ đĩa", words, "Thêm chỗ, hoặc giảm snapshots trong [retention].")
    else:
        yield fine("ổ đĩa", words)


def _is_read_only(place: Path) -> bool:
    return bool(os.statvfs(place).f_flag & os.ST_RDONLY)


def clock_findings(look: StoreLook | None, now: datetime, synchronised: bool | None) -> Iterator[Finding]:
    """``synchronised``: what the system says of its clock; ``None`` where it says nothing."""
    advice = "Bật đồng bộ giờ: timedatectl set-ntp true (hoặc chrony)."
    server = look.server_time if look else None
    if look and look.newest and look.newest > now + _SKEW:
        words = f"đồng hồ chậm: kho có thay đổi lúc {look.newest.astimezone(ICT):%H:%M:%S %d/%m/%Y}, sau giờ của máy"
        yield failed("đồng hồ", words, advice)
    elif server and abs(server - now) > _SKEW:
        words = f"lệch {abs(server - now).total_seconds():.0f} giây so với máy cơ sở dữ liệu"
        yield failed("đồng hồ", words, f"{advice} Làm trên cả hai máy.")
    elif synchronised is False:
        yield warning("đồng hồ", "chưa được đồng bộ", advice)
    else:
        how = "được đồng bộ" if synchronised else "không thấy sai; hệ thống không cho biết có đồng bộ hay không"
        yield fine("đồng hồ", f"{now.astimezone(ICT):%H:%M %d/%m/%Y}, {how}")


def is_synchronised() -> bool | None:
    """What systemd says; ``None`` where there is none, as in a container."""
    program = shutil.which("timedatectl")
    if program is None:
        return None
    command = [program, "show", "--property=NTPSynchronized", "--value"]
    try:
        asked = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return None
    return {"yes": True, "no": False}.get(asked.stdout.strip())


def zone_findings(now: datetime) -> Iterator[Finding]:
    """The program keeps +07:00 by itself; what the system starts by its own clock does not."""
    ours = now.astimezone().utcoffset()
    if ours == ICT.utcoffset(None):
        yield fine("múi giờ", "+07:00")
        return
    words = f"máy dùng {now.astimezone():%Z (%z)}; chương trình vẫn làm việc theo giờ Việt Nam"
    advice = "Lịch của hệ thống (cron, systemd) theo giờ máy: timedatectl set-timezone Asia/Ho_Chi_Minh."
    yield warning("múi giờ", words, advice)


def font_findings() -> Iterator[Finding]:
    lacking = missing_fonts()
    if lacking:
        yield failed(
            "phông chữ", f"thiếu {', '.join(lacking)}", "Cài lại chương trình: không có phông thì không làm được PDF."
        )
    else:
        yield fine("phông chữ", "đủ để làm PDF")


def secret_findings(configuration: Configuration, environ: Mapping[str, str]) -> Iterator[Finding]:
    """Files of secrets and the store must not be for everybody on the machine."""
    named = {
        name: Path(path) for name, path in environ.items() if name.startswith("DIEMBAO_") and name.endswith("_FILE")
    }
    if configuration.web.tls_key is not None:
        named["tls_key"] = configuration.web.tls_key
    secrets = [path for path in named.values() if path.exists() and _MOUNTED not in path.absolute().parents]
    if opened := [path for path in secrets if _mode(path) & 0o077]:
        yield failed("tệp khóa", f"người khác đọc được: {_list(opened)}", f"chmod 600 {_list(opened)}")
    else:
        yield fine("tệp khóa", f"{len(secrets)} tệp, chỉ chủ sở hữu đọc được" if secrets else "không có tệp khóa nào")
    if lost := sorted(name for name, path in named.items() if not path.exists()):
        yield failed("tệp khóa", f"không có tệp mà {', '.join(lost)} chỉ đến", "Sửa biến môi trường hoặc tạo tệp.")
    folder = configuration.data_folder
    if folder.exists() and _mode(folder) & 0o007 and _mode(folder) & 0o001:
        words = f"{folder}: mọi người dùng của máy vào được"
        yield warning("thư mục dữ liệu", words, f"chmod o-rwx {folder}")
    elif folder.exists():
        yield fine("thư mục dữ liệu", "người ngoài không vào được")


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _list(paths: Iterable[Path]) -> str:
    return " ".join(map(str, paths))
