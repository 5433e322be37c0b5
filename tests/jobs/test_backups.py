"""A backup taken while the office works opens elsewhere as the same office, and holds nothing that citizens asked."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pyrage
import pytest

from jobs.backups import BackupUnreadable, Lock, back_up, restore
from jobs.wiring import open_office, read_configuration
from news.article import Article
from news.times import utc_now
from storage.copying import TargetNotEmpty, copy_store, digest_store
from tests.jobs.office import write_office
from tests.storage.conftest import postgresql  # noqa: F401
from tests.storage.real_postgresql import PostgresServer

OPEN = Lock(passphrase="mật khẩu dài của văn phòng")
ASKED = "tin hoi rieng cua nguoi dan"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """An office with articles, an act in its log, a signed document, and a tip in the public store."""
    folder = write_office(tmp_path / "office", [], {})
    with open_office(folder) as opened:
        with opened.storage.begin() as work:
            for n in range(30):
                one = Article(f"https://bao.example/{n}", "bao", f"Tiêu đề số {n}", text="Thân bài. " * 20)
                work.articles.add(one, first_seen_at=utc_now())
            work.audit.add("ninh-binh", "lan", "sign", "edition", 1)
        (folder / "data" / "digests").mkdir(parents=True, exist_ok=True)
        (folder / "data" / "digests" / "ngay.docx").write_bytes(b"van ban da ky")
    with sqlite3.connect(folder / "data" / "public.db") as public:
        public.execute("CREATE TABLE IF NOT EXISTS mot_tin (text)")
        public.execute("INSERT INTO mot_tin VALUES (?)", (ASKED,))
    public.close()
    return folder


def _kept(folder: Path) -> int:
    with open_office(folder) as opened, opened.storage.read() as work:
        assert work.audit.verify() == []
        return work.articles.count()


def test_an_office_is_restored_elsewhere_and_goes_on(office: Path, tmp_path: Path) -> None:
    file, there = tmp_path / "sao-luu.age", tmp_path / "noi-khac"
    with open_office(office):
        made = back_up(read_configuration(office), file, OPEN, utc_now())
    assert restore(file, there, OPEN) == made
    assert _kept(there) == 30
    assert (there / "data" / "digests" / "ngay.docx").read_bytes() == b"van ban da ky"
    assert (there / "sources.csv").read_bytes() == (office / "sources.csv").read_bytes()
    with open_office(there) as opened, opened.storage.begin() as work:
        again = Article("https://bao.example/3", "bao", "Tiêu đề số 3", text="Thân bài. " * 20)
        assert not work.articles.add(again, first_seen_at=utc_now()).is_new, "nothing is doubled"


def test_what_citizens_asked_is_not_in_it_and_nobody_reads_it_without_the_key(office: Path, tmp_path: Path) -> None:
    file, there = tmp_path / "sao-luu.age", tmp_path / "noi-khac"
    back_up(read_configuration(office), file, OPEN, utc_now())
    assert b"Ti\xc3\xaau \xc4\x91\xe1\xbb\x81" not in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0
    restore(file, there, OPEN)
    assert not [one for one in there.rglob("*") if one.is_file() and ASKED.encode() in one.read_bytes()]


def test_an_age_key_opens_what_was_closed_for_it(office: Path, tmp_path: Path) -> None:
    mine, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    file = tmp_path / "sao-luu.age"
    back_up(read_configuration(office), file, Lock(recipients=(str(mine.to_public()),)), utc_now())
    with pytest.raises(BackupUnreadable):
        restore(file, tmp_path / "a", Lock(identity=str(other)))
    restore(file, tmp_path / "b", Lock(identity=str(mine)))


def test_a_wrong_passphrase_a_cut_file_and_a_used_folder_are_refused_in_words(office: Path, tmp_path: Path) -> None:
    file = tmp_path / "sao-luu.age"
    back_up(read_configuration(office), file, OPEN, utc_now())
    with pytest.raises(BackupUnreadable, match="sai mật khẩu"):
        restore(file, tmp_path / "a", Lock(passphrase="khác"))
    with pytest.raises(BackupUnreadable, match="thư mục đã có tệp"):
        restore(file, office, OPEN)
    file.write_bytes(file.read_bytes()[:-40])
    with pytest.raises(BackupUnreadable):
        restore(file, tmp_path / "b", OPEN)


def test_a_store_goes_to_postgresql_and_back_unchanged(
    office: Path,
    tmp_path: Path,
    postgresql: PostgresServer,  # noqa: F811
) -> None:
    here = read_configuration(office).database_url
    there = postgresql.make_database("diembao_thu_chuyen_kho")
    back = f"sqlite:///{tmp_path / 've.db'}"
    assert copy_store(here, there) == copy_store(there, back) == digest_store(here) == digest_store(back)
    with pytest.raises(TargetNotEmpty):
        copy_store(here, there)
