"""``diembao evidence``: the library of documents that claims are held against."""

from __future__ import annotations

import getpass
from datetime import date
from pathlib import Path

import click

from factcheck.library import Card
from jobs.desks.evidence import EvidenceDesk
from jobs.factchecking import FactCheck
from jobs.looks import note_look
from jobs.options import Day, config_option, json_option
from jobs.output import emit, say, show_table
from jobs.wiring import open_office
from news.errors import InputError
from news.evidence import EVIDENCE_KIND_VI, EvidenceKind, StoredEvidence
from news.people import Person, Role


@click.group()
def command() -> None:
    """Thư viện căn cứ: văn bản, thông báo, số liệu, kết quả kiểm chứng đã công bố."""


@command.command("list")
@click.option("--limit", type=click.IntRange(1, 10_000), default=100, show_default=True, help="Nhiều nhất.")
@config_option
@json_option
def list_(limit: int, folder: Path, as_json: bool) -> None:
    """Các căn cứ, mới thêm trước."""
    with open_office(folder) as office:
        note_look(office, "evidence")
        with office.storage.read() as work:
            documents = work.evidence.list(office.province, limit)
    if as_json:
        for one in documents:
            emit(_record(one))
    elif documents:
        rows = [
            (one.id, EVIDENCE_KIND_VI[one.evidence.kind], one.evidence.publisher, one.evidence.title)
            for one in documents
        ]
        show_table(("Số", "Loại", "Nơi công bố", "Tên"), rows)
    else:
        say("Thư viện còn trống.")


@command.command()
@click.argument("text", metavar="CÂU")
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="Nhiều nhất.")
@config_option
@json_option
def find(text: str, limit: int, folder: Path, as_json: bool) -> None:
    """Các đoạn trong thư viện nói về điều này, gần nhất trước."""
    with open_office(folder) as office:
        note_look(office, "evidence")
        found = EvidenceDesk(office, FactCheck(office)).find(text)[:limit]
    for one in found:
        if as_json:
            emit(_record(one.document) | {"passage": one.passage.number, "text": one.passage.text})
        else:
            say(f"{one.document.id}. {one.document.evidence.publisher}: {one.passage.text}")
    if not found and not as_json:
        say("Không có đoạn nào.")


@command.command()
@click.argument("number", type=int, metavar="SỐ")
@config_option
@json_option
def show(number: int, folder: Path, as_json: bool) -> None:
    """Một căn cứ: lý lịch, các đoạn, và đính chính nào dẫn nó."""
    with open_office(folder) as office:
        note_look(office, "evidence_one", number)
        view = EvidenceDesk(office, FactCheck(office)).get(number)
    cited = [one.number for one in view.cited_by]
    if as_json:
        emit(_record(view.document) | {"passages": [one.text for one in view.passages], "cited_by": cited})
        return
    one = view.document.evidence
    say(f"{number}. {one.publisher}: {one.title} ({EVIDENCE_KIND_VI[one.kind]}) {one.url}".rstrip())
    for passage in view.passages:
        say(f"  {passage.text}")
    if cited:
        say(f"Được dẫn trong đính chính số {', '.join(map(str, cited))}.")


@command.command()
@click.argument("old", type=int, metavar="SỐ_CŨ")
@click.argument("new", type=int, metavar="SỐ_MỚI", required=False)
@click.option("--undo", is_flag=True, help="Hoàn tác: căn cứ không còn bị ghi là đã thay thế.")
@config_option
def supersede(old: int, new: int | None, undo: bool, folder: Path) -> None:
    """Ghi căn cứ SỐ_MỚI thay thế SỐ_CŨ; căn cứ cũ vẫn còn."""
    with open_office(folder) as office:
        person = Person(getpass.getuser(), "", office.province, frozenset({Role.REVIEWER}))
        library = FactCheck(office).library
        if undo:
            library.restore(person, old)
        elif new is None:
            raise click.UsageError("cần SỐ_MỚI, hoặc --undo")
        else:
            try:
                library.supersede(person, old, new)
            except ValueError as error:
                raise InputError("evidence", None, "hai căn cứ thay thế lẫn nhau") from error
    say("Đã hoàn tác." if undo else f"Căn cứ {old} được thay bằng {new}.")


@command.command()
@click.argument("place", metavar="TỆP|ĐỊA_CHỈ")
@click.option("--publisher", required=True, help="Cơ quan hoặc tờ báo công bố.")
@click.option("--title", default="", help="Tên văn bản, tiêu đề.")
@click.option("--kind", type=click.Choice([kind.value for kind in EvidenceKind]), default="document", show_default=True)
@click.option("--url", default="", help="Địa chỉ công khai của tệp.")
@click.option("--sign", default="", help="Số, ký hiệu.")
@click.option("--date", "published", type=Day(), help="Ngày ban hành, ngày đăng.")
@click.option("--valid-from", type=Day(), help="Có hiệu lực từ ngày.")
@click.option("--valid-until", type=Day(), help="Có hiệu lực đến hết ngày.")
@click.option("--supersedes", type=int, help="Thay thế căn cứ số.")
@config_option
@json_option
def add(
    place: str,
    publisher: str,
    title: str,
    kind: str,
    url: str,
    sign: str,
    published: date | None,
    valid_from: date | None,
    valid_until: date | None,
    supersedes: int | None,
    folder: Path,
    as_json: bool,
) -> None:
    """Thêm một tệp (PDF, DOCX, HTML, văn bản) hoặc một địa chỉ công khai; địa chỉ được tải về."""
    is_address = place.startswith(("https://", "http://"))
    at = place if is_address else url
    card = Card(EvidenceKind(kind), publisher, title, at, sign, published, valid_from, valid_until, supersedes)
    with open_office(folder) as office:
        person = Person(getpass.getuser(), "", office.province, frozenset({Role.REVIEWER}))
        library = FactCheck(office).library
        if is_address:
            key = library.confirm(person, library.preview(place).token, card)
        else:
            key = library.add_file(person, card, _read(Path(place)))
    if as_json:
        emit({"id": key})
    else:
        say(f"Đã thêm căn cứ số {key}.")


def _record(one: StoredEvidence) -> dict[str, object]:
    kept = one.evidence
    return {
        "id": one.id,
        "kind": kept.kind.value,
        "publisher": kept.publisher,
        "title": kept.title,
        "url": kept.url,
        "sign": kept.sign,
        "published_on": kept.published_on and kept.published_on.isoformat(),
        "valid_from": kept.valid_from and kept.valid_from.isoformat(),
        "valid_until": kept.valid_until and kept.valid_until.isoformat(),
        "sha256": kept.sha256,
        "superseded_by": one.superseded_by,
    }


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(str(file), None, error.strerror or str(error)) from error
