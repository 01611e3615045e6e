"""`backup`, an empty folder, `restore`: the same root; with the key as it stands on the recovery sheet."""

import re
from pathlib import Path

import pytest

from tests.timebank.cli.conftest import INIT, Run

ROOT = re.compile(r"^book 450125: 7 entries, root [0-9a-f]{64}$", re.MULTILINE)


def test_what_was_backed_up_stands_again_with_the_same_root(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = run(*INIT).out
    backup = run("backup", tmp_path / "file")
    halves = re.findall(r"^Half [12] of 2: +([0-9a-f ]+?) +check", sheet, re.MULTILINE)
    (tmp_path / "key").write_text("\n".join(halves) + "\n")

    monkeypatch.setenv("TIMEBANK_HOME", str(tmp_path / "elsewhere"))
    restored = run("restore", tmp_path / "file", "--master-key-file", tmp_path / "key")

    assert (backup.code, restored.code) == (0, 0)
    found = ROOT.search(restored.out)
    assert found
    assert found[0] in backup.out
    assert run("audit").last_line == "7 entries, 0 findings"


def test_a_backup_cut_short_is_refused_in_a_plain_sentence(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(*INIT)
    run("backup", tmp_path / "file")
    (tmp_path / "file").write_bytes((tmp_path / "file").read_bytes()[:-100])

    monkeypatch.setenv("TIMEBANK_HOME", str(tmp_path / "elsewhere"))
    ended = run("restore", tmp_path / "file", "--master-key-file", home / "keys" / "master.key")

    assert ended.code == 1
    assert "was altered or cut short" in ended.err
    assert ended.err.count("\n") == 1


@pytest.mark.parametrize(
    ("key", "says"), [("12 34", "4 digits"), ("Li's birthday", "64 digits"), (None, "There is no file")]
)
def test_a_key_file_with_something_else_is_refused(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str | None, says: str
) -> None:
    run(*INIT)
    run("backup", tmp_path / "file")
    if key is not None:
        (tmp_path / "key").write_text(key)

    monkeypatch.setenv("TIMEBANK_HOME", str(tmp_path / "elsewhere"))
    ended = run("restore", tmp_path / "file", "--master-key-file", tmp_path / "key")

    assert ended.code == 1
    assert says in ended.err


def test_a_home_in_use_is_refused(run: Run, home: Path, tmp_path: Path) -> None:
    run(*INIT)
    run("backup", tmp_path / "file")

    ended = run("restore", tmp_path / "file", "--master-key-file", home / "keys" / "master.key")

    assert ended.code == 1
    assert "is not empty" in ended.err


def test_without_a_time_bank_there_is_nothing_to_back_up(run: Run, tmp_path: Path) -> None:
    ended = run("backup", tmp_path / "file")

    assert ended.code == 1
    assert "nothing to back up" in ended.err
    assert not (tmp_path / "file").exists()


def test_a_folder_that_is_not_there_is_said(run: Run, tmp_path: Path) -> None:
    run(*INIT)

    ended = run("backup", tmp_path / "no such folder" / "file")

    assert ended.code == 1
    assert "no such folder" in ended.err


@pytest.mark.parametrize("words", [("backup",), ("restore", "file"), ("restore", "--master-key-file", "key")])
def test_a_missing_argument_is_wrong_usage(run: Run, words: tuple[str, ...]) -> None:
    assert run(*words).code == 2
