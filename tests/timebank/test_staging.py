"""A new installation appears whole or not at all, wherever its making is broken off."""

from pathlib import Path

import pytest

from timebank.staging import READY, Staging


def prepare(home: Path) -> Staging:
    staging = Staging(home, "data")
    staging.begin()
    (staging.folder / "data").write_text("rows")
    (staging.folder / "keys").mkdir()
    (staging.folder / "keys" / "key").write_text("secret")
    return staging


def names(home: Path) -> list[str]:
    return sorted(path.name for path in home.iterdir())


def test_it_stands_in_place_whole(tmp_path: Path) -> None:
    prepare(tmp_path).put_in_place()

    assert names(tmp_path) == ["data", "keys"]
    assert (tmp_path / "keys" / "key").read_text() == "secret"


def test_one_broken_off_while_it_is_made_is_begun_anew(tmp_path: Path) -> None:
    prepare(tmp_path)
    again = Staging(tmp_path, "data")

    again.resume()
    assert again.is_home_empty()
    again.begin()

    assert names(again.folder) == []


@pytest.mark.parametrize("moved", [[], ["keys"]])
def test_one_broken_off_while_it_is_moved_is_finished(tmp_path: Path, moved: list[str]) -> None:
    staging = prepare(tmp_path)
    (staging.folder / READY).touch()
    for name in moved:
        (staging.folder / name).rename(tmp_path / name)

    Staging(tmp_path, "data").resume()

    assert names(tmp_path) == ["data", "keys"]


def test_what_makes_it_an_installation_comes_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moved = []
    rename = Path.rename
    monkeypatch.setattr(
        Path, "rename", lambda path, target: (moved.append(path.name), rename(path, target))[1]
    )

    prepare(tmp_path).put_in_place()

    assert moved[-1] == "data"


def test_a_home_with_something_else_in_it_is_not_empty(tmp_path: Path) -> None:
    (tmp_path / "letter").touch()

    assert not Staging(tmp_path, "data").is_home_empty()
    assert Staging(tmp_path / "new", "data").is_home_empty()
