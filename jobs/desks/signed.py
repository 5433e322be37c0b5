"""Signed editions in a list."""

from __future__ import annotations

from collections.abc import Mapping

from dashboards.services.desk import SignedLine
from news.digest import Digest
from storage import Edition


def signed_line(edition: Edition, digest: Digest, names: Mapping[str, str]) -> SignedLine:
    return SignedLine(
        day=edition.day,
        number=edition.number,
        person=names.get(edition.person, edition.person),
        signed_at=edition.signed_at,
        sha256=edition.sha256,
        audit_head=edition.audit_head,
        stories=len(digest.stories) + len(digest.foreign) + len(digest.sport),
    )
