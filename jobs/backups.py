"""A backup of an office in one encrypted file, taken while it works, and the way back.

It holds the store as of one moment, the configuration, the signed documents and the raw pages that something cites.
Tips and objections are never in it (SCOPE §3), nor secrets, nor the index, which is rebuilt.
The file is age-encrypted (age-encryption.org/v1), for a recipient's key or a passphrase, over a tar with a manifest.
"""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from config import Configuration
from jobs.backup_lock import BackupUnreadable, Lock
from jobs.desks.staff import AT_THE_MACHINE
from news.errors import disk_error
from storage import open_storage
from storage.copying import TableDigest, copy_store, digest_store
from storage.inspection import BACKUP

_MANIFEST, _STORE = "manifest.json", "diembao.db"
_CONFIGURATION = (".toml", ".csv")
#: What is made anew, belongs to the public pages, or is the store itself (copied apart).
_LEFT_OUT = ("index", "public.db", "diembao.db", "models/translation")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: digests of the store's tables and of every file, and the last seal of the audit log."""

    made_at: datetime
    province: str
    audit_head: str
    tables: tuple[TableDigest, ...]
    files: dict[str, str]

    def as_json(self) -> bytes:
        tables = [[one.table, one.rows, one.sha256] for one in self.tables]
        record = {"made_at": self.made_at.isoformat(), "province": self.province, "audit_head": self.audit_head}
        return json.dumps({**record, "tables": tables, "files": self.files}, ensure_ascii=False).encode()

    @classmethod
    def of(cls, body: bytes) -> Manifest:
        record = json.loads(body)
        tables = tuple(TableDigest(*row) for row in record["tables"])
        made = datetime.fromisoformat(record["made_at"])
        return cls(made, record["province"], record["audit_head"], tables, record["files"])


def back_up(configuration: Configuration, file: Path, lock: Lock, now: datetime) -> Manifest:
    """Write the backup, atomically; the office may go on working. Raises ``StorageError``."""
    with tempfile.TemporaryDirectory(dir=file.resolve().parent) as place:
        copy = Path(place) / _STORE
        copied = f"sqlite:///{copy}"
        tables = copy_store(configuration.database_url, copied, is_backup=True)
        store = open_storage(copied)
        with store.read() as work:
            head = work.audit.head()
            cited = {one.snapshot.file for one in work.snapshots.cited()}
        store.tidy()
        store.close()
        contents = {f"store/{_STORE}": copy.read_bytes()}
        contents |= {f"config/{one.name}": one.read_bytes() for one in _configuration_files(configuration.folder)}
        contents |= dict(_data_files(configuration.data_folder, cited))
        files = {name: hashlib.sha256(body).hexdigest() for name, body in contents.items()}
        manifest = Manifest(now, configuration.province.id, head, tables, files)
        packed = _packed({_MANIFEST: manifest.as_json(), **contents})
    fresh = file.with_name(f"{file.name}.new")
    try:
        fresh.write_bytes(lock.close(packed))
        fresh.chmod(0o600)
        fresh.replace(file)
    except OSError as error:
        raise disk_error(file, error) from error
    _remember(configuration)
    return manifest


def _remember(configuration: Configuration) -> None:
    """That the office was backed up, and up to which change: an act on all it holds."""
    store = open_storage(configuration.database_url)
    try:
        with store.begin() as work:
            work.changes.advance(BACKUP, work.changes.head())
            work.audit.add(configuration.province.id, AT_THE_MACHINE, "back_up", "store", configuration.province.id)
    finally:
        store.close()


def restore(file: Path, folder: Path, lock: Lock) -> Manifest:
    """Unpack into a new folder, with its data in ``data``, and prove that it is what was backed up.

    Raises ``BackupUnreadable``, ``StorageError``.
    """
    if folder.exists() and any(folder.iterdir()):
        raise BackupUnreadable(str(folder), "thư mục đã có tệp; chỉ khôi phục vào thư mục mới")
    try:
        contents = dict(_unpacked(lock.open(file.read_bytes(), str(file)), str(file)))
    except OSError as error:
        raise disk_error(file, error) from error
    if _MANIFEST not in contents:
        raise BackupUnreadable(str(file), "không phải bản sao lưu của diembao")
    manifest = Manifest.of(contents.pop(_MANIFEST))
    if {name: hashlib.sha256(body).hexdigest() for name, body in contents.items()} != manifest.files:
        raise BackupUnreadable(str(file), "nội dung khác với bản kê trong tệp")
    roots = {"store": folder / "data", "config": folder, "data": folder / "data"}
    for name, body in contents.items():
        root, _, rest = name.partition("/")
        target = roots[root] / rest
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)
    address = f"sqlite:///{(folder / 'data' / _STORE).resolve()}"
    if digest_store(address) != manifest.tables:
        raise BackupUnreadable(str(file), "kho dữ liệu khôi phục được khác với lúc sao lưu")
    store = open_storage(address)
    with store.read() as work:
        problems, head = work.audit.verify(), work.audit.head()
    store.close()
    if problems or head != manifest.audit_head:
        raise BackupUnreadable(str(file), "nhật ký trong bản sao lưu không nguyên vẹn")
    return manifest


def _configuration_files(folder: Path) -> list[Path]:
    return sorted(one for one in folder.iterdir() if one.is_file() and one.suffix in _CONFIGURATION)


def _data_files(folder: Path, cited: set[str]) -> Iterator[tuple[str, bytes]]:
    """Documents and the cited raw pages; nothing of the public store, whatever its files are called."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not path.is_file() or path.is_symlink() or name.startswith(_LEFT_OUT):
            continue
        if name.startswith("archive/") and name.removeprefix("archive/") not in cited:
            continue
        yield f"data/{name}", path.read_bytes()


def _packed(contents: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, body in contents.items():
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(body), 0o600
            archive.addfile(member, io.BytesIO(body))
    return out.getvalue()


def _unpacked(body: bytes, file: str) -> Iterator[tuple[str, bytes]]:
    """The regular files of the tar; a name that leads elsewhere is refused."""
    try:
        with tarfile.open(fileobj=io.BytesIO(body), mode="r:gz") as archive:
            for member in archive:
                parts = PurePosixPath(member.name).parts
                is_ours = parts == (_MANIFEST,) or (len(parts) > 1 and parts[0] in ("store", "config", "data"))
                if not member.isfile() or ".." in parts or not is_ours:
                    raise BackupUnreadable(file, f"tên lạ trong tệp: {member.name[:80]}")
                content = archive.extractfile(member)
                assert content is not None
                yield member.name, content.read()
    except tarfile.TarError as error:
        raise BackupUnreadable(file, "không phải bản sao lưu của diembao") from error
