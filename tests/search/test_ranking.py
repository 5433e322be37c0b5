from __future__ import annotations

from nlp.document import Document
from nlp.query import parse
from search.ranking import card_of, rank
from tests.nlp.queries import START


def document(number: int, title: str = "", lead: str = "", text: str = "") -> Document:
    split = [tuple(part.split()) for part in (title, lead, text)]
    return Document(number, "s", START, START, *split)


def order(query: str, *documents: Document) -> list[int]:
    ids = {one.position: one.id for one in documents}
    return [ids[position] for _, position in rank(parse(query).words(), [card_of(one) for one in documents])]


def test_the_title_counts_more_than_the_lead() -> None:
    assert order("cầu", document(1, title="cầu mới"), document(2, title="tin mới", lead="cầu")) == [1, 2]


def test_more_often_and_shorter_is_more() -> None:
    long = "khác " * 80
    assert order("cầu", document(1, lead="cầu cầu"), document(2, lead="cầu khác")) == [1, 2]
    assert order("cầu", document(1, lead="cầu"), document(2, lead="cầu " + long)) == [1, 2]


def test_the_rarer_word_weighs_more() -> None:
    common = [document(number, lead="cầu") for number in range(3, 20)]
    assert order("cầu OR lũ", document(1, lead="lũ"), document(2, lead="cầu"), *common)[0] == 1


def test_only_the_beginning_of_a_text_counts() -> None:
    filler = "khác " * 200
    assert order("cầu", document(1, text="cầu " + filler), document(2, text=filler + "cầu")) == [1, 2]


def test_equals_and_hits_without_words_stand_newest_first() -> None:
    assert order("cầu", document(1, lead="cầu"), document(2, lead="cầu")) == [2, 1]
    assert order("source:s", document(1), document(2)) == [2, 1]
    assert rank((), []) == []


def test_denied_words_do_not_count() -> None:
    assert order("cầu -lũ", document(1, lead="cầu"), document(2, lead="cầu")) == [2, 1]
