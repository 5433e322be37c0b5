"""The doctor names what is wrong with a real office, in words with a remedy, and changes nothing itself."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyrage
import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, text

from alerts.channels.email import EmailChannel
from alerts.policy import Mail, Policy
from config.settings import Configuration
from jobs.backups import Lock, back_up
from jobs.commands.doctor_ import command as doctor
from jobs.doctor import channels
from jobs.doctor.channels import mail_findings
from jobs.doctor.examination import examine
from jobs.doctor.finding import Finding, State
from jobs.doctor.machine import clock_findings, disk_findings
from jobs.wiring import open_office, policy_of, read_configuration
from news.article import Article
from news.times import utc_now
from reports import pdf
from search.engine import Batch
from storage.inspection import StoreLook
from tests.alerts.servers import certificate, client_context, mail_server
from tests.jobs.office import run, write_office

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def ran_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = write_office(tmp_path_factory.mktemp("kham") / "office", [], {})
    with open_office(made) as office:
        with office.storage.begin() as work:
            work.articles.add(Article("https://bao.example/1", "bao", "Tiêu đề"), first_seen_at=utc_now())
        office.advance.run()
    return made


@pytest.fixture
def folder(ran_once: Path, tmp_path: Path) -> Path:
    """An office that ran once, for this test alone."""
    return Path(shutil.copytree(ran_once, tmp_path / "office", symlinks=True))


def states(folder: Path, now: datetime | None = None) -> dict[str, Finding]:
    """The worst finding of each subject."""
    order = list(State)
    found: dict[str, Finding] = {}
    for one in examine(folder, now or utc_now()):
        if one.subject not in found or order.index(one.state) > order.index(found[one.subject].state):
            found[one.subject] = one
    return found


def state(folder: Path, subject: str) -> Finding:
    return states(folder)[subject]


def stored(folder: Path) -> str:
    return hashlib.sha256((folder / "data" / "diembao.db").read_bytes()).hexdigest()


def test_a_sound_office_has_no_fault_and_is_left_as_it_was(folder: Path) -> None:
    before = stored(folder)
    found = states(folder)
    assert [one for one in found.values() if one.state is State.FAILED] == []
    subjects = (
        "cấu hình, kho dữ liệu, cấu trúc bảng, chỉ mục, ổ đĩa, đồng hồ, múi giờ, phông chữ, khóa kết nối, mô hình"
    )
    assert {*subjects.split(", "), "tệp khóa", "sao lưu", "người dùng", "kho trang công khai"} <= found.keys()
    assert stored(folder) == before
    for one in found.values():
        assert one.words
        assert (one.state is State.FINE) == (not one.advice), "who is warned is told what to do"


def test_what_is_not_there_yet_is_said_and_not_made(folder: Path) -> None:
    data = folder / "data"
    for file in [*data.glob("public.db*"), *data.glob("index.db*")]:
        file.unlink()
    before = sorted(one.name for one in data.iterdir())
    found = states(folder)
    assert found["chỉ mục"].state is found["kho trang công khai"].state is State.WARNING
    assert sorted(one.name for one in data.iterdir()) == before


def test_an_office_that_never_ran_is_told_to_run_and_nothing_is_made(tmp_path: Path) -> None:
    folder = write_office(tmp_path / "office", [], {})
    assert "diembao run" in state(folder, "kho dữ liệu").advice
    assert not (folder / "data").exists()


def test_every_fault_of_the_configuration_is_a_line(folder: Path) -> None:
    province = folder / "province.toml"
    words = (
        province.read_text(encoding="utf-8").replace("redirects = 5", "redirects = -5").replace("[digest]", "[digets]")
    )
    province.write_text(words, encoding="utf-8")
    faults = [one for one in examine(folder, utc_now()) if one.subject == "cấu hình"]
    assert len(faults) == 2
    assert all(one.state is State.FAILED and "province.toml, dòng" in one.words for one in faults)


def test_tables_of_another_version_are_named(folder: Path) -> None:
    engine = create_engine(f"sqlite:///{folder}/data/diembao.db")

    def pretend(version: str) -> Finding:
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :one"), {"one": version})
        return state(folder, "cấu trúc bảng")

    try:
        assert (pretend("0001").state, pretend("9999").state) == (State.WARNING, State.FAILED)
        assert "diembao backup" in pretend("0001").advice
    finally:
        engine.dispose()


def test_a_destroyed_store_is_a_failure_with_the_way_back(folder: Path) -> None:
    (folder / "data" / "diembao.db").write_bytes(b"khong phai co so du lieu" * 1_000)
    found = state(folder, "kho dữ liệu")
    assert found.state is State.FAILED
    assert "diembao restore" in found.advice


def test_an_index_that_lacks_articles_is_seen(folder: Path) -> None:
    with open_office(folder) as office:
        office.engine.reset()
        # As after a restart that lost the index but not the memory of how far it was.
        with office.storage.read() as work:
            head = work.changes.head()
        office.engine.apply(Batch(0, head, []))
    found = state(folder, "chỉ mục")
    assert found.state is State.FAILED
    assert "diembao index rebuild" in found.advice


def test_a_search_server_that_is_down_is_seen(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIEMBAO_ELASTICSEARCH_URL", "http://127.0.0.1:1")
    found = state(folder, "chỉ mục")
    assert found.state is State.FAILED
    assert "Elasticsearch" in found.words


def test_old_backups_are_warned_of(folder: Path) -> None:
    assert "chưa sao lưu" in state(folder, "sao lưu").words
    key = str(pyrage.x25519.Identity.generate().to_public())
    back_up(read_configuration(folder), folder.parent / "ban.age", Lock(recipients=(key,)), utc_now())
    assert state(folder, "sao lưu").state is State.FINE
    assert states(folder, utc_now() + timedelta(days=3))["sao lưu"].state is State.WARNING


def test_a_disk_that_cannot_be_written_or_is_nearly_full_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert next(disk_findings(Path("/proc/khong-co/data"))).state is State.FAILED
    usage = shutil.disk_usage(tmp_path)
    for free, expected in ((10**8, State.FAILED), (10**9, State.WARNING), (10**11, State.FINE)):
        left = usage._replace(free=free)
        monkeypatch.setattr(shutil, "disk_usage", lambda _place, left=left: left)
        assert next(disk_findings(tmp_path / "chưa có")).state is expected


def test_a_clock_that_is_behind_its_own_store_or_the_database_is_a_failure(folder: Path) -> None:
    assert states(folder, utc_now() - timedelta(days=1))["đồng hồ"].state is State.FAILED
    far = StoreLook("postgresql://kho", tables="0001", server_time=NOW + timedelta(minutes=2))
    assert [one.state for one in clock_findings(far, NOW, True)] == [State.FAILED]
    assert [one.state for one in clock_findings(None, NOW, False)] == [State.WARNING]
    assert [one.state for one in clock_findings(None, NOW, None)] == [State.FINE]


@pytest.fixture
def abroad(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patched:
        patched.setenv("TZ", "Europe/Paris")
        time.tzset()
        yield
    time.tzset()


def test_a_machine_in_another_zone_is_told_so(folder: Path, abroad: None) -> None:
    found = state(folder, "múi giờ")
    assert found.state is State.WARNING
    assert "timedatectl set-timezone" in found.advice


def test_a_lost_font_is_a_failure(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_FONTS", tmp_path)
    found = state(folder, "phông chữ")
    assert found.state is State.FAILED
    assert "LiberationSerif-Bold" in found.words


def test_secrets_that_others_may_read_are_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = folder.parent / "telegram"
    secret.write_text("khoa", encoding="utf-8")
    monkeypatch.setenv("DIEMBAO_TELEGRAM_TOKEN_FILE", str(secret))
    secret.chmod(0o644)
    found = state(folder, "tệp khóa")
    assert (found.state, found.advice) == (State.FAILED, f"chmod 600 {secret}")
    assert "khoa" not in found.words.split()
    secret.chmod(0o600)
    assert state(folder, "tệp khóa").state is State.FINE
    (folder / "data").chmod(0o755)
    assert state(folder, "thư mục dữ liệu").state is State.WARNING
    (folder / "data").chmod(0o750)
    assert state(folder, "thư mục dữ liệu").state is State.FINE


def test_a_channel_without_its_key_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "recipients.toml").write_text(
        '[[recipient]]\nname = "truc"\ntelegram = "-100"\nemail = "truc@vp.example"\n', encoding="utf-8"
    )
    found = state(folder, "khóa kết nối")
    assert found.state is State.FAILED
    assert "DIEMBAO_TELEGRAM_TOKEN" in found.words
    assert "[mail]" in found.words


def test_the_mail_server_is_tried_without_sending(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vouching = certificate(tmp_path)
    monkeypatch.setattr(
        channels, "EmailChannel", lambda mail, *rest: EmailChannel(mail, *rest, context=client_context(vouching))
    )
    with mail_server(vouching) as box:
        good, unknown = written(folder, box.port), certificate(tmp_path, "khac")
        (found,) = mail_findings(*good)
        assert found.state is State.FINE, found
        monkeypatch.setattr(
            channels, "EmailChannel", lambda mail, *rest: EmailChannel(mail, *rest, context=client_context(unknown))
        )
        (found,) = mail_findings(*good)
        assert found.state is State.FAILED
        assert "chứng thư" in found.words
    assert box.letters == []
    (found,) = mail_findings(*good)
    assert "không kết nối được" in found.words


def written(folder: Path, port: int) -> tuple[Configuration, Policy]:
    (folder / "recipients.toml").write_text(
        f'[mail]\nhost = "127.0.0.1"\nport = {port}\nfrom = "vp@thu.example"\n', encoding="utf-8"
    )
    configuration = read_configuration(folder)
    policy = policy_of(configuration)
    assert policy.mail == Mail("127.0.0.1", port, "starttls", "vp@thu.example")
    return configuration, policy


def test_a_model_that_is_gone_is_named(folder: Path) -> None:
    record = {"task": "tone", "folder": str(folder / "mat"), "name": "m", "licence": "mit", "columns": [0, 1, 2]}
    file = folder / "data" / "models.json"
    file.write_text(json.dumps([{**record, "sha256": "00"}]), encoding="utf-8")
    assert "diembao models add tone" in state(folder, "mô hình").advice
    file.write_text("{", encoding="utf-8")
    # Whatever else reads this file must not be in the way of the doctor.
    assert state(folder, "mô hình").state is State.FAILED


def test_the_verb_says_it_in_lines_or_json_and_by_its_code(folder: Path) -> None:
    said = CliRunner().invoke(doctor, ["--config", str(folder)])
    assert said.exit_code == 0, said.output
    assert "Traceback" not in said.output
    (folder / "data" / "diembao.db").write_bytes(b"hong" * 5_000)
    ran = run("doctor", "--json", "--config", folder)
    records = [json.loads(line) for line in ran.stdout.splitlines()]
    assert ran.returncode == 1
    assert {"subject", "state", "words", "advice"} == set(records[0])
    assert {one["state"] for one in records if one["subject"] == "kho dữ liệu"} == {"failed"}
