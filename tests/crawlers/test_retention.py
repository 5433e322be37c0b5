from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawlers.archive import Archive, read_page
from crawlers.retention import sweep
from net.client import Answer
from news.article import Article
from news.errors import StorageError
from storage import SnapshotRef, Storage, open_storage

NOW = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
LIFE = timedelta(days=90)


def _keep(storage: Storage, folder: Path, url: str, at: datetime, *, is_cited: bool = False) -> SnapshotRef:
    body = url.encode()
    archive = Archive(folder)
    page = archive.append(Answer(url, 200, "OK", (), body, body, ""), url, at)
    archive.close()
    ref = SnapshotRef(url, page.file, page.offset, page.length, page.sha256, at, at + LIFE)
    with storage.begin() as work:
        stored = work.articles.add(Article(url=url, source="a", title="Tin"), first_seen_at=at, snapshot=ref)
        if is_cited:
            work.snapshots.cite(work.snapshots.list(stored.id)[0].id)
    return ref


def _read(folder: Path, ref: SnapshotRef) -> bytes:
    return read_page(folder, ref.file, ref.offset, ref.length, ref.sha256).body


def test_pages_go_when_their_time_is_over_unless_cited(tmp_path: Path) -> None:
    storage = open_storage(f"sqlite:///{tmp_path / 'a.db'}", clock=lambda: NOW)
    folder = tmp_path / "archive"
    old = _keep(storage, folder, "http://a.vn/old", NOW - LIFE - timedelta(days=5))
    cited = _keep(storage, folder, "http://a.vn/cited", NOW - LIFE - timedelta(days=5), is_cited=True)
    young = _keep(storage, folder, "http://a.vn/young", NOW - timedelta(days=1))
    alone = _keep(storage, folder, "http://a.vn/alone", NOW - LIFE - timedelta(days=9))
    assert sweep(storage, folder, NOW, LIFE) == 2
    assert sweep(storage, folder, NOW, LIFE) == 0
    assert _read(folder, cited) == b"http://a.vn/cited"
    assert _read(folder, young) == b"http://a.vn/young"
    assert not (folder / alone.file).exists()
    with pytest.raises(StorageError):
        _read(folder, old)
    storage.close()
