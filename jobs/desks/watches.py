"""The watches of an office: those of its file, those made by form, and what a new one would have found."""

from __future__ import annotations

import json
from collections.abc import Sequence

from alerts.watches import Watch, read_definition
from dashboards.services.people import Refused
from dashboards.services.watches import Tried, WatchForm, WatchLine
from jobs.desks.tasks import TasksDesk
from jobs.rehearsals import rehearse_all
from jobs.wiring import Office, watches_of
from news.alert import Severity
from news.errors import ConfigErrors
from news.people import Person
from storage.watching import StoredWatch

_DAYS = 30
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

    def try_out(self, person: Person, form: WatchForm) -> str:
        watch = _watch(form)

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
        watch = _watch(form)
        if watch.name in {one.name for one in watches_of(self._office.configuration)}:
            raise Refused("Tên này đã có trong watches.toml; hãy chọn tên khác.")
        with self._office.storage.begin() as work:
            number = work.watching.put(self._office.province, watch.name, definition_of(form), person.id)
            work.audit.add(self._office.province, person.id, "put", "watch", number)

    def enable(self, person: Person, watch_id: int, *, is_enabled: bool) -> None:
        with self._office.storage.begin() as work:
            work.watching.enable(self._office.province, watch_id, person.id, is_enabled=is_enabled)
            work.audit.add(self._office.province, person.id, "enable" if is_enabled else "disable", "watch", watch_id)


def definition_of(form: WatchForm) -> str:
    """The form as the text of one ``[[watch]]``, as it would stand in ``watches.toml``."""
    lines = ["[[watch]]", f"name = {_quoted(form.name)}", f"severity = {_quoted(form.severity.value)}"]
    if form.query.strip():
        lines.append(f"query = {_quoted(form.query)}")
    lines += [f"{name} = true" for name in ("any", "foreign", "claim") if getattr(form, name)]
    if form.threshold_articles is not None:
        within = _quoted(f"{form.threshold_hours}h")
        lines.append(f"threshold = {{ articles = {form.threshold_articles}, within = {within} }}")
    spans = {"spike": (form.spike_hours, "h"), "new_outlet": (form.new_outlet_days, "d"), "tone": (form.tone_days, "d")}
    for name, (count, unit) in spans.items():
        if count is not None:
            lines.append(f"{name} = {{ within = {_quoted(f'{count}{unit}')} }}")
    if form.story_outlets is not None:
        lines.append(f"story = {{ outlets = {form.story_outlets} }}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A TOML basic string; JSON escapes alike."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False).replace("\x7f", "")


def _watch(form: WatchForm) -> Watch:
    try:
        return read_definition(definition_of(form))
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
