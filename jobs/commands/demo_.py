"""``diembao demo``: the whole main job on the bundled sample press, offline."""

from __future__ import annotations

from pathlib import Path

import click

from jobs.demo import Demo
from jobs.output import progress, say
from jobs.web import serve
from news.times import local


@click.command()
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo"),
    show_default="./demo",
    metavar="THƯ_MỤC",
    help="Nơi giữ cấu hình và dữ liệu của bản chạy thử.",
)
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="Cổng của trang web.")
@click.option("--no-serve", is_flag=True, help="Lập điểm báo rồi thôi, không mở trang web.")
def command(folder: Path, port: int, no_serve: bool) -> None:
    """Chạy thử trên báo chí mẫu (hư cấu): thu thập một tuần, lập điểm báo, mở trang web. Không cần mạng."""
    with Demo(folder) as demo:
        say(f"Báo chí mẫu: {len(demo.press.sources)} tờ báo hư cấu trên 127.10.0.x, cổng {demo.press.port}.")
        moments = demo.moments_to_play()
        with progress() as bar:
            task = bar.add_task("", total=len(moments))
            for moment in moments:
                bar.update(task, description=f"Lượt thu thập {local(moment):%H:%M %d/%m}")
                outcome = demo.play(moment)
                bar.advance(task)
                one = outcome.collected
                say(
                    f"{local(moment):%H:%M %d/%m}: {one['feeds']} nguồn cấp tin, {one['new']} mục tin mới, "
                    f"{one['pages_kept']} trang giữ lại, {one['feeds_failed']} nguồn không đọc được."
                )
        with demo.office() as (office, desk):
            say("Điểm báo:")
            for file in desk.write(desk.today(), office.configuration.schedule.digest_formats):
                say(f"  {file}")
            if not no_serve:
                serve(office, port)
