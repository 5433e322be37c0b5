"""The watches of an office: those of its file, those made by form, and what a new one would have found."""

from __future__ import annotations

import json
from collections.abc import Container, Sequence
from datetime import timedelta

from alerts.watches import Watch, read_definition
from dashboards.services.people import Refused
from dashboards.services.watches import Tried, WatchForm, WatchLine
from jobs.desks.tasks import TasksDesk
from jobs.rehearsals import rehearse_all
from jobs.wiring import Office, watches_of
from news.alert import Severity
from news.errors import ConfigErrors, QueryError, UnknownId
from news.people import Person
from nlp.query import parse
from storage.watching import StoredWatch

_DAYS = 30
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_SHOWN = 100


class WatchesDesk:
    def __init__(self, office: Office, tasks: TasksDesk) -> None:
        self._office, self._tasks = office, tasks

    def list(self) -> Sequence[WatchLine]:
        ours = [_line(None, one) for one in watches_of(self._office.configuration)]
        with self._office.storage.read() as work:
            made = work.watching.list(self._office.province)
        names = {one.name for one in ours}
        return [*ours, *(_made(one, is_shadowed=one.name in names) for one in made)]

    def units(self) -> Sequence[str]:
        return tuple(unit.name for unit in self._office.configuration.units)

    def form(self, watch_id: int) -> WatchForm:
        with self._office.storage.read() as work:
            made = next((one for one in work.watching.list(self._office.province) if one.id == watch_id), None)
        if made is None:
            raise UnknownId("watch", watch_id)
        try:
            return form_of(read_definition(made.definition))
        except ConfigErrors:
            return WatchForm(made.name, "")

    def try_out(self, person: Person, form: WatchForm) -> str:
        watch = self._read(form)

        def act() -> Tried:
            (result,) = rehearse_all(self._office, [watch], _DAYS)
            articles = [
                (one.sort_time, one.article.title, self._office.source_name(one.article.source))
                for one in reversed(result.articles[-_SHOWN:])
            ]
            return Tried(form, _DAYS, articles, result.findings[::-1][:_SHOWN])

        return self._tasks.begin(person, "Đang xem lại 30 ngày qua", "/watches/tried/{id}", act)

    def tried(self, person: Person, task: str) -> Tried | None:
        found = self._tasks.result(person, task)
        return found if isinstance(found, Tried) else None

    def add(self, person: Person, form: WatchForm) -> None:
        watch = self._read(form)
        if watch.name in {one.name for one in watches_of(self._office.configuration)}:
            raise Refused("Tên này đã có trong watches.toml; hãy chọn tên khác.")
        with self._office.storage.begin() as work:
            number = work.watching.put(self._office.province, watch.name, definition_of(form), person.id)
            work.audit.add(self._office.province, person.id, "put", "watch", number)

    def _read(self, form: WatchForm) -> Watch:
        return _watch(form, self._office.sources, self.units())

    def enable(self, person: Person, watch_id: int, *, is_enabled: bool) -> None:
        with self._office.storage.begin() as work:
            work.watching.enable(self._office.province, watch_id, person.id, is_enabled=is_enabled)
            work.audit.add(self._office.province, person.id, "enable" if is_enabled else "disable", "watch", watch_id)


def definition_of(form: WatchForm) -> str:
    """The form as the text of one ``[[watch]]``, as it would stand in ``watches.toml``."""
    lines = ["[[watch]]", f"name = {_quoted(form.name)}", f"severity = {_quoted(form.severity.value)}"]
    lines += [f"{key} = {_quoted(text)}" for key, text in (("query", form.query), ("unit", form.unit)) if text.strip()]
    lines += [f"{name} = true" for name in ("any", "foreign", "claim") if getattr(form, name)]
    if form.threshold_articles is not None:
        within = _quoted(f"{form.threshold_hours}h")
        lines.append(f"threshold = {{ articles = {form.threshold_articles}, within = {within} }}")
    if form.spike_hours is not None:
        lines.append(f"spike = {{ within = {_quoted(f'{form.spike_hours}h')}, least = {form.spike_least} }}")
    spans = {"new_outlet": form.new_outlet_days, "tone": form.tone_days, "deadline": form.deadline_days}
    for name, days in spans.items():
        if days is not None:
            lines.append(f"{name} = {{ within = {_quoted(f'{days}d')} }}")
    if form.story_outlets is not None:
        lines.append(f"story = {{ outlets = {form.story_outlets} }}")
    if form.silence_hours is not None:
        sources = ", ".join(map(_quoted, form.silence_sources))
        lines.append(f"silence = {{ after = {_quoted(f'{form.silence_hours}h')}, sources = [{sources}] }}")
    return "\n".join(lines) + "\n"


def form_of(watch: Watch) -> WatchForm:
    """The form that ``definition_of`` made the watch of; spans are told in whole hours or days."""
    wants = watch.conditions
    return WatchForm(
        name=watch.name,
        query=watch.query.render() if watch.query else "",
        severity=watch.severity,
        any=wants.any,
        foreign=wants.foreign,
        claim=wants.claim,
        threshold_articles=wants.threshold.articles if wants.threshold else None,
        threshold_hours=wants.threshold.within // _HOUR if wants.threshold else 24,
        spike_hours=wants.spike.within // _HOUR if wants.spike else None,
        spike_least=wants.spike.least if wants.spike else 5,
        story_outlets=wants.story.outlets if wants.story else None,
        new_outlet_days=wants.new_outlet.within // _DAY if wants.new_outlet else None,
        tone_days=wants.tone.within // _DAY if wants.tone else None,
        silence_hours=wants.silence.after // _HOUR if wants.silence else None,
        silence_sources=wants.silence.sources if wants.silence else (),
        deadline_days=wants.deadline // _DAY if wants.deadline else None,
        unit=watch.unit or "",
    )


def _quoted(text: str) -> str:
    """A TOML basic string; JSON escapes alike."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False).replace("\x7f", "")


def _watch(form: WatchForm, known: Container[str], units: Container[str]) -> Watch:
    unknown = [one for one in form.silence_sources if one not in known]
    if unknown:
        raise Refused(f"Không có nguồn {', '.join(unknown)}; hãy ghi mã nguồn như trong trang Nguồn.")
    if form.unit and form.unit not in units:
        raise Refused(f"Không có đơn vị “{form.unit}” trong units.csv.")
    if not form.query.strip() and (form.asks or (form.silence_hours is None and form.deadline_days is None)):
        raise Refused("Hãy ghi câu tìm: chỉ nguồn im lặng và thời hạn trả lời là không cần.")
    try:
        if form.query.strip():
            parse(form.query)
        return read_definition(definition_of(form))
    except QueryError as error:
        raise Refused(error.vi) from error
    except ConfigErrors as error:
        words = "; ".join(f"{one.key.rpartition('.')[2]}: cần {one.expected}" for one in error.errors)
        raise Refused(f"Chưa dùng được: {words}") from error


def _line(number: int | None, one: Watch, *, is_enabled: bool = True, trouble: str = "") -> WatchLine:
    query = one.query.render() if one.query else ""
    return WatchLine(number, one.name, query, one.severity, tuple(one.conditions.words()), is_enabled, trouble)


def _made(one: StoredWatch, *, is_shadowed: bool) -> WatchLine:
    trouble = "watches.toml có chủ đề cùng tên; chủ đề này không dùng" if is_shadowed else ""
    try:
        return _line(one.id, read_definition(one.definition), is_enabled=one.is_enabled, trouble=trouble)
    except ConfigErrors as error:
        return WatchLine(one.id, one.name, "", Severity.INFO, (), one.is_enabled, error.vi)
