"""The store and what follows it: tables, damage, the last backup, the index, the public pages' own store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from config.settings import Configuration
from jobs.doctor.finding import Finding, failed, fine, warning
from jobs.wiring import open_engine, public_place
from news.errors import NewsError, SearchError
from news.times import local
from search.status import status
from storage import open_storage
from storage.inspection import StoreLook, look_at
from storage.migrations import HEAD

#: A store that follows the press and was not backed up for so long is a risk.
BACKUP_AGE = timedelta(days=2)


def store_findings(configuration: Configuration, now: datetime) -> tuple[StoreLook | None, list[Finding]]:
    """What can be said of the store; the look itself for those who need it further."""
    try:
        look = look_at(configuration.database_url)
    except NewsError as error:
        advice = "Kiểm tra máy chủ cơ sở dữ liệu, DIEMBAO_DATABASE_URL, quyền của tệp; nếu tệp hỏng: diembao restore."
        return None, [failed("kho dữ liệu", error.vi, advice)]
    return look, [*_whole(look), *_tables(look), *_backup(look, now)]


def _whole(look: StoreLook) -> Iterator[Finding]:
    if look.damage:
        words = f"{look.where}: cơ sở dữ liệu báo hỏng ({look.damage})"
        yield failed("kho dữ liệu", words, "Dừng chương trình, giữ lại tệp, khôi phục bản sao lưu: diembao restore.")
    elif look.tables is None:
        yield warning("kho dữ liệu", f"chưa có kho ở {look.where}", "Kho được tạo ở lần chạy đầu tiên: diembao run.")
    else:
        yield fine("kho dữ liệu", f"{look.where} trả lời, không thấy hỏng")


def _tables(look: StoreLook) -> Iterator[Finding]:
    if look.tables is None or look.damage:
        return
    if look.is_newer:
        words = f"bảng {look.tables}, chương trình chỉ biết đến {HEAD}"
        yield failed("cấu trúc bảng", words, "Dữ liệu của bản mới hơn: cài lại bản diembao mới, hoặc khôi phục.")
    elif not look.is_current:
        words = f"bảng {look.tables}, bản này cần {HEAD}"
        yield warning("cấu trúc bảng", words, "Sao lưu (diembao backup); lần chạy tới sẽ tự nâng cấp bảng.")
    else:
        yield fine("cấu trúc bảng", f"đúng bản {HEAD}")


def _backup(look: StoreLook, now: datetime) -> Iterator[Finding]:
    if look.tables is None or look.newest is None:
        return
    advice = "Chạy diembao backup hằng ngày (deploy/systemd/diembao-backup.timer) và chép tệp sang máy khác."
    if look.backed_up_at is None:
        yield warning("sao lưu", "chưa sao lưu lần nào", advice)
    elif now - look.backed_up_at > BACKUP_AGE:
        yield warning("sao lưu", f"lần cuối {_when(look.backed_up_at)}, đã quá lâu", advice)
    else:
        yield fine("sao lưu", f"lần cuối {_when(look.backed_up_at)}")


def index_findings(configuration: Configuration) -> Iterator[Finding]:
    """Whether the index answers and how far it is; the store must be current."""
    kind = "Elasticsearch" if configuration.elastic else "SQLite FTS5"
    if configuration.elastic is None and not (configuration.data_folder / "index.db").exists():
        yield warning("chỉ mục", "chưa có chỉ mục", "Được lập ở lần chạy tới: diembao run, hoặc diembao index rebuild.")
        return
    storage = open_storage(configuration.database_url)
    try:
        engine = open_engine(configuration)
        try:
            found = status(storage, engine)
        finally:
            engine.close()
    except SearchError as error:
        advice = "Tin vẫn được thu thập và vẫn có cảnh báo. Kiểm tra máy chủ tìm kiếm, DIEMBAO_ELASTICSEARCH_*; "
        yield failed("chỉ mục", f"{kind}: {error.vi}", f"{advice}sau đó: diembao index status --verify.")
        return
    finally:
        storage.close()
    words = f"{kind}: {' '.join(found.lines())}"
    if not found.is_sound:
        yield failed("chỉ mục", words, "diembao index rebuild")
    elif found.lag.articles:
        yield warning("chỉ mục", words, "Tự đuổi kịp khi diembao run làm việc; nếu không: diembao index status.")
    else:
        yield fine("chỉ mục", words)


def public_findings(configuration: Configuration) -> Iterator[Finding]:
    """Whether the public pages' store opens."""
    try:
        look = look_at(public_place(configuration))
    except NewsError as error:
        yield failed(
            "kho trang công khai", error.vi, "Kiểm tra DIEMBAO_PUBLIC_DATABASE_URL và quyền của tệp public.db."
        )
        return
    if look.damage:
        yield failed(
            "kho trang công khai", look.damage, "Dừng serve --public, giữ lại tệp, để chương trình tạo tệp mới."
        )
    elif not look.is_there:
        yield warning("kho trang công khai", "chưa có", "Được tạo khi diembao run hoặc serve --public chạy.")
    else:
        yield fine("kho trang công khai", "mở được, không thấy hỏng")


def _when(moment: datetime) -> str:
    return f"{local(moment):%H:%M %d/%m/%Y}"
