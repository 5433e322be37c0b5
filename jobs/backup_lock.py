"""How a backup is closed and opened: age, for a recipient's key or a passphrase (age-encryption.org/v1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyrage

from config import Faults, setting
from news.errors import ConfigErrors, NewsError


class BackupUnreadable(NewsError):
    """Not a backup, or not with this key, or not whole."""

    def __init__(self, file: str, words: str) -> None:
        super().__init__(file, words)
        self.file, self.words = file, words

    @property
    def vi(self) -> str:
        return f"{self.file}: {self.words}"


@dataclass(frozen=True, slots=True)
class Lock:
    """How a backup is closed and opened: a passphrase, or age keys (``age1…``; ``AGE-SECRET-KEY-1…`` to open)."""

    passphrase: str = ""
    recipients: tuple[str, ...] = ()
    identity: str = ""

    def close(self, content: bytes) -> bytes:
        closed: bytes
        if self.passphrase:
            closed = pyrage.passphrase.encrypt(content, self.passphrase)
        else:
            closed = pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(one) for one in self.recipients])
        return closed

    def open(self, content: bytes, file: str) -> bytes:
        """Raises ``BackupUnreadable``."""
        opened: bytes
        try:
            if self.passphrase:
                opened = pyrage.passphrase.decrypt(content, self.passphrase)
            else:
                opened = pyrage.decrypt(content, [pyrage.x25519.Identity.from_str(self.identity.strip())])
        except (pyrage.DecryptError, pyrage.IdentityError) as error:
            raise BackupUnreadable(file, "sai mật khẩu hoặc khóa, hoặc tệp đã hỏng") from error
        return opened


def passphrase_of(environ: Mapping[str, str]) -> str:
    """From ``DIEMBAO_BACKUP_PASSPHRASE`` or its ``_FILE``: never a word of the command line, which others can read."""
    faults = Faults()
    found = setting(environ, "DIEMBAO_BACKUP_PASSPHRASE", faults)
    if faults.errors:
        raise ConfigErrors(faults.errors)
    return found or ""
