"""How often published claims occur on platforms: ``python -m jobs.counting FOLDER``, a process of its own.

It leaves no core dump: what a platform answers lives in the memory of this process only, and only until it is counted.
Prints one JSON object a platform: ``platform``, ``hours`` counted, ``trouble`` or null.
"""

from __future__ import annotations

import asyncio
import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path

import orjson

from config import Configuration
from config.counters import CounterSettings
from crawlers.counters.bluesky import ADDRESS as BLUESKY_ADDRESS
from crawlers.counters.bluesky import Bluesky
from crawlers.counters.border import ClaimCount, CountingFailed, States, count
from crawlers.counters.facebook import ADDRESS as FACEBOOK_ADDRESS
from crawlers.counters.facebook import FacebookPage
from crawlers.counters.mastodon import Mastodon
from crawlers.counters.platform import Platform, QuotaAsker, Trouble
from crawlers.counters.youtube import ADDRESS as YOUTUBE_ADDRESS
from crawlers.counters.youtube import YouTube
from crawlers.plan import user_agent
from factcheck.sameness import Known
from jobs.wiring import read_configuration
from net.addresses import AddressPolicy
from net.bounds import Bounds
from net.client import GuardedClient
from news.claims import CountedClaim
from news.errors import NewsError
from news.source import Health, SourceState
from news.times import Clock, Window, at_local, local_date, utc_now
from nlp.gazetteer import names_by_language
from storage import Storage, open_storage

#: Counting begins so long before a correction was published, and the last hours are asked again: answers come late.
BEFORE = timedelta(days=14)
AGAIN = timedelta(hours=2)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Counter:
    """A platform that has its credentials, and how often it may be asked in a day."""

    platform: Platform
    daily: int

    @property
    def key(self) -> str:
        """Under which its quota and its state are kept."""
        return f"counter {self.platform.name}"


def counters_of(configuration: Configuration) -> Iterator[Counter]:
    """The platforms that are on."""
    given: CounterSettings = configuration.counters
    if given.youtube_key:
        yield Counter(YouTube(given.youtube_key, given.youtube_address or YOUTUBE_ADDRESS), given.youtube_daily)
    if given.bluesky_identifier and given.bluesky_password:
        address = given.bluesky_address or BLUESKY_ADDRESS
        yield Counter(Bluesky(given.bluesky_identifier, given.bluesky_password, address), given.bluesky_daily)
    if given.mastodon_token:
        hashtags = hashtags_of(configuration.province.id)
        for server in given.mastodon:
            yield Counter(Mastodon(server, given.mastodon_token, hashtags), given.mastodon_daily)
    if given.facebook_token and given.facebook_page:
        address = given.facebook_address or FACEBOOK_ADDRESS
        yield Counter(FacebookPage(given.facebook_page, given.facebook_token, address), given.facebook_daily)


def hashtags_of(province: str) -> tuple[str, ...]:
    """The province's names with and without accents, as people write them behind ``#``."""
    names = names_by_language(province)
    return tuple(dict.fromkeys(name.replace(" ", "") for name in (*names["vi"], *names["en"])))


def window_of(claim: CountedClaim, first_published_at: datetime, last: datetime | None, now: datetime) -> Window | None:
    """The full hours to ask about: from before the publication, or the last counted hour, to the claim's end date."""
    begin = _full_hour(first_published_at - BEFORE) if last is None else last + _HOUR - AGAIN
    end = min(_full_hour(now), at_local(claim.until + timedelta(days=1)))
    return Window(begin, end) if begin < end else None


def count_claims(configuration: Configuration, storage: Storage, clock: Clock) -> list[dict[str, object]]:
    """Ask every platform that is on about every claim whose time has come; what came of each platform."""
    return asyncio.run(_count_claims(configuration, storage, clock))


