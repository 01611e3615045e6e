"""A backup: one sealed file that, with the master key and nothing else, puts an installation back.

Inside the sealed stream lies a tar archive: first `backup.json` (what the books were), then the database as of one
moment, the photographs, the books' published entries, the handovers of their keys, and the settings. What must not
travel with the data stays out: the master key, the signing keys, and the high-water mark, which may never go back with
the database.
"""

import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, cast

from ledger.sql_store import SqlStore
from timebank.books import books_here
from timebank.crypto import write_master_key
from timebank.db import copy_sqlite, reader_engine
from timebank.sealed_stream import Altered, DoesNotOpen, NotASealedFile, OpeningReader, SealingWriter
from timebank.settings import Settings
from timebank.staging import Staging

DATABASE = "timebank.sqlite3"
MANIFEST = "backup.json"
SETTINGS = "settings.toml"
KEPT_FOLDERS = ("files", "log", "handovers")
PIECE_BYTES = 1_048_576

Report = Callable[[int, int], None]
"""Told how many bytes are done, and of how many."""


class BackupRefused(Exception):
    """Nothing was written or restored; the text says why in a plain sentence."""


@dataclass(frozen=True, slots=True)
class BookState:
    """How far a book has come: its entries, and the root of the tree over them in hexadecimal."""

    book: str
    entries: int
    root: str


@dataclass(frozen=True, slots=True)
class _Item:
    """A file that goes into the archive, as far as its size was when the backup began."""

    name: str
    path: Path
    size: int


def write_backup(
    settings: Settings, master_key: bytes, file: Path, report: Report = lambda done, total: None
) -> tuple[BookState, ...]:
    """Write one sealed file and return the state of the books in it. The server may run meanwhile.

    Raises:
        BackupRefused: the file exists, there is no database, or it is not the embedded one.
    """
    database = _embedded_database(settings)
    if not database.exists():
        raise BackupRefused(f"There is no database at {database}, so there is nothing to back up.")
    if file.exists():
        raise BackupRefused(f"{file} exists already; a backup never overwrites another. Choose another name.")
    # Taken before the database is copied, so that no published entry is ahead of the copy.
    published = list(_items(settings.home, "log"))
    partial = file.with_name(f"{file.name}.partial")
    try:
        with tempfile.TemporaryDirectory(dir=settings.home, prefix=".backup-") as folder:
            copy = Path(folder) / DATABASE
            copy_sqlite(database, copy)
            books = _state_of(copy)
            # Photographs are stored before the rows that name them: taken after the copy, none is missing.
            items = [_item(folder, copy), *_items(settings.home, "files"), *published]
            items += _items(settings.home, "handovers")
            items += [_item(settings.home, path) for path in (settings.home / SETTINGS,) if path.exists()]
            with _create_private(partial) as sealed:
                writer = SealingWriter(sealed, master_key)
                _pack(writer, books, items, report)
                writer.finish()
        partial.rename(file)
    finally:
        partial.unlink(missing_ok=True)
    return books


def restore_backup(
    settings: Settings, master_key: bytes, file: Path, report: Report = lambda done, total: None
) -> tuple[BookState, ...]:
    """Put an installation back into an empty folder and return the state of its books.

    Everything is unpacked and checked beside its place first; a backup that is not whole changes nothing.

    Raises:
        BackupRefused: the folder is not empty, or the file is not a whole backup under this key.
    """
    database = _embedded_database(settings)
    staging = Staging(settings.home, database.name)
    staging.resume()
    if not staging.is_home_empty() or database.exists():
        raise BackupRefused(f"{settings.home} is not empty. A backup is restored into an empty folder only.")
    staging.begin()
    try:
        with file.open("rb") as sealed:
            promised = _unpack(sealed, master_key, staging.folder, report)
        books = _state_of(staging.folder / DATABASE)
        if books != promised:
            raise BackupRefused(
                f"The database in {file} is not the one the backup names. Nothing was restored."
            )
        write_master_key(staging.folder / settings.master_key_file.relative_to(settings.home), master_key)
        staging.put_in_place()
    except (NotASealedFile, DoesNotOpen, Altered, OSError, tarfile.TarError) as error:
        raise BackupRefused(_why_not(file, error)) from error
    finally:
        staging.clear()
    return books


