"""One tree of errors: everything of ours is caught as one, and says itself in Vietnamese."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from news import errors

CLASSES = [one for _, one in inspect.getmembers(errors, inspect.isclass) if issubclass(one, Exception)]


@pytest.mark.parametrize("one", CLASSES)
def test_every_error_is_ours_and_says_what_it_means(one: type[Exception]) -> None:
    assert issubclass(one, errors.NewsError)
    assert one.__doc__


def test_errors_carry_objects_rather_than_text() -> None:
    error = errors.ConfigError(Path("province.toml"), 7, "crawl.delay", '"fast"', "a span of time")
    assert error.line == 7
    assert "province.toml, line 7" in str(error)
    assert "province.toml, dòng 7" in error.vi


def test_all_faults_of_a_folder_are_one_error() -> None:
    one = errors.ConfigError(Path("a"), 1, "x", "1", "2")
    assert len(str(errors.ConfigErrors([one, one])).splitlines()) == 2
