"""The public pages' own database: their role enters it and nothing else, and the office still reads what was asked."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg
import pytest

from news.errors import StorageError
from storage import open_storage
from storage.public import open_public
from tests.deploy.test_deploy import DEPLOY
from tests.storage.conftest import postgresql  # noqa: F401
from tests.storage.real_postgresql import PostgresServer


@pytest.fixture
def prepared(postgresql: PostgresServer) -> Iterator[str]:  # noqa: F811
    """The server after the script ran as the image runs it; the address without user and database."""
    parts = urlsplit(postgresql.url)
    postgresql.make_database("diembao")
    environ = {
        **os.environ, "POSTGRES_USER": str(parts.username), "PGHOST": str(parts.hostname), "PGPORT": str(parts.port),
        "PUBLIC_PASSWORD": "mật 'khẩu'",
    }  # fmt: skip
    ran = subprocess.run(["bash", DEPLOY / "postgres" / "10-public.sh"], env=environ, capture_output=True, text=True)
    try:
        assert ran.returncode == 0, ran.stderr
        yield f"{parts.hostname}:{parts.port}"
    finally:
        with psycopg.connect(f"{postgresql.url}/postgres", autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS diembao_public WITH (FORCE)")
            connection.execute("DROP DATABASE IF EXISTS diembao WITH (FORCE)")
            connection.execute("DROP ROLE IF EXISTS diembao_public")


def test_the_public_role_has_a_database_of_its_own_and_enters_no_other(prepared: str) -> None:
    open_storage(f"postgresql://thu@{prepared}/diembao").close()
    own = f"postgresql://diembao_public@{prepared}/diembao_public"
    for _ in ("the public process", "the office"):
        store = open_public(own)
        with store.read() as work:
            assert list(work.copies.list("ninh-binh")) == []
        store.close()
    for other in ("diembao", "postgres"):
        with pytest.raises(StorageError, match="permission denied"):
            open_public(f"postgresql://diembao_public@{prepared}/{other}")
