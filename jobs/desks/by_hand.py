"""Articles that no machine brought: print, broadcast, a site that refuses. Typed in, or scanned, and marked as such.

The same rules as for every other door: outlets of the list only, no social network, no by-line (SCOPE §1). A scan is
evidence like a raw page: no search finds it, each look is logged, it goes after the same time.
"""

from __future__ import annotations

import hashlib

from crawlers.pages import signature
from dashboards.services.desk import Brought, DeskRefusal, Outlet
from jobs.desks.tasks import TasksDesk
from jobs.wiring import Office
from net.refusal import refuse
from news.article import Article, Origin
from news.people import Person
from news.source import SourceClass
from news.urls import canonical_url, same_site

MOST_SCAN_BYTES = 10_000_000
MOST_TEXT_CHARS = 100_000
MOST_TITLE_CHARS = 300
#: By their first bytes; what a browser says of a file is not asked.
_SCANS = (
    (b"%PDF-", "application/pdf", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
)


class ByHand:
    def __init__(self, office: Office, tasks: TasksDesk) -> None:
        self._office, self._tasks = office, tasks

    def outlets(self) -> list[Outlet]:
        """Every outlet of the list that publishes, by name."""
        found = [
            Outlet(one.id, one.name)
            for one in self._office.configuration.sources
            if one.source_class is not SourceClass.DISCOVERY
        ]
        return sorted(found, key=lambda one: one.name.casefold())

    def add(self, person: Person, brought: Brought) -> int:
        """See ``dashboards.services.desk.Desk.add``."""
        article, scan = self._article(brought), self._scan(brought)
        province, now = self._office.province, self._office.clock()
        with self._office.storage.begin() as work:
            known = work.articles.find(article.url)
            if known is not None and known.article.text and brought.text:
                raise DeskRefusal("Bài này đã có trong kho: tìm theo tiêu đề hoặc địa chỉ ở trang Tìm kiếm.")
            stored = work.articles.add(article, first_seen_at=now)
            if not stored.id:
                raise DeskRefusal("Bài ở địa chỉ này đã bị xóa trước đây và không nhận lại.")
            if scan is not None:
                until = now + self._office.configuration.retention.snapshots
                work.scans.add(province, stored.id, *scan, person.id, delete_after=until)
            work.audit.add(province, person.id, "add", "article", stored.id)
        return stored.id

    def read(self, person: Person, next: str) -> str:
        """See ``dashboards.services.desk.Desk.read``."""
        return self._tasks.begin(person, "Máy đang đọc bài và xếp vào bản nháp", next, self._office.advance.run)

    def scan(self, person: Person, scan_id: int) -> tuple[str, str, bytes]:
        province = self._office.province
        with self._office.storage.begin() as work:
            one = work.scans.get(province, scan_id)
            work.audit.add(province, person.id, "look", "scan", scan_id)
        return one.name, one.media_type, one.content

    def _article(self, brought: Brought) -> Article:
        source = self._office.sources.get(brought.source)
        if source is None or source.source_class is SourceClass.DISCOVERY:
            raise DeskRefusal("Hãy chọn tờ báo, đài trong danh sách nguồn; chưa có thì nhờ quản trị thêm nguồn.")
        title = " ".join(brought.title.split())
        if not title or len(title) > MOST_TITLE_CHARS:
            raise DeskRefusal(f"Cần có tiêu đề, không quá {MOST_TITLE_CHARS} ký tự.")
        text = brought.text.replace("\r\n", "\n").replace("\x00", "").strip()
        if len(text) > MOST_TEXT_CHARS:
            raise DeskRefusal(f"Nội dung dài quá {MOST_TEXT_CHARS:,} ký tự.".replace(",", "."))
        if not (text or brought.url or brought.scan):
            raise DeskRefusal("Cần ít nhất một trong ba: địa chỉ, nội dung dán vào, hoặc bản chụp.")
        where = " ".join(brought.where.split())[:80]
        if where and signature.is_signature(where):
            raise DeskRefusal("Ô “trang, giờ phát” không ghi tên người; chỉ ghi trang báo hoặc giờ phát sóng.")
        return Article(
            url=self._address(brought, source.homepage, title),
            source=source.id,
            title=title,
            text="\n".join(line.strip() for line in signature.cut(text).split("\n") if line.strip()),
            published=brought.published,
            section=where or None,
            origin=Origin.MANUAL,
        )

    def _address(self, brought: Brought, homepage: str, title: str) -> str:
        """The article's own address, or for print and broadcast one that is no web address and opens nothing."""
        if not brought.url.strip():
            said = "\x1f".join((title, brought.where, str(brought.published.at)))
            return f"manual:{brought.source}/{hashlib.sha256(said.encode()).hexdigest()[:24]}"
        if forbidden := refuse(brought.url.strip()):
            raise DeskRefusal(forbidden.vi)
        try:
            url = canonical_url(brought.url)
        except ValueError:
            raise DeskRefusal("Địa chỉ phải bắt đầu bằng http:// hoặc https://.") from None
        if not same_site(url, homepage):
            raise DeskRefusal("Địa chỉ không thuộc tờ báo đã chọn.")
        return url

    def _scan(self, brought: Brought) -> tuple[str, str, bytes] | None:
        """Name, media type and bytes, the type read from the bytes."""
        if brought.scan is None:
            return None
        _, content = brought.scan
        if len(content) > MOST_SCAN_BYTES:
            raise DeskRefusal(f"Bản chụp lớn quá {MOST_SCAN_BYTES // 1_000_000} MB; hãy chụp lại nhỏ hơn.")
        for begins, media_type, ending in _SCANS:
            if content.startswith(begins):
                # The name a person gave to a file may name persons: ours does not.
                return f"ban-chup-{hashlib.sha256(content).hexdigest()[:12]}.{ending}", media_type, content
        raise DeskRefusal("Bản chụp phải là ảnh PNG, JPEG hoặc tệp PDF.")
