"""A small storage with articles in it, for the tests of what follows storage."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from news.analysis import Analysis, Relevance, Tone, Topic
from news.article import Article
from news.times import Precision, Published
from storage import Storage, open_storage

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


@contextmanager
def opened(folder: Path) -> Iterator[Storage]:
    storage = open_storage(f"sqlite:///{folder / 'diembao.db'}", clock=lambda: NOW)
    try:
        yield storage
    finally:
        storage.close()


def article(number: int, title: str = "", text: str = "") -> Article:
    return Article(
        url=f"https://bao{number % 3}.example/{number}.html",
        source=f"bao{number % 3}",
        title=title or f"Tin số {number} về cầu mới",
        lead=f"Cầu thứ {number} nối hai xã.",
        text=text,
        published=Published(NOW - timedelta(minutes=number), Precision.MINUTE),
    )


def add(storage: Storage, *articles: Article) -> list[int]:
    with storage.begin() as work:
        return [stored.id for stored in work.articles.add_many([(one, NOW) for one in articles])]


def analyse(storage: Storage, article_id: int, tone: Tone = Tone.NEGATIVE) -> None:
    reading = Analysis("m1", "vi", tone, -0.5, (Topic.TRANSPORT,), (), {"ninh-binh": Relevance.ABOUT})
    with storage.begin() as work:
        work.analyses.add_many([(article_id, work.articles.get(article_id).version, reading)])
