"""One Elasticsearch for all tests of the session, and both engines under one name."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.settings import ElasticSettings
from search.elastic import ElasticEngine
from search.elastic_server import Server
from search.embedded import EmbeddedEngine
from search.engine import Engine
from tests.search.real_elastic import ElasticServer, NotToBeHad, serving

#: Makes an empty engine.
NewEngine = Callable[[], Engine]

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def elasticsearch() -> Iterator[ElasticServer]:
    """The official server; a test that needs it is left out, saying why, where it is not to be had."""
    try:
        with serving() as server:
            yield server
    except NotToBeHad as error:
        pytest.skip(f"Elasticsearch: {error}")


def settings_of(server: ElasticServer, index: str, **changes: object) -> ElasticSettings:
    values = {"url": server.url, "username": server.username, "password": server.password, "index": index}
    return ElasticSettings(**{**values, **changes})  # type: ignore[arg-type]


@pytest.fixture
def elastic_settings(elasticsearch: ElasticServer) -> Iterator[ElasticSettings]:
    """Names of its own on the shared server; whatever begins so is deleted after the test."""
    settings = settings_of(elasticsearch, f"thu-{next(_numbers)}")
    yield settings
    sweep(settings)


def sweep(settings: ElasticSettings) -> None:
    server = Server(settings)
    server.delete(server.indices([f"{settings.index}-*"]))
    server.close()


@pytest.fixture
def elastic(elastic_settings: ElasticSettings) -> Iterator[ElasticEngine]:
    engine = ElasticEngine(Server(elastic_settings), elastic_settings.index)
    yield engine
    engine.close()


@pytest.fixture(params=["embedded", "elastic"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Each engine in turn."""
    if request.param == "elastic":
        yield request.getfixturevalue("elastic")
        return
    embedded = EmbeddedEngine(tmp_path / "index.db")
    yield embedded
    embedded.close()