async def _count_claims(configuration: Configuration, storage: Storage, clock: Clock) -> list[dict[str, object]]:
    crawl = configuration.crawl
    bounds = Bounds(answer_time=crawl.answer_time)
    results: list[dict[str, object]] = []
    async with GuardedClient(AddressPolicy.of(crawl.allow_hosts), bounds, hosts=crawl.hosts) as client:
        for counter in counters_of(configuration):
            day = local_date(clock()).isoformat()
            with storage.read() as work:
                spent = work.budgets.list(day).get(counter.key, 0)
            ask = QuotaAsker(client, counter.daily - spent, user_agent(version("diembao"), crawl.contact))
            hours, trouble = await _ask(configuration, storage, clock, counter, ask)
            with storage.begin() as work:
                work.budgets.add(day, {counter.key: ask.asked})
                work.sources.put(_state(work.sources.get(counter.key, ""), hours, trouble, clock()))
            results.append({"platform": counter.platform.name, "hours": hours, "trouble": trouble and trouble.value})
    return results


async def _ask(
    configuration: Configuration, storage: Storage, clock: Clock, counter: Counter, ask: QuotaAsker
) -> tuple[int, Trouble | None]:
    """How many hours were counted, and what stopped it."""
    hours = 0
    for claim, window in _due(configuration, storage, counter, clock()):
        try:
            counts = await count(claim, counter.platform, window, ask, states_of(claim.wordings))
        except CountingFailed as error:
            return hours, error.trouble
        _store(storage, counts)
        hours += len(counts)
    return hours, None


def states_of(wordings: Sequence[str]) -> States:
    """Whether a text states the claim, in these or other words."""
    known = Known((0, wording) for wording in wordings)
    return lambda text: known.find(text) is not None


def _due(
    configuration: Configuration, storage: Storage, counter: Counter, now: datetime
) -> list[tuple[CountedClaim, Window]]:
    due = []
    with storage.read() as work:
        for claim in work.corrections.counted(configuration.province.id):
            published = work.corrections.find(claim.claim_id)
            counted = [
                one.hour for one in work.sightings.counts(claim.claim_id) if one.platform == counter.platform.name
            ]
            last = max(counted, default=None)
            if published is None or (last is not None and now - last < configuration.counters.every):
                continue
            window = window_of(claim, published.first_published_at, last, now)
            if window is not None:
                due.append((claim, window))
    return due


def _store(storage: Storage, counts: Sequence[ClaimCount]) -> None:
    with storage.begin() as work:
        for one in counts:
            work.sightings.add_count(one.claim_id, one.platform, one.hour, one.count)


def _state(before: SourceState, hours: int, trouble: Trouble | None, now: datetime) -> SourceState:
    if trouble is None:
        return SourceState(
            before.source, "", Health.OK, last_attempt_at=now, last_success_at=now if hours else before.last_success_at
        )
    health = Health.BACKING_OFF if trouble is Trouble.QUOTA else Health.REFUSED
    return SourceState(
        before.source, "", health, trouble.value, last_attempt_at=now, last_success_at=before.last_success_at
    )


def _full_hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def count_in_child(folder: Path) -> list[dict[str, object]]:
    """Count in a process of its own; what came of each platform. Raises ``CountingStopped``."""
    ran = subprocess.run([sys.executable, "-m", "jobs.counting", str(folder)], capture_output=True, check=False)  # noqa: S603
    if ran.returncode:
        raise CountingStopped(ran.stderr.decode(errors="replace").strip() or f"mã {ran.returncode}")
    return [orjson.loads(line) for line in ran.stdout.splitlines()]


class CountingStopped(NewsError):
    """The process that counts ended early; the next time goes on where it was."""

    @property
    def vi(self) -> str:
        return f"Đếm lượt xuất hiện: {self.args[0]}"


def main(folder: str) -> int:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        configuration = read_configuration(Path(folder))
        storage = open_storage(configuration.database_url)
        try:
            for result in count_claims(configuration, storage, utc_now):
                sys.stdout.buffer.write(orjson.dumps(result) + b"\n")
        finally:
            storage.close()
    except NewsError as error:
        sys.stderr.write(f"{error.vi}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
