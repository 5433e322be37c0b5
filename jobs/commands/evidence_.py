"""``diembao evidence``: the library of documents that claims are held against."""

from __future__ import annotations

import getpass
from datetime import date
from pathlib import Path

import click

from factcheck.library import Card
from jobs.factchecking import FactCheck
from jobs.options import Day, config_option, json_option
from jobs.output import emit, say, show_table
from jobs.wiring import open_office
from news.errors import InputError
from news.evidence import EVIDENCE_KIND_VI, EvidenceKind
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
    with open_office(folder) as office, office.storage.read() as work:
        documents = work.evidence.list(office.province, limit)
    if as_json:
        for one in documents:
            kept = one.evidence
            emit(
                {
                    "id": one.id,
                    "kind": kept.kind.value,
                    "publisher": kept.publisher,
                    "title": kept.title,
                    "url": kept.url,
                    "sign": kept.sign,
                    "published_on": kept.published_on and kept.published_on.isoformat(),
                    "sha256": kept.sha256,
                    "superseded_by": one.superseded_by,
                }
            )
    elif documents:
        rows = [
            (one.id, EVIDENCE_KIND_VI[one.evidence.kind], one.evidence.publisher, one.evidence.title)
            for one in documents
        ]
        show_table(("Số", "Loại", "Nơi công bố", "Tên"), rows)
    else:
        say("Thư viện còn trống.")


@command.command()
@click.argument("place", metavar="TỆP|ĐỊA_CHỈ")
@click.option("--publisher", required=True, help="Cơ quan hoặc tờ báo công bố.")
@click.option("--title", default="", help="Tên văn bản, tiêu đề.")
@click.option("--kind", type=click.Choice([kind.value for kind in EvidenceKind]), default="document", show_default=True)
@click.option("--url", default="", help="Địa chỉ công khai của tệp.")
@click.option("--sign", default="", help="Số, ký hiệu.")
@click.option("--date", "published", type=Day(), help="Ngày ban hành, ngày đăng.")
@click.option("--supersedes", type=int, help="Thay thế căn cứ số.")
@config_option
def add(
    place: str,
    publisher: str,
    title: str,
    kind: str,
    url: str,
    sign: str,
    published: date | None,
    supersedes: int | None,
    folder: Path,
) -> None:
    """Thêm một tệp (PDF, DOCX, HTML, văn bản) hoặc một địa chỉ công khai; địa chỉ được tải về."""
    is_address = place.startswith(("https://", "http://"))
    card = Card(
        EvidenceKind(kind), publisher, title, place if is_address else url, sign, published, supersedes=supersedes
    )
    with open_office(folder) as office:
        person = Person(getpass.getuser(), "", office.province, frozenset({Role.REVIEWER}))
        library = FactCheck(office).library
        if is_address:
            key = library.confirm(person, library.preview(place).token, card)
        else:
            key = library.add_file(person, card, _read(Path(place)))
    say(f"Đã thêm căn cứ số {key}.")


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(str(file), None, error.strerror or str(error)) from error
