"""Random documents and queries over few words, so that they meet often. Shared with the tests of ``search``."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from news.analysis import Relevance, Tone, Topic
from nlp.document import Document
from nlp.query import Query
from nlp.query_tree import Concerns, Days, Has, Label, Node, Words, all_of, any_of, none_of

WORDS = ["ninh", "bình", "binh", "bính", "đak", "dak", "hòa", "hoa", "12", "東京", "京都", "u", "ni"]
SOURCES = ["baomau", "bao-khac", "báo.lạ/1"]
PROVINCES = ["ninh-binh", "quang-ngai"]
STORIES = ["S1", "s2"]
START = datetime(2026, 11, 1, 16, 30, tzinfo=UTC)

words = st.sampled_from(WORDS)
fields = st.lists(words, max_size=5).map(tuple)
days = st.integers(0, 4).map(lambda n: date(2026, 11, 1) + timedelta(days=n))


@st.composite
def documents(draw: st.DrawFn, article_id: int | None = None) -> Document:
    # Few moments: many articles share one, some straddle midnight in +07:00, and arrival is not publication.
    at = START + timedelta(minutes=30) * draw(st.integers(0, 150))
    return Document(
        id=draw(st.integers(1, 40)) if article_id is None else article_id,
        source=draw(st.sampled_from(SOURCES)),
        sort_at=at,
        first_seen_at=at,
        title=draw(fields),
        lead=draw(fields),
        text=draw(fields),
        language=draw(st.sampled_from([None, "vi", "en"])),
        tone=draw(st.sampled_from([None, *Tone])),
        topics=tuple(draw(st.lists(st.sampled_from(list(Topic)[:3]), max_size=2, unique=True))),
        provinces=draw(
            st.dictionaries(
                st.sampled_from(PROVINCES), st.sampled_from([Relevance.ABOUT, Relevance.SPORT, Relevance.PASSING])
            )
        ),
        story=draw(st.sampled_from([None, *STORIES])),
    )


def _days(pair: tuple[date | None, date | None]) -> Days:
    since, until = pair
    if since is None and until is None:
        since = date(2026, 11, 2)
    if since is not None and until is not None and since > until:
        since, until = until, since
    return Days(since, until)


leaves: st.SearchStrategy[Node] = st.one_of(
    st.builds(Words, st.lists(words, min_size=1, max_size=3).map(tuple), st.booleans(), st.booleans()),
    st.builds(Has, st.just(Label.SOURCE), st.sampled_from(SOURCES)),
    st.builds(Has, st.just(Label.TONE), st.sampled_from([tone.value for tone in Tone])),
    st.builds(Has, st.just(Label.TOPIC), st.sampled_from([topic.value for topic in list(Topic)[:3]])),
    st.builds(Has, st.just(Label.LANGUAGE), st.sampled_from(["vi", "en"])),
    st.builds(Has, st.just(Label.STORY), st.sampled_from(STORIES)),
    st.builds(Concerns, st.sampled_from(PROVINCES), st.sampled_from([None, Relevance.ABOUT, Relevance.SPORT])),
    st.tuples(st.none() | days, st.none() | days).map(_days),
)

nodes: st.SearchStrategy[Node] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        inner.map(none_of),
        st.lists(inner, min_size=2, max_size=3).map(all_of),
        st.lists(inner, min_size=2, max_size=3).map(any_of),
    ),
    max_leaves=8,
)

queries: st.SearchStrategy[Query] = nodes.map(Query)
