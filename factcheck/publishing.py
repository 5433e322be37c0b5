"""The public store's copies of corrections follow the office's, the truth: after each act, and again on a schedule."""

from __future__ import annotations

from storage import Storage
from storage.public import PublicStore


def refresh_copies(office: Storage, store: PublicStore, province: str) -> bool:
    """Make the copies what the office published; whether anything changed. Repeating it does no harm."""
    with office.read() as work:
        versions = [
            version for one in work.corrections.list(province) for version in work.corrections.versions(one.claim_id)
        ]
    with store.begin() as public:
        return public.copies.replace(province, versions)
