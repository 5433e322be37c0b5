"""``diembao claims``: what awaits review; what the library says of a sentence; the corrections as files."""

from __future__ import annotations

from pathlib import Path

import click

from dashboards.public.export import export
from factcheck.matching import Match
from factcheck.sameness import Known
from jobs.desks.claim_views import LABEL_VI, ClaimViews
from jobs.desks.staff import AT_THE_MACHINE
from jobs.factchecking import FactCheck
from jobs.looks import note_look
from jobs.options import config_option, json_option
from jobs.output import emit, say, show_table
from jobs.public_web import public_services
from jobs.wiring import open_office
from news.claims import CLAIM_STATE_VI, VERDICT_VI, Claim, ClaimState
from news.errors import disk_error
from news.people import Person
from news.times import local, local_date
from storage import Work

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
    with open_office(folder) as office:
        note_look(office, "claims")
        with office.storage.read() as work:
            claims = work.claims.list(office.province, tuple(ClaimState) if is_all else _WAITING)
            records = [_summary(work, one) for one in claims]
    if as_json:
        for record in records:
            emit(record)
    elif records:
        rows = [(r["id"], CLAIM_STATE_VI[ClaimState(str(r["state"]))], r["sightings"], r["statement"]) for r in records]
        show_table(("Số", "Trạng thái", "Bài", "Nhận định"), rows)
    else:
        say("Không có nhận định nào chờ.")


@command.command()
@click.argument("number", type=int, metavar="SỐ")
@config_option
@json_option
def show(number: int, folder: Path, as_json: bool) -> None:
    """Một nhận định: bài đã nêu, máy đề xuất gì, diễn biến, các lần công bố và tác động."""
    with open_office(folder) as office:
        note_look(office, "claim", number)
        nobody = Person(AT_THE_MACHINE, "", office.province, frozenset())
        view = ClaimViews(office, FactCheck(office)).get(number, nobody)
        with office.storage.read() as work:
            record = _summary(work, view.claim)
    record |= {
        "wordings": list(view.wordings),
        "seen_in": [{"outlet": one.source_name, "url": one.url, "at": local(one.at).isoformat(), "words": one.words}
                    for one in view.sightings],
        "proposals": [{"evidence": one.document.id, "says": one.label, "score": round(one.score, 3)}
                      for one in view.proposals],
        "history": [{"at": local(one.at).isoformat(), "person": one.person, "verb": one.verb} for one in view.history],
        "published": [{"version": one.version, "verdict": one.verdict.value, "state": one.state.value,
                       "at": local(one.published_at).isoformat()} for one in view.versions],
        "public_url": view.public_url,
    }  # fmt: skip
    if view.effect is not None:
        hours, fixed, still = view.effect.hours, list(view.effect.corrected), list(view.effect.still)
        record["effect"] = {"before": view.effect.before, "after": view.effect.after, "hours": hours,
                            "corrected": fixed, "still": still}  # fmt: skip
    if as_json:
        emit(record)
        return
    say(f"{view.claim.id}. {view.claim.statement} ({CLAIM_STATE_VI[view.claim.state]})")
    for seen in view.sightings:
        say(f"  {local(seen.at):%H:%M %d/%m} {seen.source_name}: {seen.words or 'bản mới không còn nêu'}")
    for line in view.proposals:
        say(f"  máy: {line.label} {line.score:.0%}, {line.document.evidence.publisher}")
    for version in view.versions:
        verdict = VERDICT_VI[version.verdict]
        say(f"  công bố lần {version.version}, {local(version.published_at):%H:%M %d/%m/%Y}: {verdict}")


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
        note_look(office, "evidence")
        factcheck, day = FactCheck(office), local_date(office.clock())
        matches = factcheck.matcher().match(text, day, is_thorough=True)
        before = factcheck.older(text, day)
    if as_json:
        if same is not None:
            verdict = None if correction is None else correction.verdict.value
            emit({"claim": same.key, "wording": same.wording, "share": round(same.share, 3), "verdict": verdict})
        for match in matches:
            emit(_record(match))
        if before is not None:
            told = before.recycled
            emit({"told_before": before.stored.article.url, "day": told.day.isoformat(), "words": told.text})
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
    if before is not None:
        say(f"Chuyện cũ: {before.stored.article.url}")
        say(f"  → {before.recycled.because()}")
    if same is None and not telling and before is None:
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


def _summary(work: Work, one: Claim) -> dict[str, object]:
    return {
        "id": one.id,
        "state": one.state.value,
        "statement": one.statement,
        "origin": one.origin.value,
        "version": one.version,
        "sightings": len(work.sightings.list(one.id)),
        "changed_at": local(one.changed_at).isoformat(),
    }


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
        "is_in_force": match.is_in_force,
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
