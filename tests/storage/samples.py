"""Fictional articles, short to write in a test."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from news.analysis import Analysis, Mention, MentionKind, Relevance, Tone, Topic
from news.article import Article, FeedEntry, Origin
from news.times import Precision, Published
from storage import MemberRow, Storage
from storage.schema import metadata

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


def url(key: str | int) -> str:
    return f"https://bao-mau.example/bai-{key}.html"


def headline(key: str | int, title: str = "Cầu Đông Hồ thông xe", **fields: Any) -> Article:
    """An article as a feed announces it."""
    return Article(url=url(key), source="bao-mau", title=title, **fields)


def page(
    key: str | int, title: str = "Cầu Đông Hồ thông xe", text: str = "Sáng nay, cầu mở.", **fields: Any
) -> Article:
    """An article as its page has it."""
    return Article(url=url(key), source="bao-mau", title=title, text=text, origin=Origin.PAGE, **fields)


def feed_entry(key: str | int, title: str = "Cầu Đông Hồ thông xe", summary: str = "Tóm tắt") -> FeedEntry:
    return FeedEntry(link=url(key), title=title, summary=summary)


def analysis(models: str = "m1", label: Relevance = Relevance.ABOUT) -> Analysis:
    mention = Mention("Hồ Mẫu", "ninh-binh", 4, 10, MentionKind.PLACE, "Hồ Mẫu", "vì có tên tỉnh")
    return Analysis(models, "vi", Tone.POSITIVE, 0.75, (Topic.TRANSPORT, Topic.LAND), (mention,), {"ninh-binh": label})


def published(moment: datetime, precision: Precision = Precision.MINUTE) -> Published:
    return Published(moment, precision)


def member(key: int, story: str, reprint_of: int | None = None, version: int = 1) -> MemberRow:
    return MemberRow(key, version, story, reprint_of, b"signature", NOW)


def add_pages(storage: Storage, count: int) -> list[int]:
    """Store so many articles; their ids."""
    with storage.begin() as work:
        return [one.id for one in work.articles.add_many([(page(key), NOW) for key in range(count)])]


def contents(storage: Storage) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, for comparing two stores."""
    with storage.read() as work:
        connection = work.changes._connection
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
        }
