"""A backup is one file that puts everything back but the keys, and is refused when it is not whole."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ledger.export import EntryFiles
from ledger.sql_store import SqlStore
from timebank.actors import system
from timebank.backups import BackupRefused, restore_backup, write_backup
from timebank.bootstrap import open_bank
from timebank.crypto import read_master_key
from timebank.files import FileStore
from timebank.founding import FirstOfficer, FoundCounty, found_county
from timebank.ledger_files import LedgerFiles
from timebank.settings import Settings
from timebank.writer import Bank

BOOK = "450125"
OTHER_KEY = bytes(range(32))


def settings_in(home: Path) -> Settings:
    return Settings(home, f"sqlite:///{home / 'timebank.sqlite3'}")


def root_of(bank: Bank) -> str:
    with bank.reading(system(BOOK)) as reading:
        return SqlStore(reading.connection, BOOK).head().root.hex()


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    """An installation with a book, a photograph, published entries and a setting."""
    settings = settings_in(tmp_path / "home")
    bank = open_bank(settings)
    officer = FirstOfficer("陈志远", "13800138000", "male", date(1980, 1, 1))
    command = FoundCounty("上林县", f"time.example.cn/log/{BOOK}", "v+00000000+AQAB", "450125100001", officer)
    bank.run(found_county, command, system(BOOK))
    LedgerFiles(settings.log_folder).catch_up(bank, BOOK)
    bank.close()
    FileStore(settings.files_folder).put(b"a sealed photograph")
    (settings.home / "settings.toml").write_text("port = 8010\n")
    return settings


@pytest.fixture
def key(home: Settings) -> bytes:
    return read_master_key(home.master_key_file)


def test_what_was_backed_up_comes_back_with_the_same_root(home: Settings, key: bytes, tmp_path: Path) -> None:
    file, restored = tmp_path / "backup", settings_in(tmp_path / "restored")

    written = write_backup(home, key, file)
    books = restore_backup(restored, key, file)

    assert books == written
    bank = open_bank(restored)
    assert root_of(bank) == written[0].root
    bank.close()
    assert list(EntryFiles(restored.log_folder / BOOK).read()) == list(
        EntryFiles(home.log_folder / BOOK).read()
    )
    assert [path.read_bytes() for path in restored.files_folder.rglob("*") if path.is_file()] == [
        b"a sealed photograph"
    ]
    assert (restored.home / "settings.toml").read_text() == "port = 8010\n"


def test_it_is_taken_while_the_bank_is_open(home: Settings, key: bytes, tmp_path: Path) -> None:
    bank = open_bank(home)

    books = write_backup(home, key, tmp_path / "backup")

    assert books[0].root == root_of(bank)
    bank.close()


def test_it_holds_neither_keys_nor_anything_readable(home: Settings, key: bytes, tmp_path: Path) -> None:
    file, restored = tmp_path / "backup", settings_in(tmp_path / "restored")
    write_backup(home, key, file)
    restore_backup(restored, key, file)

    assert b"SQLite format 3" not in file.read_bytes()
    assert [path.name for path in restored.keys_folder.iterdir()] == [
        "master.key"
    ]  # the one that was typed in


def test_nobody_else_may_read_what_is_restored(home: Settings, key: bytes, tmp_path: Path) -> None:
    restored = settings_in(tmp_path / "restored")
    write_backup(home, key, tmp_path / "backup")
    restore_backup(restored, key, tmp_path / "backup")

    assert oct(restored.database_file.stat().st_mode)[-3:] == "600"
    assert oct(restored.master_key_file.stat().st_mode)[-3:] == "600"


@pytest.mark.parametrize("part", [0.01, 0.3, 0.6, 0.999])
def test_a_backup_cut_short_is_refused_and_leaves_nothing(
    home: Settings, key: bytes, tmp_path: Path, part: float
) -> None:
    file, restored = tmp_path / "backup", settings_in(tmp_path / "restored")
    write_backup(home, key, file)
    file.write_bytes(file.read_bytes()[: int(file.stat().st_size * part)])

    with pytest.raises(BackupRefused, match="cut short"):
        restore_backup(restored, key, file)

    assert list(restored.home.iterdir()) == []


@pytest.mark.parametrize("part", [0.001, 0.2, 0.5, 0.99])
def test_a_changed_byte_is_refused(home: Settings, key: bytes, tmp_path: Path, part: float) -> None:
    file = tmp_path / "backup"
    write_backup(home, key, file)
    data = bytearray(file.read_bytes())
    data[int(len(data) * part)] ^= 1
    file.write_bytes(data)

    with pytest.raises(BackupRefused, match="altered"):
        restore_backup(settings_in(tmp_path / "restored"), key, file)


def test_another_key_does_not_open_it(home: Settings, key: bytes, tmp_path: Path) -> None:
    write_backup(home, key, tmp_path / "backup")

    with pytest.raises(BackupRefused, match="not the master key"):
        restore_backup(settings_in(tmp_path / "restored"), OTHER_KEY, tmp_path / "backup")


def test_another_file_is_no_backup(key: bytes, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Li")

    with pytest.raises(BackupRefused, match="not a backup"):
        restore_backup(settings_in(tmp_path / "restored"), key, tmp_path / "letter.txt")


def test_a_folder_in_use_is_never_written_over(home: Settings, key: bytes, tmp_path: Path) -> None:
    write_backup(home, key, tmp_path / "backup")
    before = home.database_file.read_bytes()

    with pytest.raises(BackupRefused, match="not empty"):
        restore_backup(home, key, tmp_path / "backup")

    assert home.database_file.read_bytes() == before


def test_a_backup_never_overwrites_another(home: Settings, key: bytes, tmp_path: Path) -> None:
    (tmp_path / "backup").write_bytes(b"last week's")

    with pytest.raises(BackupRefused, match="exists already"):
        write_backup(home, key, tmp_path / "backup")

    assert (tmp_path / "backup").read_bytes() == b"last week's"


def test_without_a_database_there_is_nothing_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match="nothing to back up"):
        write_backup(settings_in(tmp_path), OTHER_KEY, tmp_path / "backup")


def test_a_database_server_has_its_own_tools(home: Settings, key: bytes, tmp_path: Path) -> None:
    elsewhere = replace(home, database_url="postgresql://127.0.0.1/timebank")

    with pytest.raises(BackupRefused, match="server"):
        write_backup(elsewhere, key, tmp_path / "backup")
