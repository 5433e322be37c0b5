"""The microscope: the keys of DESIGN §3, bad records in words, the rest goes on."""

from __future__ import annotations

import json
from typing import Any

import pytest

from nlp.inspect import STEPS, stories, text
from tests.nlp.articles import TOLD

RECORD: dict[str, Any] = {
    "id": "a1",
    "title": "Quảng Ngãi khánh thành cầu Cửa Đại",
    "text": "Cầu dài 1.876 m nối hai bờ sông Trà Khúc, thông xe sáng nay.",
    "published_at": "2026-03-02T08:00:00+07:00",
}


def test_gives_exactly_the_keys_of_the_design() -> None:
    found = text(RECORD, provinces=["quang-ngai", "ninh-binh"])
    assert list(found) == ["id", "language", "mentions", "relevance", "tone", "tone_score", "topics", "claims"]
    assert found["relevance"] == {"quang-ngai": "about", "ninh-binh": "none"}
    assert set(found["mentions"][0]) == {"place", "province", "start", "end", "kind", "surface"}
    assert set(found["claims"][0]) == {"text", "start", "end", "score", "checkworthy"}
    json.dumps(found)


@pytest.mark.parametrize(
    ("only", "keys"),
    [
        (["tone"], ["id", "language", "tone", "tone_score"]),
        (["relevance"], ["id", "language", "relevance"]),
        (["mentions"], ["id", "language", "mentions"]),
        (["topics", "language"], ["id", "language", "topics"]),
    ],
)
def test_only_skips_the_rest(only: list[str], keys: list[str]) -> None:
    assert list(text(RECORD, only)) == keys


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"title": 7}, "title"),
        ({"title": "", "text": ""}, "trống"),
        ({"published_at": "hôm qua"}, "hôm qua"),
        ({"language": "xx"}, "xx"),
        ({"kind": "tweet"}, "tweet"),
    ],
)
def test_a_bad_field_is_an_error_in_words_beside_the_id(change: dict[str, Any], word: str) -> None:
    found = text({**RECORD, **change})
    assert list(found) == ["id", "error"]
    assert found["id"] == "a1"
    assert word in found["error"]


def test_a_record_without_an_id_is_named_by_its_line() -> None:
    assert list(text({"line": 4, "title": "x"})) == ["line", "error"]


def test_events_share_a_story_and_bad_records_stand_aside() -> None:
    records: list[dict[str, Any]] = [
        {"id": str(place), "title": one.title, "text": one.body, "published_at": one.at.isoformat(), "source": "báo"}
        for place, one in enumerate(TOLD)
    ]
    found = stories(
        [*records, {"id": "x", "title": 3}, {"id": "again", **{k: v for k, v in records[0].items() if k != "id"}}]
    )
    assert [answer["id"] for answer in found] == [*(str(place) for place in range(len(TOLD))), "x", "again"]
    assert "error" in found[-2]
    assert found[0]["story"] == found[1]["story"] == found[2]["story"] != found[3]["story"] == found[4]["story"]
    assert found[-1]["reprint_of"] == "0"
    assert found[0]["reprint_of"] is None


def test_articles_without_a_time_still_find_each_other() -> None:
    one, other = stories([{"id": place, "title": TOLD[place].title, "text": TOLD[place].body} for place in (0, 1)])
    assert one["story"] == other["story"]


def test_words_come_only_when_asked_for() -> None:
    assert "khánh thành" in text(RECORD, ["words"])["words"]
    assert "words" not in text(RECORD)
    assert "words" in STEPS


def test_a_tip_gets_its_category_and_its_masked_text_and_no_tone() -> None:
    tip = {"id": 3, "kind": "tip", "text": "Nhắn cho em Hiền 0912 345 678 nhé, hoặc gửi thư hien@thu.example"}
    found = text(tip)
    assert list(found) == ["id", "language", "safety", "masked_text"]
    assert found["safety"] is None
    assert "[số điện thoại]" in found["masked_text"]
    assert "hien@" not in found["masked_text"]


def test_reasons_are_printed_when_asked() -> None:
    found = text(RECORD, provinces=["quang-ngai"], with_reasons=True)
    assert len(found["mention_reasons"]) == len(found["mentions"])
    assert found["relevance_reasons"]["quang-ngai"]
    assert {"words", "weight", "in_title"} == set(found["tone_reasons"][0])
    assert found["tone_reasons_by"] == "words taken out"
    json.dumps(found)
