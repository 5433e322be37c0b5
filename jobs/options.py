"""Options that many verbs share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from news.times import ICT

Decorated = Callable[..., Any]


def config_option(function: Decorated) -> Decorated:
    return click.option(
        "--config",
        "folder",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path("province"),
        show_default="./province",
        metavar="THƯ_MỤC",
        help="Thư mục cấu hình của tỉnh.",
    )(function)


def json_option(function: Decorated) -> Decorated:
    return click.option("--json", "as_json", is_flag=True, help="In mỗi dòng một đối tượng JSON cho chương trình.")(
        function
    )


class Day(click.ParamType[date]):
    """A local day: ``2026-11-22`` or ``22/11/2026``."""

    name = "NGÀY"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        for form in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                return datetime.strptime(value, form).date()  # noqa: DTZ007  (a day has no zone)
            except ValueError:
                continue
        return self.fail(f"{value!r} không phải là ngày; cần dạng 2026-11-22 hoặc 22/11/2026", param, ctx)


class Moment(click.ParamType[datetime]):
    """A local moment: ``2026-11-22 07:30`` or ``07:30 22/11/2026``."""

    name = "LÚC"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        for form in ("%Y-%m-%d %H:%M", "%H:%M %d/%m/%Y"):
            try:
                return datetime.strptime(value, form).replace(tzinfo=ICT).astimezone(UTC)
            except ValueError:
                continue
        return self.fail(f'{value!r} không phải là lúc nào; cần dạng "2026-11-22 07:30"', param, ctx)
