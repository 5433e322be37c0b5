"""``diembao run``: the main job, on schedule or one round."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import click

from jobs.logs import set_up_logs
from jobs.main_job import MainJob
from jobs.metrics import Watched, shown
from jobs.options import config_option, json_option
from jobs.output import complain, emit, say
from jobs.periodic import rows
from jobs.service import serve_schedule
from jobs.wiring import Office, open_office
from news.errors import NewsError


@click.command()
@click.option("--once", is_flag=True, help="Một lượt rồi thôi.")
@config_option
@json_option
def command(once: bool, folder: Path, as_json: bool) -> None:
    """Thu thập, phân tích, gộp sự kiện, lập chỉ mục; theo lịch trong schedule.toml hoặc một lượt (--once)."""
    set_up_logs()
    with ExitStack() as opened:
        office = opened.enter_context(open_office(folder))
        refuse_beside_others(office)
        job = MainJob(office, quiet=not once or as_json)
        if not once:
            schedule = office.configuration.schedule
            say(f"Theo dõi {len(office.enabled_sources)} nguồn, mỗi lượt cách nhau {schedule.round_every}.")
            if port := office.configuration.metrics.port:
                opened.enter_context(shown(Watched.of(office), office.configuration.metrics, port))
            serve_schedule(rows(office, job), job.stop)
            return
        with job.stopped_by_signals():
            outcome = job.round()
            job.deliver()
        if as_json:
            emit(outcome.as_record())
        else:
            for line in outcome.lines():
                say(line)
        if outcome.failure is not None:
            complain(outcome.failure)
            raise click.exceptions.Exit(1)


class OthersToo(NewsError):
    """The store serves several offices; what is read is read for all of them at once."""

    def __init__(self, offices: tuple[str, ...]) -> None:
        super().__init__(offices)
        self._offices = offices

    def __str__(self) -> str:
        return f"the store serves {', '.join(self._offices)}: run `diembao work`"

    @property
    def vi(self) -> str:
        return (
            f"Kho này dùng chung cho {len(self._offices)} tỉnh ({', '.join(self._offices)}): chạy `diembao work "
            "scheduler`, `fetch`, `analysis`, `delivery` với --config là thư mục chứa các tỉnh."
        )


def refuse_beside_others(office: Office) -> None:
    """Raises ``OthersToo`` where one office alone must not do the main job."""
    with office.storage.read() as work:
        offices = work.offices.list()
    if len(offices) > 1:
        raise OthersToo(offices)
