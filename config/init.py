"""Write a province's folder to edit: complete, commented, nothing overwritten."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from news.errors import NewsError, disk_error

FILES = (
    "province.toml", "schedule.toml", "watches.toml", "recipients.toml", "deadlines.toml", "units.csv", "places.csv",
    "sources.csv",
)  # fmt: skip


class FolderInUse(NewsError):
    """A folder that already holds a configuration is never overwritten."""

    def __init__(self, file: Path) -> None:
        super().__init__(file)
        self.file = file

    def __str__(self) -> str:
        return f"{self.file} exists already; nothing was written"

    @property
    def vi(self) -> str:
        return f"{self.file} đã có; không ghi đè lên cấu hình cũ"


def write_folder(folder: Path, province: str, name: str, full_name: str) -> list[Path]:
    """Write the folder for one province and return its files, in reading order."""
    targets = [folder / file for file in FILES]
    for target in targets:
        if target.exists():
            raise FolderInUse(target)
    words = {
        "{id}": province,
        "{name}": name,
        "{place}": name,
        "{parent}": f"ỦY BAN NHÂN DÂN {full_name.upper()}",
    }
    template = files("config") / "template"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for target in targets:
            text = (template / target.name).read_text(encoding="utf-8")
            if target.suffix == ".toml":
                for mark, word in words.items():
                    text = text.replace(mark, word)
            target.write_text(text, encoding="utf-8-sig" if target.suffix == ".csv" else "utf-8")
    except OSError as error:
        raise disk_error(folder, error) from error
    return targets
