"""``diembao search QUERY``: the query language of the pages and the watches."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from jobs.desks.search import SearchDesk
from jobs.options import Day, config_option, json_option
from jobs.output import emit, say
from jobs.wiring import open_office
from news.times import local
from nlp.query import parse
from nlp.query_fields import UnreadableValue


@click.command()
@click.argument("query", nargs=-1, required=True, metavar="CÂU_TÌM")
@click.option("--since", type=Day(), help="Từ ngày.")
@click.option("--until", type=Day(), help="Đến hết ngày.")
@click.option("--source", help="Mã nguồn.")
@click.option("--tone", type=click.Choice(["pos", "neu", "neg"]), help="Sắc thái.")
@click.option("--topic", help="Lĩnh vực.")
@click.option("--province", help="Liên quan đến tỉnh.")
@click.option("--sort", type=click.Choice(["newest", "rank"]), default="newest", show_default=True)
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True)
@config_option
@json_option
def command(
    query: tuple[str, ...],
    since: date | None,
    until: date | None,
    source: str | None,
    tone: str | None,
    topic: str | None,
    province: str | None,
    sort: str,
    limit: int,
    folder: Path,
    as_json: bool,
) -> None:
    """Tìm bài đã thu thập. Ví dụ: diembao search '"tràng an" -bóng' --since 2026-11-01"""
    given = {"since": since, "until": until, "source": source, "tone": tone, "topic": topic, "province": province}
    try:
        whole = parse(" ".join(query)).narrowed((name, str(value)) for name, value in given.items() if value)
    except UnreadableValue as error:
        raise click.BadParameter(str(error)) from error
    with open_office(folder) as office:
        office.advance.run()
        _, found = SearchDesk(office).hits(whole, ranked=sort == "rank", limit=limit)
        for one in found:
            article = one.stored.article
            if as_json:
                emit(
                    {
                        "id": one.stored.id,
                        "title": article.title,
                        "url": article.url,
                        "source": article.source,
                        "published_at": article.published.isoformat(),
                        "score": one.score,
                        "story": one.story,
                    }
                )
                continue
            when = local(one.stored.sort_time).strftime("%H:%M %d/%m/%Y")
            say(f"{when}  {office.source_name(article.source)}: {article.title}\n    {article.url}")
        if not found and not as_json:
            say("Không có bài nào.")
