"""The one tree of errors. Each error carries the objects it is about; text is made when it is shown.

``str(error)`` is for the log, in English. ``error.vi`` is for the reader, in Vietnamese.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable
from pathlib import Path


class NewsError(Exception):
    """Anything diembao reports as its own; foreign errors become one of these at the border."""

    @property
    def vi(self) -> str:
        """The error in words for the reader; without its own wording, the log's."""
        return str(self)


class ConfigError(NewsError):
    """A setting that cannot be used: where it stands, what was found and what would be right."""

    def __init__(self, file: Path, line: int | None, key: str, found: str, expected: str) -> None:
        super().__init__(file, line, key, found, expected)
        self.file, self.line, self.key, self.found, self.expected = file, line, key, found, expected

    def _place(self, word: str) -> str:
        return str(self.file) if self.line is None else f"{self.file}, {word} {self.line}"

    def __str__(self) -> str:
        return f"{self._place('line')}: {self.key}: found {self.found}; expected {self.expected}"

    @property
    def vi(self) -> str:
        return f"{self._place('dòng')}: {self.key}: đang ghi {self.found}; cần {self.expected}"


class ConfigErrors(NewsError):
    """Every fault of a configuration folder at once, so that it can be mended in one go."""

    def __init__(self, errors: Iterable[ConfigError]) -> None:
        self.errors = tuple(errors)
        super().__init__(*self.errors)

    def __str__(self) -> str:
        return "\n".join(str(error) for error in self.errors)

    @property
    def vi(self) -> str:
        return "\n".join(error.vi for error in self.errors)


class SourceError(NewsError):
    """A source could not be read; the round goes on without it."""


class ForbiddenSource(SourceError):
    """A social network, forum or comment feed: refused in code (SCOPE §1)."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(url, reason)
        self.url, self.reason = url, reason

    def __str__(self) -> str:
        return f"{self.url}: refused, {self.reason}"

    @property
    def vi(self) -> str:
        return f"{self.url}: không thu thập được vì đây không phải ấn phẩm báo chí ({self.reason})"


class FetchError(NewsError):
    """An address could not be fetched within its bounds."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(url, reason)
        self.url, self.reason = url, reason

    def __str__(self) -> str:
        return f"{self.url}: {self.reason}"


class PrivateAddress(FetchError):
    """The host resolves to an address that is not public and not listed in ``allow_hosts``."""


class InputError(NewsError):
    """One record of an input that cannot be used; the records around it can."""

    def __init__(self, name: str, line: int | None, reason: str) -> None:
        super().__init__(name, line, reason)
        self.name, self.line, self.reason = name, line, reason

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}" if self.line is None else f"{self.name}:{self.line}: {self.reason}"

    @property
    def vi(self) -> str:
        where = self.name if self.line is None else f"{self.name}, dòng {self.line}"
        return f"{where}: {self.reason}"


class QueryError(NewsError):
    """A search query that cannot be understood, with the place and an explanation for the reader."""

    def __init__(self, query: str, position: int, explanation: str) -> None:
        super().__init__(query, position, explanation)
        self.query, self.position, self.explanation = query, position, explanation

    def __str__(self) -> str:
        return f"query {self.query!r}, character {self.position + 1}: {self.explanation}"

    @property
    def vi(self) -> str:
        return f"Câu tìm kiếm, ký tự thứ {self.position + 1}: {self.explanation}"


class StorageError(NewsError):
    """The store of truth could not be read or written."""


class StorageFull(StorageError):
    """No room left, or the folder is read-only: nothing was written, nothing is lost."""

    def __init__(self, path: Path | str, reason: str, reason_vi: str = "") -> None:
        super().__init__(path, reason, reason_vi)
        self.path, self.reason, self.reason_vi = path, reason, reason_vi

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"

    @classmethod
    def no_room(cls, path: Path | str) -> StorageFull:
        return cls(path, "no room left on the disk", "ổ đĩa đã đầy")

    @classmethod
    def read_only(cls, path: Path | str) -> StorageFull:
        return cls(path, "read-only", "chỉ được đọc, không được ghi")

    @property
    def vi(self) -> str:
        return f"Không ghi được vào {self.path}: {self.reason_vi or self.reason}"


class StorageUnavailable(StorageError):
    """The store cannot be opened, is locked for too long, damaged, or made by a newer version."""

    def __init__(self, path: Path | str, reason: str, reason_vi: str) -> None:
        super().__init__(path, reason, reason_vi)
        self.path, self.reason, self.reason_vi = path, reason, reason_vi

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"

    @property
    def vi(self) -> str:
        return f"Không dùng được kho dữ liệu {self.path}: {self.reason_vi}"


def disk_error(path: Path | str, error: OSError) -> StorageError:
    """What the disk refused, in the words that all parts use for it."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StorageFull.no_room(path)
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return StorageFull.read_only(path)
    reason = error.strerror or str(error)
    return StorageUnavailable(path, reason, f"ổ đĩa báo lỗi ({reason})")


class UnknownId(StorageError):
    """No row of that kind has this id."""

    def __init__(self, noun: str, key: object) -> None:
        super().__init__(noun, key)
        self.noun, self.key = noun, key

    def __str__(self) -> str:
        return f"no {self.noun} {self.key}"


class SearchError(NewsError):
    """The index could not answer; storage still can."""


class RenderError(NewsError):
    """A document could not be made."""
