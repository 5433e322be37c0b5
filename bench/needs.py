"""What a country needs, computed from measured rates: each step's load in the busiest hour, and what sets its bound.

    python -m bench.needs [--stories 500000] [--provinces 34] [--sources 163] [--RATE VALUE ...]

The rates are those of ``docs/measurements.md`` (of one processor of the machine that measured them); measure yours and
give them. ``docs/scale.md`` explains the lines.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Rates:
    """Milliseconds are of processor time for one article; kilobytes are on disk for one article with its text."""

    #: ``Reader.read``: analysis and story signature of a whole article.
    analysis_ms: float = 6.2
    #: ``articles.add_many``.
    storing_ms: float = 0.23
    #: Neighbours, stories, transaction: the one process of ``bench.whole_import``.
    serial_ms: float = 1.3
    #: Our side of Elasticsearch, and the server's for one document (estimated from headlines).
    indexing_ms: float = 1.4
    server_ms: float = 2.3
    storage_kb: float = 9.9
    elastic_kb: float = 12.3
    embedded_kb: float = 17.6
    #: A raw page as it is kept (WARC), and how long (SCOPE).
    page_kb: float = 25.0
    page_days: float = 90.0
    #: A signature in the memory of the process that groups, for 72 hours (``nlp.stories``).
    signature_kb: float = 3.0
    #: A polite fetch, and how often a source is read.
    fetch_seconds: float = 1.5
    round_minutes: float = 10.0
    #: A reading of a feed as it is remembered, with its indices, and how long.
    reading_kb: float = 0.2
    reading_days: float = 400.0
    #: Part of a day's stories that come in its busiest hour.
    peak: float = 0.12


_MAX_ARTICLES = 2**30
#: What Elasticsearch's makers advise for one shard.
_SHARD_GB = 50.0


def needs(stories: int, provinces: int, sources: int, rates: Rates) -> list[tuple[str, str, str]]:
    """Step, need, bound."""
    peak = stories * rates.peak / 3600
    feeds = provinces * sources / (rates.round_minutes * 60)
    quarter = stories * 91 * rates.elastic_kb / 1e6
    return [
        ("arrivals", f"{stories / 86_400:.1f} a second, {peak:.1f} in the busiest hour", "–"),
        (
            "fetching",
            f"{feeds:.1f} feeds + {peak:.1f} pages a second, {(feeds + peak) * rates.fetch_seconds:.0f} at once",
            "politeness: each host one connection; no processor",
        ),
        ("analysis", f"{peak * rates.analysis_ms / 1000:.2f} processors", "processor; any number of workers"),
        (
            "storing, grouping",
            f"{peak * (rates.serial_ms + rates.storing_ms) / 1000:.2f} of one process; at most "
            f"{1000 / (rates.serial_ms + rates.storing_ms):,.0f} a second",
            "one process",
        ),
        ("memory of grouping", f"{stories * 3 * rates.signature_kb / 1e6:.1f} GB", "memory of that one process"),
        (
            "indexing",
            f"{peak * rates.indexing_ms / 1000:.2f} processors here, {peak * rates.server_ms / 1000:.2f} there",
            "processor",
        ),
        (
            "Elasticsearch on disk",
            f"{stories * 365 * rates.elastic_kb / 1e9:.1f} TB a year and copy; {quarter:,.0f} GB a quarter",
            f"size of a shard: advised {_SHARD_GB:.0f} GB, {quarter / _SHARD_GB:.0f} times that",
        ),
        ("PostgreSQL on disk", f"{stories * 365 * rates.storage_kb / 1e9:.1f} TB a year", "disk, backup"),
        (
            "readings of feeds",
            f"{feeds * 86_400:,.0f} rows a day, {feeds * 0.0864 * rates.reading_days * rates.reading_kb:,.0f} GB in "
            f"{rates.reading_days:.0f} days",
            "rows; one writer",
        ),
        (
            "raw pages",
            f"{stories * rates.page_days * rates.page_kb / 1e9:.1f} TB at any time",
            "disk",
        ),
        ("numbers of articles", f"used up after {_MAX_ARTICLES / stories / 365:.1f} years", "30 bits of a position"),
        (
            "the same in FTS5",
            f"{stories * 365 * rates.embedded_kb / 1e9:.1f} TB a year in one file",
            "one machine: for one office, not for this",
        ),
    ]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("stories", 500_000), ("provinces", 34), ("sources", 163)):
        arguments.add_argument(f"--{name}", type=int, default=default)
    for rate in fields(Rates):
        arguments.add_argument(f"--{rate.name.replace('_', '-')}", type=float, default=rate.default)
    chosen = arguments.parse_args()
    rates = Rates(**{rate.name: getattr(chosen, rate.name) for rate in fields(Rates)})
    print("| step | needs | bound by |\n|---|---|---|")
    for line in needs(chosen.stories, chosen.provinces, chosen.sources, rates):
        print(f"| {' | '.join(line)} |")


if __name__ == "__main__":
    main()
