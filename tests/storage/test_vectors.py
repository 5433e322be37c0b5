"""Promises on vectors: of what is about a province, around one article, of the newest reading only."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from news.analysis import Meaning, Relevance
from storage import Storage
from tests.storage.samples import NOW, analysis, page

HERE = {"ninh-binh": Relevance.ABOUT}
WEEK = timedelta(days=7)


def read(storage: Storage, number: int, vector: bytes, *, days: int = 0, model: str = "e1", about: bool = True) -> int:
    with storage.begin() as work:
        key = work.articles.add(page(number), first_seen_at=NOW - timedelta(days=days)).id
        labels = HERE if about else {"hue": Relevance.ABOUT}
        work.analyses.add_many([(key, 1, replace(analysis(), relevance=labels, meaning=Meaning(model, vector)))])
    return key


def around(storage: Storage, key: int) -> dict[int, bytes]:
    with storage.read() as work:
        return {one.article_id: one.meaning.vector for one in work.vectors.around("ninh-binh", key, WEEK)}


def test_gives_the_article_and_what_was_seen_near_it_of_the_same_province_and_model(storage: Storage) -> None:
    one, near = read(storage, 0, b"\x01\x02"), read(storage, 1, b"\x03\xff", days=6)
    read(storage, 2, b"\x01\x02", days=8)
    read(storage, 3, b"\x01\x02", about=False)
    read(storage, 4, b"\x01\x02", model="e2")
    assert around(storage, one) == {one: b"\x01\x02", near: b"\x03\xff"}


def test_an_article_that_was_read_without_the_encoder_has_nothing_near(storage: Storage) -> None:
    key = read(storage, 0, b"\x01")
    with storage.begin() as work:
        work.analyses.add_many([(key, 1, replace(analysis("m2"), relevance=HERE))])
    assert around(storage, key) == {}


def test_a_deleted_article_leaves_no_vector(storage: Storage) -> None:
    one, gone = read(storage, 0, b"\x01"), read(storage, 1, b"\x02")
    with storage.begin() as work:
        work.articles.delete(gone, "Trùng")
    assert around(storage, one) == {one: b"\x01"}
