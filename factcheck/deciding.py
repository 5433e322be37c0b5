"""What a decision must hold before a second person sees it (SCOPE §2, §4, §5). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from news.claims import FALSE_VERDICTS, Decision
from news.evidence import StoredEvidence
from news.urls import is_web_link
from nlp.tokens import tokens

MOST_STATEMENT_CHARS = 500
LEAST_EXPLANATION_CHARS, MOST_EXPLANATION_CHARS = 30, 6_000
MOST_WORDINGS = 12
#: Shorter ones would find more than the claim: there is no free query.
LEAST_WORDING_TOKENS = 4
#: Of a wording's syllables, how many must be the statement's or the explanation's.
LEAST_SHARED = 0.5
LONGEST_COUNTING = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with which field, in the reviewer's language."""

    field: str
    words: str


def faults(decision: Decision, evidence: Mapping[int, StoredEvidence], today: date) -> list[Fault]:
    """Everything that keeps a decision from being approved; ``evidence`` holds the office's documents it may cite."""
    found = [*_of_words(decision), *_of_evidence(decision, evidence)]
    if decision.category is not None and decision.verdict not in FALSE_VERDICTS:
        found.append(Fault("category", "Thông báo an toàn chỉ dành cho kết luận sai sự thật hoặc gây hiểu lầm."))
    return found + _of_counting(decision, today)


def _of_words(decision: Decision) -> list[Fault]:
    found = []
    if not 0 < len(decision.statement.strip()) <= MOST_STATEMENT_CHARS:
        found.append(Fault("statement", f"Nhận định dài từ 1 đến {MOST_STATEMENT_CHARS} ký tự."))
    if not LEAST_EXPLANATION_CHARS <= len(decision.explanation.strip()) <= MOST_EXPLANATION_CHARS:
        words = f"Lời giải thích do người thẩm định viết, dài {LEAST_EXPLANATION_CHARS}–{MOST_EXPLANATION_CHARS} ký tự."
        found.append(Fault("explanation", words))
    return found


def _of_evidence(decision: Decision, evidence: Mapping[int, StoredEvidence]) -> list[Fault]:
    cited = [evidence[key] for key in decision.evidence if key in evidence]
    if len(cited) != len(decision.evidence) or len(set(decision.evidence)) != len(decision.evidence):
        return [Fault("evidence", "Có căn cứ không còn trong thư viện hoặc bị nêu hai lần.")]
    if not any(is_web_link(one.evidence.url) and one.evidence.publisher.strip() for one in cited):
        return [Fault("evidence", "Cần ít nhất một căn cứ công khai: có tên cơ quan công bố và đường dẫn.")]
    if all(one.superseded_by is not None for one in cited):
        return [Fault("evidence", "Mọi căn cứ đều đã được thay thế bằng văn bản mới hơn.")]
    return []


def _of_counting(decision: Decision, today: date) -> list[Fault]:
    until = decision.counted_until
    if not decision.wordings and until is None:
        return []
    if decision.verdict not in FALSE_VERDICTS:
        return [Fault("wordings", "Chỉ đếm nhận định đã kết luận sai sự thật hoặc gây hiểu lầm.")]
    if until is None or not decision.wordings:
        return [Fault("counted_until", "Cần cả cách diễn đạt được đếm và ngày kết thúc đếm.")]
    found = []
    if not today <= until <= today + LONGEST_COUNTING:
        found.append(
            Fault("counted_until", f"Ngày kết thúc đếm trong vòng {LONGEST_COUNTING.days} ngày kể từ hôm nay.")
        )
    if len(decision.wordings) > MOST_WORDINGS:
        found.append(Fault("wordings", f"Nhiều nhất {MOST_WORDINGS} cách diễn đạt."))
    said = set(tokens(f"{decision.statement}\n{decision.explanation}"))
    for wording in decision.wordings:
        asked = tokens(wording)
        shared = sum(token in said for token in asked)
        if len(asked) < LEAST_WORDING_TOKENS or shared < LEAST_SHARED * len(asked) or "@" in wording or "/" in wording:
            found.append(Fault("wordings", f"“{wording}” không phải một cách diễn đạt của chính nhận định này."))
    return found
