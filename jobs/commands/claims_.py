"""``diembao claims``: what awaits review; what the library says of a sentence; the corrections as files."""

from __future__ import annotations

from pathlib import Path

import click

from dashboards.public.export import export
from factcheck.matching import Match
from factcheck.sameness import Known
from jobs.desks.claim_views import LABEL_VI
from jobs.factchecking import FactCheck
from jobs.options import config_option, json_option
from jobs.output import emit, say, show_table
from jobs.public_web import public_services
from jobs.wiring import open_office
from news.claims import CLAIM_STATE_VI, VERDICT_VI, ClaimState
from news.errors import disk_error
from news.times import local, local_date

_WAITING = (ClaimState.NEW, ClaimState.IN_REVIEW, ClaimState.VERDICT, ClaimState.CONTESTED)


@click.group()
def command() -> None:
    """Nhận định cần kiểm chứng, căn cứ nói gì, và các đính chính đã công bố."""


@command.command("list")
@click.option("--all", "is_all", is_flag=True, help="Cả nhận định đã công bố, đã đóng.")
@config_option
@json_option
def list_(is_all: bool, folder: Path, as_json: bool) -> None:
    """Nhận định đang chờ thẩm định hoặc chờ duyệt."""
    with open_office(folder) as office, office.storage.read() as work:
        claims = work.claims.list(office.province, tuple(ClaimState) if is_all else _WAITING)
        records = [
            {
                "id": one.id,
                "state": one.state.value,
                "statement": one.statement,
                "origin": one.origin.value,
                "version": one.version,
                "sightings": len(work.sightings.list(one.id)),
                "changed_at": local(one.changed_at).isoformat(),
            }
            for one in claims
        ]
    if as_json:
        for record in records:
            emit(record)
    elif records:
        rows = [(r["id"], CLAIM_STATE_VI[ClaimState(str(r["state"]))], r["sightings"], r["statement"]) for r in records]
        show_table(("Số", "Trạng thái", "Bài", "Nhận định"), rows)
    else:
        say("Không có nhận định nào chờ.")


@command.command()
@click.argument("text")
@config_option
@json_option
def check(text: str, folder: Path, as_json: bool) -> None:
    """Đối chiếu một câu với thư viện căn cứ và các nhận định đã biết; không lưu gì."""
    with open_office(folder) as office:
        with office.storage.read() as work:
            known = Known(work.claims.all_wordings(office.province))
            same = known.find(text)
            correction = None if same is None else work.corrections.find(same.key)
        matches = FactCheck(office).matcher().match(text, local_date(office.clock()), is_thorough=True)
    if as_json:
        if same is not None:
            verdict = None if correction is None else correction.verdict.value
            emit({"claim": same.key, "wording": same.wording, "share": round(same.share, 3), "verdict": verdict})
        for match in matches:
            emit(_record(match))
        return
    if same is not None:
        said = "chưa công bố kết luận" if correction is None else VERDICT_VI[correction.verdict]
        say(f"Trùng nhận định số {same.key} ({said}): {same.wording}")
    telling = [match for match in matches if match.speaks or match.recycled]
    for match in telling:
        label, score = LABEL_VI[match.proposal.label.value], match.proposal.score
        say(f"{label} ({score:.0%}): {match.document.evidence.publisher}")
        say(f"  {match.passage.text}")
        for words in _reasons(match):
            say(f"  → {words}")
    if same is None and not telling:
        say("Thư viện căn cứ không nói đến điều này.")


@command.command("export")
@click.argument("target", type=click.Path(path_type=Path, file_okay=False), metavar="THƯ_MỤC_RA")
@config_option
def export_(target: Path, folder: Path) -> None:
    """Ghi các đính chính thành trang tĩnh: danh sách, từng trang có ClaimReview, RSS."""
    with open_office(folder) as office:
        FactCheck(office).refresh()
        try:
            files = export(public_services(office.configuration, office.public, office.clock), target)
        except OSError as error:
            raise disk_error(target, error) from error
    say(f"Đã ghi {len(files)} tệp vào {target}.")


def _record(match: Match) -> dict[str, object]:
    return {
        "evidence": match.document.id,
        "passage": match.passage.number,
        "publisher": match.document.evidence.publisher,
        "url": match.document.evidence.url,
        "text": match.passage.text,
        "proposal": match.proposal.label.value,
        "score": round(match.proposal.score, 3),
        "superseded_by": match.document.superseded_by,
        "recycled_from": None if match.recycled is None else match.recycled.day.isoformat(),
        "reasons": [
            {
                "kind": one.kind.value,
                "agrees": one.agrees,
                "claim_span": one.claim_span,
                "evidence_span": one.evidence_span,
                "words": one.words,
            }
            for one in match.proposal.reasons
        ],
    }


def _reasons(match: Match) -> list[str]:
    old = [match.recycled.because()] if match.recycled else []
    return old + [one.words for one in match.proposal.reasons if one.words]
