"""The microscope: one JSON object a line, a bad line named, no province and no network needed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from jobs.commands.inspect_ import command


def inspect(*arguments: str, given: str | None = None) -> list[dict[str, Any]]:
    ran = CliRunner().invoke(command, [*arguments], input=given, catch_exceptions=False)
    assert ran.exit_code == 0, ran.output
    return [json.loads(line) for line in ran.stdout.splitlines()]


def lines(*records: object) -> str:
    return "".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in records)


def test_text_answers_every_line_and_goes_on_after_a_bad_one() -> None:
    good = {"id": "a", "title": "Cháy xưởng gỗ ở xã Ý Yên, Ninh Bình", "text": "Lửa thiêu rụi 400 m² nhà xưởng."}
    first, broken, typo, last = inspect("text", "-", given=lines(good, "{no json", {"id": "b", "title": 5}, good))
    assert first == last
    assert first["relevance"]["ninh-binh"] == "about"
    assert first["relevance"]["quang-ngai"] == "none"
    mention = next(one for one in first["mentions"] if one["place"] == "Ninh Bình")
    assert f"{good['title']}\n{good['text']}"[mention["start"] : mention["end"]] == mention["surface"]
    assert broken["line"] == 2
    assert "JSON" in broken["error"]
    assert typo["id"] == "b"
    assert "title" in typo["error"]


def test_text_takes_only_the_steps_asked_for() -> None:
    (answer,) = inspect(
        "text", "--only", "tone,words", "-", given=lines({"id": 1, "title": "Ninh Bình đón khách", "text": ""})
    )
    assert "relevance" not in answer
    assert answer["words"] == ["Ninh Bình", "đón", "khách"]
    assert answer["tone"] in {"pos", "neu", "neg"}


def test_text_names_a_step_that_does_not_exist() -> None:
    ran = CliRunner().invoke(command, ["text", "--only", "mood", "-"], input="")
    assert ran.exit_code == 2
    assert "mood" in ran.output


def test_stories_join_two_tellings_of_one_event() -> None:
    text = "Sáng nay cây cầu Bến Mẫu dài 312 m nối hai xã Kim Bảng và Ý Yên thông xe sau 18 tháng thi công."
    told = {
        "title": "Thông xe cầu Bến Mẫu nối Kim Bảng và Ý Yên",
        "text": text,
        "published_at": "2026-11-20T08:00:00+07:00",
    }
    other = {
        "title": "Giá gạo xuất khẩu tăng",
        "text": "Gạo 5% tấm lên 410 USD.",
        "published_at": "2026-11-20T09:00:00+07:00",
    }
    records = [
        {"id": "a", "source": "x", **told},
        {"id": "b", "source": "y", **told},
        {"id": "c", "source": "x", **other},
    ]
    answers = {one["id"]: one for one in inspect("stories", "-", given=lines(*records))}
    assert answers["a"]["story"] == answers["b"]["story"] != answers["c"]["story"]
    assert answers["b"]["reprint_of"] == "a"


FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Báo Mẫu</title><link>https://baomau.vn</link>
<item><title>Ng&amp;agrave;y hội</title><link>/a.htm</link><pubDate>Mon, 14 Sep 26 08:00:00 +0700</pubDate></item>
</channel></rss>"""


def test_feed_reads_a_file_or_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(FEED, encoding="utf-8")
    (tmp_path / "b.xml").write_text("<!doctype html><html><body>Trang chủ</body></html>", encoding="utf-8")
    good, bad = inspect("feed", "--url", "https://baomau.vn/rss", str(tmp_path))
    (entry,) = good["entries"]
    assert entry["title"] == "Ngày hội"
    assert entry["link"] == "https://baomau.vn/a.htm"
    assert entry["published"] == "2026-09-14T08:00:00+07:00"
    assert bad["health"] == "not_a_feed"


def test_page_reads_a_manifest_and_names_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p>Không có bài</p>", encoding="utf-8")
    manifest = tmp_path / "pages.jsonl"
    manifest.write_text(
        lines({"file": "page.html", "url": "https://a.vn/x"}, {"file": "absent.html", "url": "https://a.vn/y"})
    )
    empty, absent = inspect("page", "--manifest", str(manifest))
    assert empty["kind"] in {"empty", "listing"}
    assert absent["file"] == "absent.html"
    assert "không mở được" in absent["error"]
