"""``diembao inspect``: the microscope. No province, no database, no network; one JSON object a line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from jobs.lines import read_bytes, records
from jobs.output import emit
from news.errors import InputError, NewsError

MOST_BYTES = 50_000_000


@click.group()
def command() -> None:
    """Xem bộ đọc và mô hình hiểu một nguồn tin, trang hay văn bản thế nào; in JSON."""


@command.command()
@click.argument("path", metavar="TỆP|THƯ_MỤC|-")
@click.option("--url", default="https://feed.invalid/", help="Địa chỉ của nguồn tin, để hiểu liên kết tương đối.")
def feed(path: str, url: str) -> None:
    """Một nguồn cấp tin (RSS, Atom, sitemap …), hoặc một thư mục gồm nhiều nguồn."""
    from crawlers.inspect import feed as inspect_feed

    folder = Path(path)
    files = [str(file) for file in sorted(folder.iterdir()) if file.is_file()] if folder.is_dir() else [path]
    for file in files:
        try:
            emit(inspect_feed(read_bytes(file, MOST_BYTES), url=url, file=Path(file).name))
        except NewsError as error:
            emit({"file": Path(file).name, "error": error.vi})


@command.command()
@click.argument("path", required=False, metavar="TỆP|-")
@click.option("--url", help="Địa chỉ của trang.")
@click.option("--manifest", help="JSONL gồm file và url; tệp tính từ thư mục của manifest.")
def page(path: str | None, url: str | None, manifest: str | None) -> None:
    """Một trang HTML, hoặc nhiều trang theo một danh sách."""
    from crawlers.inspect import page as inspect_page

    if (path is None) == (manifest is None) or (path is not None and url is None):
        raise click.UsageError("cần TỆP với --url, hoặc --manifest")
    for name, address, file in [(path or "", url or "", path or "")] if manifest is None else _manifest(manifest):
        try:
            if isinstance(address, InputError):
                raise address
            emit(inspect_page(read_bytes(file, MOST_BYTES), url=address, file=name))
        except NewsError as error:
            emit({"file": name, "error": error.vi})


def _manifest(manifest: str) -> Iterator[tuple[str, str | InputError, str]]:
    folder = Path(manifest).parent
    for number, record in records(manifest):
        if isinstance(record, InputError):
            yield f"{manifest}:{number}", record, ""
            continue
        name, url = record.get("file"), record.get("url")
        if not isinstance(name, str) or not isinstance(url, str):
            yield str(name), InputError(manifest, number, "cần file và url"), ""
            continue
        yield name, url, str(folder / name)


@command.command()
@click.argument("path", default="-", metavar="TỆP|-")
@click.option(
    "--only",
    help="Chỉ các bước này, cách nhau bằng dấu phẩy: language,mentions,relevance,tone,topics,claims,words; "
    "với tin hỏi: safety,masked_text",
)
@click.option("--reasons", is_flag=True, help="In cả lý do: vì sao là địa danh ấy, mức liên quan ấy, sắc thái ấy.")
def text(path: str, only: str | None, reasons: bool) -> None:
    """Các văn bản (JSONL: id, title, text …): ngôn ngữ, địa danh, mức liên quan, sắc thái, lĩnh vực, nhận định.

    Bản ghi có "kind": "tip" là tin hỏi: in loại nguy hại (nếu có) và bản đã che thông tin riêng.
    """
    from nlp.gazetteer import provinces
    from nlp.inspect import STEPS, TIP_STEPS
    from nlp.inspect import text as inspect_text

    steps = None if only is None else frozenset(step.strip() for step in only.split(",") if step.strip())
    if steps is not None and (unknown := steps - {*STEPS, *TIP_STEPS}):
        known = ", ".join((*STEPS, *TIP_STEPS))
        raise click.BadParameter(f"không có bước {', '.join(sorted(unknown))}; có: {known}")
    every = tuple(facts.id for facts in provinces())
    for number, record in records(path):
        if isinstance(record, InputError):
            emit({"line": number, "error": record.reason})
        else:
            wanted = None if steps is None else steps - {"words"}
            answer = inspect_text(record, wanted, provinces=every, with_reasons=reasons)
            if steps is not None and "words" in steps and "error" not in answer:
                answer["words"] = _words(record)
            emit(_with_place(answer, number))


@command.command()
@click.argument("path", default="-", metavar="TỆP|-")
def stories(path: str) -> None:
    """Các bài (JSONL: id, title, text, published_at, source): bài nào cùng một sự kiện, bài nào đăng lại."""
    from nlp.inspect import stories as inspect_stories

    good: list[dict[str, Any]] = []
    for number, record in records(path):
        if isinstance(record, InputError):
            emit({"line": number, "error": record.reason})
        else:
            good.append({"line": number, **record})
    for answer in inspect_stories(good):
        emit(answer)


@command.command()
@click.argument("path", default="-", metavar="TỆP|-")
def evidence(path: str) -> None:
    """Các cặp nhận định và căn cứ (JSONL: id, claim, evidence …): khớp, trái hay chưa đủ căn cứ, và vì sao."""
    from nlp.inspect_evidence import evidence as inspect_evidence

    asked = ({"line": number, **record} if isinstance(record, dict) else record for number, record in records(path))
    for answer in inspect_evidence(asked):
        emit(answer)


def _words(record: dict[str, Any]) -> list[str]:
    from nlp.words import segment

    return [word for key in ("title", "text") for word in segment(str(record.get(key) or ""))]


def _with_place(answer: dict[str, Any], number: int) -> dict[str, Any]:
    return answer if answer.get("id") is not None else {"line": number, **answer}
