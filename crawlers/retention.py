"""Raw pages go when their time is over, unless something cites them (SCOPE §1)."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from crawlers import archive
from storage.snapshots import STORE

if TYPE_CHECKING:
    from storage import Storage


def sweep(storage: Storage, folder: Path, now: datetime, retention: timedelta) -> int:
    """Delete what has expired, bytes before rows so that a crash repeats rather than forgets; return how many pages."""
    count = 0
    while True:
        with storage.read() as work:
            expired = work.snapshots.expired(now)
        if not expired:
            break
        for one in expired:
            if one.snapshot.file == STORE:
                continue  # goes with its row
            archive.erase(folder, one.snapshot.file, one.snapshot.offset, one.snapshot.length)
        with storage.begin() as work:
            work.snapshots.delete([one.id for one in expired])
        count += len(expired)
    for file in archive.old_files(folder, now, retention):
        with storage.read() as work:
            is_empty = work.snapshots.count(file) == 0
        if is_empty:
            archive.remove(folder, file)
    return count