def _why_not(file: Path, error: Exception) -> str:
    match error:
        case NotASealedFile():
            return f"{file} is not a backup of a time bank. Nothing was restored."
        case DoesNotOpen():
            return (
                f"{file} does not open: this is not the master key it was made with, or the file was altered or cut"
                " short. Nothing was restored."
            )
        case Altered():
            return f"{file} was altered or cut short. Nothing was restored; take another copy of it."
        case OSError():
            return f"{error.filename or file}: {error.strerror}. Nothing was restored."
        case _:
            return f"{file} does not hold what a backup holds. Nothing was restored."


def _embedded_database(settings: Settings) -> Path:
    if not settings.is_sqlite:
        raise BackupRefused(
            "DATABASE_URL names a PostgreSQL server: back it up with pg_dump, and TIMEBANK_HOME as files;"
            " docs/postgresql.md has the commands."
        )
    if settings.database_file != settings.home / DATABASE:
        raise BackupRefused(
            f"DATABASE_URL names a file outside {settings.home}: backups hold that folder alone."
        )
    return settings.database_file


def _state_of(database: Path) -> tuple[BookState, ...]:
    engine = reader_engine(f"sqlite:///{database}")
    try:
        with engine.connect() as connection:
            heads = [(one.book, SqlStore(connection, one.log).head()) for one in books_here(connection)]
    finally:
        engine.dispose()
    return tuple(BookState(book, head.size, head.root.hex()) for book, head in heads)


def _items(home: Path, folder: str) -> Iterator[_Item]:
    for path in sorted((home / folder).rglob("*")):
        if path.is_file() and path.suffix != ".new":  # a photograph half written is named by nobody yet
            yield _item(home, path)


def _item(home: Path | str, path: Path) -> _Item:
    return _Item(str(path.relative_to(home)), path, path.stat().st_size)


def _create_private(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def _pack(writer: SealingWriter, books: Iterable[BookState], items: list[_Item], report: Report) -> None:
    total, done = sum(item.size for item in items), 0
    manifest = json.dumps({"books": [asdict(book) for book in books]}).encode()
    # A stream of tar does nothing but write; typeshed asks for a whole file.
    with tarfile.open(fileobj=cast(BinaryIO, writer), mode="w|") as archive:
        archive.addfile(_entry(MANIFEST, len(manifest)), io.BytesIO(manifest))
        for item in items:
            with item.path.open("rb") as file:
                archive.addfile(_entry(item.name, item.size), file)
            done += item.size
            report(done, total)


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry


def _unpack(sealed: BinaryIO, master_key: bytes, folder: Path, report: Report) -> tuple[BookState, ...]:
    """Unpack everything and return the state of the books that the backup names."""
    total = os.fstat(sealed.fileno()).st_size
    reader = OpeningReader(sealed, master_key)
    books: tuple[BookState, ...] = ()
    with tarfile.open(fileobj=cast(BinaryIO, reader), mode="r|") as archive:
        for entry in archive:
            content = archive.extractfile(entry)
            if content is None:
                raise tarfile.ExtractError(f"{entry.name} is not a file")
            if entry.name == MANIFEST:
                books = tuple(BookState(**book) for book in json.load(content)["books"])
                continue
            path = _place(folder, entry.name)
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with _create_private(path) as file:
                shutil.copyfileobj(content, file, PIECE_BYTES)
            report(sealed.tell(), total)
    while reader.read(PIECE_BYTES):
        pass  # what follows the archive must be genuine to the last chunk, or the file was cut short
    return books


def _place(folder: Path, name: str) -> Path:
    first, *rest = Path(name).parts
    is_known = name in (DATABASE, SETTINGS) or (first in KEPT_FOLDERS and rest and ".." not in rest)
    if not is_known:
        raise tarfile.ExtractError(f"{name} has no place in an installation")
    return folder / name
