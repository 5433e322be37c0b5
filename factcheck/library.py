"""Adding to the evidence library: by form, by file, by address (fetched, shown, confirmed), by others' fact checks.

Whoever publishes must be named and public: social networks and forums are refused here as everywhere (SCOPE §1), and
private numbers are masked before a word is stored.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol

from factcheck.documents import PageReader, ReadFile, UnreadableDocument, read_file
from factcheck.passages import cleaned, passages
from net.refusal import refuse
from news.errors import ForbiddenSource, UnknownId
from news.evidence import Evidence, EvidenceKind, Original
from news.people import Person
from news.times import Clock
from news.urls import is_web_link
from storage import Storage

#: How long the raw page of an outlet is kept unless a correction cites it (SCOPE §1).
PRESS_ORIGINAL_KEPT = timedelta(days=90)
_MOST_PREVIEWS = 20


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file as it was served at an address, redirects followed."""

    url: str
    body: bytes


class Fetch(Protocol):
    """Asks for one public address (``net``). Raises ``news.errors.NewsError``."""

    def __call__(self, url: str) -> Fetched: ...


@dataclass(frozen=True, slots=True)
class Card:
    """What a person says of a document; the form's fields."""

    kind: EvidenceKind
    publisher: str
    title: str
    url: str = ""
    sign: str = ""
    published_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    supersedes: int | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """A fetched document, to be looked at before it is added; forgotten when the program ends."""

    token: str
    url: str
    read: ReadFile
    text: str
    body: bytes


class Library:
    """One office's evidence library. Threads may share it. Raises ``UnreadableDocument``, ``ForbiddenSource``."""

    def __init__(self, storage: Storage, clock: Clock, read_page: PageReader, fetch: Fetch) -> None:
        self._storage, self._clock = storage, clock
        self._read_page, self._fetch = read_page, fetch
        self._previews: OrderedDict[str, Preview] = OrderedDict()
        self._lock = threading.Lock()

    def add_text(self, person: Person, card: Card, text: str) -> int:
        """By form: the words typed in or pasted."""
        return self._add(person, card, ReadFile("text/plain", "", text), text.encode("utf-8", "replace"))

    def add_file(self, person: Person, card: Card, body: bytes) -> int:
        """By file; its bytes are kept as they are."""
        return self._add(person, card, read_file(body, card.url, self._read_page), body)

    def preview(self, url: str) -> Preview:
        """By address, first step: fetch and show. Nothing is stored."""
        _check_address(url)
        fetched = self._fetch(url)
        _check_address(fetched.url)
        read = read_file(fetched.body, fetched.url, self._read_page)
        made = Preview(secrets.token_urlsafe(18), fetched.url, read, cleaned(read.text), fetched.body)
        with self._lock:
            self._previews[made.token] = made
            while len(self._previews) > _MOST_PREVIEWS:
                self._previews.popitem(last=False)
        return made

    def confirm(self, person: Person, token: str, card: Card) -> int:
        """By address, second step: add exactly what was shown."""
        with self._lock:
            shown = self._previews.pop(token, None)
        if shown is None:
            raise UnreadableDocument("no such preview", "Bản xem trước đã cũ; hãy tải lại địa chỉ.")
        return self._add(person, replace(card, url=shown.url), shown.read, shown.body)

    def supersede(self, person: Person, old: int, new: int) -> None:
        """A newer document takes an older one's place; the older stays. Raises ``UnknownId``, ``ValueError``."""
        with self._storage.begin() as work:
            for key in (old, new):
                if work.evidence.get(key).province != person.province:
                    raise ValueError(f"evidence {key} is another office's")
            work.evidence.supersede(old, new)
            work.audit.add(person.province, person.id, "supersede", "evidence", old)

    def restore(self, person: Person, old: int) -> None:
        """Undo ``supersede``. Raises ``UnknownId``."""
        with self._storage.begin() as work:
            if work.evidence.get(old).province != person.province:
                raise UnknownId("evidence", old)
            work.evidence.restore(old)
            work.audit.add(person.province, person.id, "restore", "evidence", old)

    def _add(self, person: Person, card: Card, read: ReadFile, body: bytes) -> int:
        _check_card(card)
        text = cleaned(read.text)
        if not text:
            raise UnreadableDocument("nothing left", "Không còn nội dung nào dùng được sau khi che dữ liệu cá nhân.")
        made = Evidence(
            kind=card.kind,
            publisher=" ".join(card.publisher.split()),
            title=" ".join((card.title or read.title).split()) or text[:80],
            text=text,
            sha256=hashlib.sha256(body).hexdigest(),
            url=card.url,
            sign=card.sign.strip(),
            published_on=card.published_on,
            valid_from=card.valid_from,
            valid_until=card.valid_until,
            language=read.language,
        )
        is_press = card.kind in (EvidenceKind.ARTICLE, EvidenceKind.FACT_CHECK)
        until = self._clock() + PRESS_ORIGINAL_KEPT if is_press else None
        with self._storage.begin() as work:
            original = Original(read.media_type, body) if read.media_type != "text/plain" else None
            key = work.evidence.add(
                person.province, made, passages(text), person.id, original, delete_original_after=until
            )
            if card.supersedes is not None and card.supersedes != key:
                work.evidence.supersede(card.supersedes, key)
            work.audit.add(person.province, person.id, "add", "evidence", key)
        return key


def _check_card(card: Card) -> None:
    if not card.publisher.strip():
        raise UnreadableDocument("no publisher", "Cần ghi rõ cơ quan hoặc tờ báo đã công bố.")
    if card.url:
        _check_address(card.url)


def _check_address(url: str) -> None:
    if not is_web_link(url):
        raise UnreadableDocument("not a web address", "Địa chỉ phải bắt đầu bằng http:// hoặc https://.")
    if (forbidden := refuse(url)) is not None:
        raise ForbiddenSource(url, forbidden.reason)
