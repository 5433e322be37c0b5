"""Articles: the lead is never lost and never twice, and no word for a writer exists."""

from __future__ import annotations

import dataclasses
import inspect

from news import analysis, article, digest, source, story
from news.article import Article, joined

FORBIDDEN = ("author", "byline", "writer", "creator", "reporter", "journalist", "handle", "account")


def test_body_is_lead_and_text() -> None:
    assert Article("https://a.vn/1", "a", "T", lead="Dẫn.", text="Thân.").body == "Dẫn.\nThân."
    assert Article("https://a.vn/1", "a", "T", text="Thân.").body == "Thân."
    assert joined("T", "") == "T"


def test_no_value_has_a_field_for_a_person_who_wrote() -> None:
    for module in (analysis, article, digest, source, story):
        for _, one in inspect.getmembers(module, dataclasses.is_dataclass):
            for field in dataclasses.fields(one):
                assert not any(word in field.name.lower() for word in FORBIDDEN), f"{one.__name__}.{field.name}"
