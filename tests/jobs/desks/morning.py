"""A morning's office for tests: a real folder, a real store, articles of the sample press that a machine has read."""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache
from pathlib import Path

from config import write_folder, write_sources
from jobs.wiring import Office, open_office
from news.article import Article, Origin
from news.people import Person, Role
from news.source import Source, SourceClass
from news.times import Precision, Published, at_local
from tests.fakes import FakeClock

DAY = date(2026, 11, 20)  # a Friday
LAN = Person("lan", "Nguyễn Thị Lan", "ninh-binh", frozenset({Role.PRESS_OFFICER}))
HOA = Person("hoa", "Vũ Thị Hòa", "ninh-binh", frozenset({Role.PRESS_OFFICER}))
MINH = Person("minh", "Trần Văn Minh", "ninh-binh", frozenset({Role.EDITOR}))
OUTLETS = tuple(
    Source(id, name, SourceClass.LOCAL, "VN", ("vi",), f"https://{id}.example", home="ninh-binh", enabled=True)
    for id, name in (("bao-hoa-lau", "Báo Hoa Lau"), ("song-mau", "Báo Sông Mẫu"), ("thoi-luan", "Thời luận"))
)
_ARTICLES = (
    (0, "Cầu tạm qua sông Vạc ở Ninh Bình bị xói lở, ba xã phải đi vòng",
     "Mưa lớn suốt đêm làm mố cầu tạm qua sông Vạc, tỉnh Ninh Bình bị xói, ba xã phải đi vòng hơn 12 km."),
    (1, "Ninh Bình đón 1,2 triệu lượt khách trong tháng 10",
     "Lượng khách đến Ninh Bình trong tháng 10 đạt 1,2 triệu lượt, tăng 14% so với cùng kỳ năm trước."),
    (2, "Ninh Bình khởi công trường học mới ở phường Hoa Lư",
     "Sáng nay, trường tiểu học mới hai tầng được khởi công ở phường Hoa Lư, tỉnh Ninh Bình, vốn 40 tỷ đồng."),
)  # fmt: skip


RECIPIENTS = """
[[recipient]]
name = "lanh-dao"
email = "lanh-dao@tinh.example"
digest = true

[[recipient]]
name = "van-phong"
email = "van-phong@tinh.example"
digest = true

[[recipient]]
name = "pho"
email = "pho@tinh.example"
deputy = true
"""


UNITS = "id,name,email\nso-xay-dung,Sở Xây dựng,vanthu@soxaydung.example\nubnd-hoa-lu,UBND phường Hoa Lư,\n"


@contextmanager
def morning(folder: Path, clock: FakeClock | None = None, extra: str = "", **changes: str) -> Iterator[Office]:
    """05:40 of ``DAY``: three stories were seen in the night.

    ``changes`` and ``extra``: values of ``schedule.toml`` and what is written behind them.
    """
    shutil.copytree(_read(), folder, symlinks=True)
    file = folder / "schedule.toml"
    words = file.read_text(encoding="utf-8")
    for key, value in changes.items():
        words = re.sub(rf"(?m)^{key} = .*$", f"{key} = {value}", words)
    file.write_text(words + extra, encoding="utf-8")
    with open_office(folder, clock or FakeClock(at_local(DAY, 5, 40))) as office:
        yield office


@cache
def _read() -> Path:
    """The folder with what a machine has read; made once, the models take a second."""
    folder = Path(tempfile.mkdtemp(prefix="morning-")) / "province"
    atexit.register(shutil.rmtree, folder.parent, ignore_errors=True)
    write_folder(folder, "ninh-binh", "Ninh Bình", "Tỉnh Ninh Bình")
    write_sources(folder / "sources.csv", OUTLETS)
    (folder / "recipients.toml").write_text(RECIPIENTS, encoding="utf-8")
    (folder / "units.csv").write_text(UNITS, encoding="utf-8-sig")
    with open_office(folder, FakeClock(at_local(DAY, 5, 40))) as office:
        with office.storage.begin() as work:
            for person in (LAN, HOA, MINH):
                work.people.add(person)
            work.articles.add_many(_arrivals())
        office.advance.run()
    return folder


def _arrivals() -> Iterator[tuple[Article, datetime]]:
    for outlet, title, text in _ARTICLES:
        at = at_local(date(2026, 11, 19), 20, 10 + outlet)
        url = f"https://{OUTLETS[outlet].id}.example/{outlet}.htm"
        published = Published(at, Precision.MINUTE)
        yield Article(url, OUTLETS[outlet].id, title, "", text, published, origin=Origin.PAGE), at
