"""Counting a published claim on platforms: right numbers, sparing questions, nothing of a post passes the border."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import pickle
import subprocess
import sys
import traceback
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from crawlers.counters.bluesky import Bluesky
from crawlers.counters.border import ClaimCount, CountingFailed, count
from crawlers.counters.facebook import FacebookPage
from crawlers.counters.mastodon import Mastodon
from crawlers.counters.platform import Platform, Post, QuotaAsker, Trouble
from crawlers.counters.youtube import YouTube
from jobs.counting import states_of
from net.addresses import AddressPolicy
from net.bounds import Bounds
from net.client import GuardedClient
from news.claims import CountedClaim
from news.times import Window
from tests.crawlers.platforms import MARK, Said, World, serve

HOUR = timedelta(hours=1)
NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)
WORDING = "Vỡ đê sông Đáy đoạn qua Kim Sơn khiến nước ngập toàn huyện"
CLAIM = CountedClaim("ninh-binh", 7, 1, (WORDING,), date(2026, 12, 31))
WINDOW = Window(NOON - 6 * HOUR, NOON)
NAMES = ("youtube", "bluesky", "mastodon", "facebook")


def platform_of(name: str, address: str) -> Platform:
    made: dict[str, Platform] = {
        "youtube": YouTube("khoa", address),
        "bluesky": Bluesky("van-phong.example", "mat-khau", address),
        "mastodon": Mastodon(address, "the", ("NinhBinh", "NinhBình")),
        "facebook": FacebookPage("tinh", "the", address),
    }
    return made[name]


def posts(number: int, at: datetime) -> list[Said]:
    return [Said(at + timedelta(minutes=n), f"Tin nóng: {WORDING}!!!", n) for n in range(number)]


@pytest.fixture
def world() -> Iterator[World]:
    """Six posts that state the claim in one hour, one in the next; others that deny it or speak of something else."""
    said = [
        *posts(6, NOON - 3 * HOUR),
        Said(NOON - 2 * HOUR, f"Nghe đâu {WORDING.lower()}", 50),
        Said(NOON - 2 * HOUR, "Không có chuyện vỡ đê sông Đáy, đó là tin bịa đặt", 51),
        Said(NOON - 2 * HOUR, "Hôm nay trời đẹp ở Kim Sơn", 52),
        Said(NOON - 9 * HOUR, WORDING, 53),
    ]
    with serve(World(said)) as served:
        yield served


def counted(platform: Platform, window: Window = WINDOW, left: int = 100) -> tuple[ClaimCount, ...]:
    async def ask() -> tuple[ClaimCount, ...]:
        bounds = Bounds(answer_time=timedelta(seconds=5))
        async with GuardedClient(AddressPolicy.of(["127.0.0.0/8"]), bounds) as client:
            return await count(
                CLAIM, platform, window, QuotaAsker(client, left, "diembao/thu"), states_of(CLAIM.wordings)
            )

    return asyncio.run(ask())


@pytest.mark.parametrize("name", NAMES)
def test_counts_what_states_the_claim_by_the_hour_and_coarsely(world: World, name: str) -> None:
    found = {one.hour: one.count for one in counted(platform_of(name, world.address))}
    assert len(found) == 6
    assert found[NOON - 3 * HOUR] == 5, "six, told as five"
    assert found[NOON - 2 * HOUR] == 0, "one, told as fewer than five"
    assert sum(found.values()) == 5


def test_a_count_has_no_other_field() -> None:
    assert [one.name for one in fields(ClaimCount)] == ["claim_id", "platform", "hour", "count"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("fault", "trouble"),
    [
        ("quota", Trouble.QUOTA),
        ("key", Trouble.CREDENTIALS),
        ("down", Trouble.UNREACHABLE),
        ("odd", Trouble.NOT_UNDERSTOOD),
    ],
)
def test_an_error_is_one_of_a_few_words(
    world: World, name: str, fault: str, trouble: Trouble, caplog: pytest.LogCaptureFixture
) -> None:
    world.fault = fault
    with caplog.at_level(logging.DEBUG), pytest.raises(CountingFailed) as failed:
        counted(platform_of(name, world.address))
    assert failed.value.trouble is trouble
    dump = "".join(traceback.TracebackException.from_exception(failed.value, capture_locals=True).format())
    assert failed.value.__cause__ is failed.value.__context__ is None
    for words in (dump, repr(failed.value), failed.value.vi, caplog.text):
        assert MARK not in words
        assert "khoa" not in words
        assert "mat-khau" not in words


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_logged_or_left_in_memory(world: World, name: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        found = counted(platform_of(name, world.address))
    assert MARK not in caplog.text
    assert WORDING not in caplog.text
    assert MARK not in repr(found)
    gc.collect()
    assert not [one for one in gc.get_objects() if isinstance(one, Post)]


def test_a_failure_while_deciding_does_not_show_what_was_decided_upon(world: World) -> None:
    def breaks(text: str) -> bool:
        raise RuntimeError(f"cannot read {text}")

    async def ask() -> None:
        async with GuardedClient(AddressPolicy.of(["127.0.0.0/8"]), Bounds()) as client:
            await count(CLAIM, platform_of("bluesky", world.address), WINDOW, QuotaAsker(client, 9, "d"), breaks)

    with pytest.raises(CountingFailed) as failed:
        asyncio.run(ask())
    dump = "".join(traceback.TracebackException.from_exception(failed.value, capture_locals=True).format())
    assert MARK not in dump
    assert "Kim Sơn khiến" not in dump.replace(WORDING, "")


def test_a_post_cannot_be_shown_or_written() -> None:
    post = Post(NOON, MARK, MARK)
    assert MARK not in f"{post} {post!r}"
    with pytest.raises(TypeError):
        pickle.dumps(post)


def test_the_quota_ends_the_questions(world: World) -> None:
    with pytest.raises(CountingFailed) as failed:
        counted(platform_of("bluesky", world.address), left=2)
    assert failed.value.trouble is Trouble.QUOTA
    assert len(world.asked) == 2


def test_secrets_travel_as_headers_and_the_next_page_is_asked_of_the_same_server(world: World) -> None:
    for name in NAMES:
        counted(platform_of(name, world.address))
    for path, query, _ in world.asked:
        assert not {"khoa", "the", "mat-khau"} & set(query.values()), path
    assert {path for path, query, _ in world.asked if {"pageToken", "cursor", "max_id", "after"} & query.keys()} == {
        "/youtube/v3/search",
        "/xrpc/app.bsky.feed.searchPosts",
        "/api/v1/timelines/tag/NinhBinh",
        "/tinh/feed",
    }


def test_only_full_hours_are_counted(world: World) -> None:
    with pytest.raises(ValueError, match="full hours"):
        counted(platform_of("youtube", world.address), Window(NOON - timedelta(minutes=90), NOON))


_CRASH = """
import asyncio, faulthandler, os, sys
from datetime import timedelta
sys.path.insert(0, os.getcwd())
from tests.crawlers.test_counters import CLAIM, WINDOW, platform_of
from crawlers.counters.border import count
from crawlers.counters.platform import QuotaAsker
from net.addresses import AddressPolicy
from net.bounds import Bounds
from net.client import GuardedClient
faulthandler.enable()
def dies(text):
    os.abort()
async def ask():
    async with GuardedClient(AddressPolicy.of(["127.0.0.0/8"]), Bounds()) as client:
        await count(CLAIM, platform_of("mastodon", sys.argv[1]), WINDOW, QuotaAsker(client, 9, "d"), dies)
import resource
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
asyncio.run(ask())
"""


def test_a_crash_leaves_no_trace_of_a_post(world: World, tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "ignore", "-c", _CRASH, world.address],
        capture_output=True, text=True, cwd=Path(__file__).parents[2], env={**os.environ, "TMPDIR": str(tmp_path)},
    )  # fmt: skip
    assert ran.returncode != 0
    assert "_counted" in ran.stderr, "it died where the posts are"
    assert MARK not in ran.stdout + ran.stderr
    assert not list(tmp_path.rglob("*"))
