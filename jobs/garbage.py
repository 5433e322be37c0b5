"""The collector of cycles looks rarely: almost nothing here is in one, and its looking takes a tenth of an import."""

from __future__ import annotations

import gc


def collect_rarely() -> None:
    """For the rest of this process, and for those forked from it."""
    gc.set_threshold(50_000, 20, 20)
