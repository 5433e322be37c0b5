"""What people's words on relevance and stories are made into, for ``models train``: measures with the right answer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from news.analysis import Override, Relevance
from news.story import FactKind, StoryFact
from nlp import relevance, story_learning
from nlp.relevance_learning import Features, RelevanceLesson
from nlp.stories import WINDOW, Signature
from nlp.story_learning import StoryLesson
from storage import Work


def relevance_lessons(work: Work, province: str, said: Sequence[Override]) -> list[RelevanceLesson]:
    """Of articles whose title or lead names the province; of the others the layer has nothing to weigh."""
    counted = _features(work, province, [word.article_id for word in said])
    return [
        RelevanceLesson(counted[word.article_id], Relevance(word.value)) for word in said if word.article_id in counted
    ]


def others_of_relevance(work: Work, province: str, corrected: Collection[int], most: int) -> list[Features]:
    """The newest articles that name the province and that nobody corrected."""
    newest = [one for one in work.articles.newest(most + len(corrected)) if one not in corrected][:most]
    return list(_features(work, province, newest).values())


def _features(work: Work, province: str, ids: Sequence[int]) -> dict[int, Features]:
    analyses = work.analyses.list(ids)
    found = {}
    for stored in work.articles.list(sorted(analyses)):
        article, mentions = stored.article, analyses[stored.id].mentions
        counted = relevance.features_of(article.title, article.lead, article.text, mentions, province)
        if counted is not None:
            found[stored.id] = counted
    return found


def story_lessons(work: Work, facts: Sequence[StoryFact]) -> list[StoryLesson]:
    """One for each act of joining or parting: its likeliest pair, of those near enough in time to be weighed."""
    newest: dict[tuple[int, int], StoryFact] = {(fact.a, fact.b): fact for fact in facts}
    acts: dict[tuple[str, datetime, FactKind], list[tuple[int, int]]] = {}
    for pair, fact in newest.items():
        acts.setdefault((fact.person, fact.at, fact.kind), []).append(pair)
    weighed = dict(_log_odds(work, newest))
    return [
        StoryLesson(max(known), kind is FactKind.MUST_LINK)
        for (_, _, kind), pairs in acts.items()
        if (known := [weighed[pair] for pair in pairs if pair in weighed])
    ]


def others_of_stories(work: Work, corrected: Collection[int], most: int) -> list[float]:
    """The log-odds of the pairs that are likely enough to be kept, among the newest articles."""
    newest = [one for one in work.articles.newest(most + len(corrected)) if one not in corrected][:most]
    return [log_odds for _, log_odds in _log_odds(work, [(edge.a, edge.b) for edge in work.stories.edges_of(newest)])]


def _log_odds(work: Work, pairs: Iterable[tuple[int, int]]) -> Iterable[tuple[tuple[int, int], float]]:
    """By the shipped layer, of the pairs whose articles are grouped and near in time."""
    wanted = list(pairs)
    rows = work.stories.rows_of({key for pair in wanted for key in pair})
    read = {key: Signature.decode(row.signature) for key, row in rows.items() if row.signature}
    known = [
        (a, b)
        for a, b in wanted
        if len(read.get(a, ())) and len(read.get(b, ())) and abs(rows[a].at - rows[b].at) <= WINDOW
    ]
    apart = [abs(rows[a].at - rows[b].at).total_seconds() / 3600 for a, b in known]
    return zip(known, story_learning.log_odds_of([(read[a], read[b]) for a, b in known], apart), strict=True)
