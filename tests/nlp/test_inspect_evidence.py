"""The microscope on claim and evidence: the keys of DESIGN §3; bad lines stand aside, in their place."""

from __future__ import annotations

import json
from typing import Any

import pytest

from news.errors import InputError
from nlp import transformer
from nlp.inspect_evidence import BATCH, evidence

RECORD: dict[str, Any] = {
    "id": "e1",
    "claim": "Tỉnh phê duyệt dự án kè biển dài 5 km.",
    "evidence": "Sáng nay tỉnh phê duyệt dự án kè biển dài 3,2 km.",
    "evidence_date": "2026-06-05",
}


@pytest.fixture(autouse=True)
def _light_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transformer, "pairs", lambda claims, evidences: None)


def test_gives_the_keys_of_the_design() -> None:
    (found,) = evidence([RECORD])
    assert list(found) == ["id", "proposal", "score", "reasons"]
    assert found["proposal"] in ("SUPPORTED", "REFUTED", "NEI")
    number = next(reason for reason in found["reasons"] if reason["kind"] == "number")
    assert RECORD["claim"][number["claim"]["start"] : number["claim"]["end"]] == "5 km"
    assert RECORD["evidence"][number["evidence"]["start"] : number["evidence"]["end"]] == "3,2 km"
    assert not number["agrees"]
    json.dumps(found)


@pytest.mark.parametrize(
    "change", [{"claim": 3}, {"evidence": " "}, {"claim_date": "hôm qua"}, {"evidence_date": 5}, {"evidence": None}]
)
def test_a_bad_field_is_an_error_beside_the_id(change: dict[str, Any]) -> None:
    (found,) = evidence([RECORD | change])
    assert list(found) == ["id", "error"]
    assert next(iter(change)) in found["error"]


def test_bad_lines_stand_in_their_place_and_the_rest_goes_on() -> None:
    broken = InputError("tệp", 2, "không phải JSON")
    found = list(evidence([RECORD, broken, {"line": 3, "claim": "x"}, *[RECORD] * BATCH]))
    assert [next(iter(one)) for one in found[:4]] == ["id", "line", "line", "id"]
    assert found[1] == {"line": 2, "error": "không phải JSON"}
    assert len(found) == BATCH + 3
