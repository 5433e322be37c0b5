"""``init --province`` writes a folder that reads without a fault for each of the 34 provinces."""

from __future__ import annotations

from pathlib import Path

import pytest

from config import write_folder
from jobs.wiring import read_configuration
from nlp.gazetteer import ProvinceFacts, provinces


@pytest.mark.parametrize("facts", provinces(), ids=lambda facts: facts.id)
def test_each_province_has_a_folder_that_reads(facts: ProvinceFacts, tmp_path: Path) -> None:
    write_folder(tmp_path / facts.id, facts.id, facts.name, facts.full_name)
    found = read_configuration(tmp_path / facts.id)
    assert (found.province.id, found.province.name) == (facts.id, facts.name)
    assert facts.units


def test_there_are_34() -> None:
    assert len({facts.id for facts in provinces()}) == 34
