"""``diembao tips``: what waits, and what the tip line would answer to a message (of which nothing is kept)."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from factcheck.tips import TipLine, masked_tip
from jobs.looks import note_look
from jobs.options import config_option, json_option
from jobs.output import emit, say, show_table
from jobs.wiring import open_office
from news.safety import SAFETY_VI
from news.times import local

_MOST_BYTES = 64 * 1024


@click.group()
def command() -> None:
    """Tin người dân hỏi."""


@command.command("list")
@config_option
@json_option
def list_(folder: Path, as_json: bool) -> None:
    """Thẻ tin hỏi đang chờ: bao nhiêu lượt, dấu hiệu gì. Nội dung (đã che) chỉ xem trên trang web."""
    with open_office(folder) as office:
        note_look(office, "tips")
        with office.public.read() as public:
            cards = public.tips.cards(office.province)
            contests = public.contests.list(office.province)
    if as_json:
        for one in cards:
            category = None if one.category is None else one.category.value
            emit({"card": one.id, "asked": one.size, "since": local(one.first).isoformat(), "category": category})
        return
    signs = [(one.id, one.size, SAFETY_VI[one.category] if one.category else "") for one in cards]
    show_table(("Thẻ", "Lượt hỏi", "Dấu hiệu"), signs)
    say(f"{len(contests)} đề nghị xem lại đang chờ trả lời.")


@command.command()
@click.argument("message", metavar="TIN|TỆP|-")
@config_option
@json_option
def check(message: str, folder: Path, as_json: bool) -> None:
    """Tin này sẽ được trả lời thế nào: nội dung tin, tệp văn bản, hoặc - để đọc từ đầu vào. Không lưu gì."""
    text = _read(message)
    with open_office(folder) as office:
        answer = TipLine(office.public, office.province, office.clock).preview(text)
    if as_json:
        correction = answer.correction
        emit(
            {
                "answer": answer.kind.value,
                "words": answer.words,
                "because": answer.because,
                "correction": None if correction is None else correction.number,
                "verdict": None if correction is None else correction.verdict.value,
                "category": None if answer.category is None else answer.category.value,
                "masked_text": masked_tip(text),
            }
        )
    else:
        say(answer.words)


def _read(message: str) -> str:
    if message == "-":
        return sys.stdin.buffer.read(_MOST_BYTES).decode("utf-8", "replace")
    try:
        is_file = Path(message).is_file()
    except (OSError, ValueError):
        is_file = False  # a message is longer than any name of a file
    if is_file:
        with Path(message).open("rb") as file:
            return file.read(_MOST_BYTES).decode("utf-8", "replace")
    return message
