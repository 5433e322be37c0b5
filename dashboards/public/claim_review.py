"""A correction as schema.org ClaimReview, for search engines and other fact-checkers. No claimant is ever named."""

from __future__ import annotations

import json
from typing import Any

from news.claims import VERDICT_VI, Correction, Verdict
from news.times import local
from news.urls import is_web_link

#: Ratings as ClaimReview counts them; "not enough evidence" has words only.
_RATING = {Verdict.REFUTED: 1, Verdict.MISLEADING: 2, Verdict.SUPPORTED: 5}


def claim_review(one: Correction, office: str, address: str) -> dict[str, Any] | None:
    """The record of a correction in force; ``None`` for a withdrawn one, which reviews nothing any more."""
    if not one.is_in_force:
        return None
    rating: dict[str, Any] = {"@type": "Rating", "alternateName": VERDICT_VI[one.verdict]}
    if one.verdict in _RATING:
        rating |= {"ratingValue": _RATING[one.verdict], "worstRating": 1, "bestRating": 5}
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": f"{address}{one.path}",
        "inLanguage": "vi",
        "datePublished": local(one.first_published_at).date().isoformat(),
        "dateModified": local(one.published_at).date().isoformat(),
        "author": {"@type": "GovernmentOrganization", "name": office, "url": f"{address}/"},
        "claimReviewed": one.statement,
        "reviewBody": one.explanation,
        "reviewRating": rating,
        "itemReviewed": {"@type": "Claim", "name": one.statement},
        "citation": [
            {"@type": "CreativeWork", "name": link.title, "publisher": link.publisher, "url": link.url}
            for link in one.evidence
            if is_web_link(link.url)
        ],
    }


def as_script(record: dict[str, Any]) -> str:
    """JSON that can stand inside ``<script type="application/ld+json">``: no sign in it can end the element."""
    packed = json.dumps(record, ensure_ascii=False, indent=1)
    for sign in "<>&\u2028\u2029":
        packed = packed.replace(sign, f"\\u{ord(sign):04x}")
    return packed
