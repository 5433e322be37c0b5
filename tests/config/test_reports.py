"""``[reports]`` of ``schedule.toml``: when reports are made, where months and years begin."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.schedule import read_schedule
from config.tables import Faults, parse_table
from news.rhythm import Rhythm


def read(text: str) -> tuple[Rhythm, list[str]]:
    faults = Faults()
    found = read_schedule(parse_table(text, Path("schedule.toml"), faults)).reports
    return found, [one.key for one in faults.errors]


def test_without_a_word_weeks_are_made_on_monday_and_the_year_on_the_tenth_of_december() -> None:
    assert read("") == (Rhythm(), [])


def test_an_office_may_count_its_months_from_the_fifteenth() -> None:
    rhythm, faults = read(
        '[reports]\nat = "15:00"\nweek_on = 4\nmonth_on = 15\nmonth_begins = 15\nyear_begins = "15/12"\n'
    )
    assert faults == []
    assert (rhythm.at.hour, rhythm.week_on, rhythm.month_begins, rhythm.year_begins) == (15, 4, 15, (12, 15))


@pytest.mark.parametrize(
    "line",
    ["week_on = 8", "month_on = 31", 'year_on = "31/02"', 'year_on = "29/02"', 'year_begins = "mai"', "weak = 1"],
)
def test_a_day_that_does_not_exist_is_named(line: str) -> None:
    _, faults = read(f"[reports]\n{line}\n")
    assert faults == [f"reports.{line.split(' ')[0]}"]
