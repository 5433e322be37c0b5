"""The settings as they stand in the folder, with file and line; and how far a new office has come."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from dashboards.services.settings import Setting, SettingsFile, Step
from jobs.wiring import Office
from news.people import Person, Role
from news.source import Health

_HEADER = re.compile(r"\[+\s*([\w.-]+)\s*\]+")
_PAIR = re.compile(r"""("[^"]+"|'[^']+'|[\w.-]+)\s*=\s*(.*)""")
_SECRET = re.compile(r"secret|password|token|api_key", re.IGNORECASE)


class SettingsDesk:
    def __init__(self, office: Office) -> None:
        self._office = office

    def files(self) -> Sequence[SettingsFile]:
        folder = self._office.configuration.folder
        files = sorted(folder.glob("*.toml"))
        return [SettingsFile(file.name, str(file.resolve()), tuple(_settings(file))) for file in files]

    def steps(self) -> Sequence[Step]:
        configuration = self._office.configuration
        enabled = [one for one in configuration.sources if one.enabled]
        with self._office.storage.read() as work:
            healthy = {one.source for one in work.sources.list() if one.health is Health.OK}
            active = [one.person for one in work.people.list(self._office.province) if one.is_active]
        known = {one.id for one in enabled} & healthy
        missing = [role for role in (Role.ADMINISTRATOR, Role.PRESS_OFFICER, Role.EDITOR) if not _held(role, active)]
        contact = configuration.crawl.contact
        return (
            Step(
                "Ghi cơ quan và địa chỉ liên hệ",
                bool(contact),
                f"{configuration.province.office}, {configuration.province.name}."
                + ("" if contact else " Chưa ghi contact trong [crawl]: các báo cần biết ai đang đọc họ."),
                "/settings",
            ),
            Step(
                "Chọn các báo để đọc",
                bool(enabled),
                f"{len(enabled)} nguồn đang bật, {len(configuration.sources) - len(enabled)} nguồn đang tắt.",
                "/sources",
            ),
            Step(
                "Chạy lượt thu thập đầu tiên",
                bool(known),
                f"{len(known)} trong {len(enabled)} nguồn đã đọc được."
                if known
                else "Chưa đọc được nguồn nào: chạy diembao run trên máy chủ.",
                "/sources",
            ),
            Step(
                "Thêm người làm việc",
                not missing,
                "Đủ người quản trị, người lập và người ký điểm báo."
                if not missing
                else "Còn thiếu: " + ", ".join(_IN_WORDS[role] for role in missing) + ".",
                "/users",
            ),
            Step(
                "Xem giờ điểm báo và người nhận",
                self._has_recipients(configuration.folder),
                f"Điểm báo lúc {configuration.schedule.digest_at:%H:%M}; người nhận ghi ở recipients.toml.",
                "/settings",
            ),
        )

    def _has_recipients(self, folder: Path) -> bool:
        file = folder / "recipients.toml"
        return file.is_file() and any(one.key in ("address", "email", "mail") for one in _settings(file))


_IN_WORDS = {
    Role.ADMINISTRATOR: "người quản trị",
    Role.PRESS_OFFICER: "cán bộ điểm báo",
    Role.EDITOR: "người ký duyệt",
}


def _held(role: Role, people: Sequence[Person]) -> bool:
    return any(role in one.roles for one in people)


def _settings(file: Path) -> Iterator[Setting]:
    """The values of a plain TOML file with the comment above each; secrets are not shown."""
    table, words = "", list[str]()
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return
    for number, raw in enumerate(lines, 1):
        line = raw.strip()
        if line.startswith("#"):
            words.append(line.lstrip("# "))
        elif header := _HEADER.fullmatch(line):
            table, words = header[1], []
        elif pair := _PAIR.fullmatch(line):
            key, value = pair[1].strip("\"'"), pair[2]
            shown = "••••••" if _SECRET.search(key) and value.strip("\"' ") else value
            yield Setting(table, key, shown, number, " ".join(words))
            words = []
        elif not line:
            words = []
