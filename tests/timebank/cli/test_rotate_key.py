"""`rotate-key` and sealed signing keys, as an operator meets them."""

import stat
from pathlib import Path

import pytest

from ledger.__main__ import main as ledger_main
from tests.timebank.cli.conftest import INIT, Run
from tests.timebank.cli.test_bring_back import go_on
from timebank.settings import Settings, load_settings

SECRET = "ab" * 32


@pytest.fixture
def book(run: Run, settings: Settings) -> Settings:
    """An installation whose log is published."""
    run(*INIT)
    go_on(settings, 2)
    return settings


def key(settings: Settings) -> bytes:
    return settings.signing_key_file("450125").read_bytes()


def test_the_dry_run_explains_and_changes_nothing(run: Run, book: Settings) -> None:
    before = key(book)

    ended = run("rotate-key", "--dry-run", "--revoke-from", "5")

    assert ended.code == 0
    assert "The old key signs the checkpoint that ends with this entry" in ended.out
    assert "over 5 entries or more counts no longer" in ended.out
    assert key(book) == before
    assert "10 entries, 0 findings" in run("audit").out


def test_the_key_changes_and_a_stranger_with_the_old_one_goes_on(
    run: Run, book: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = run("rotate-key", "--dry-run").out.split("signed with ")[1].split()[0]
    before = key(book)

    ended = run("rotate-key")
    go_on(book, 2)

    assert ended.code == 0
    assert key(book) != before
    new = ended.out.split("\n")[1].strip()
    assert new.startswith("time.example.gov.cn/log/450125+")
    published = str(book.published_folder / "450125")
    code = ledger_main(["verify", published, "--vkey", old, "--state", str(tmp_path / "seen")])
    assert (code, capsys.readouterr().out.rstrip().endswith("0 findings")) == (0, True)
    assert "0 findings" in run("audit").out


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--book", "450126"), 2, "There is no book 450126 here"),
        (("--revoke-from", "many"), 2, "is no number of entries"),
        (("--lost-key",), 1, "is here and not lost"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    run: Run, book: Settings, words: tuple[str, ...], code: int, says: str
) -> None:
    before = key(book)

    ended = run("rotate-key", *words)

    assert (ended.code, says in ended.err) == (code, True)
    assert key(book) == before


def test_without_an_installation_it_says_so(run: Run) -> None:
    assert run("rotate-key").code == 1


def test_with_the_old_key_away_it_asks_for_the_copy_or_the_word(run: Run, book: Settings) -> None:
    book.signing_key_file("450125").unlink()

    refused = run("rotate-key")
    rotated = run("rotate-key", "--lost-key")

    assert refused.code == 1
    assert "put your copy back, or say --lost-key" in refused.err
    assert rotated.code == 0


def test_a_secret_in_the_environment_seals_new_keys(
    run: Run, book: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = key(book)
    monkeypatch.setenv("TIMEBANK_SIGNING_SECRET", SECRET)

    assert run("rotate-key").code == 0  # the plain one still opens

    file = book.signing_key_file("450125")
    assert key(book).startswith(b"timebank/sealed-key/v1 ")
    assert len(plain) == 65
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    go_on(load_settings(), 1)


@pytest.mark.parametrize(
    ("secret", "says"),
    [("", "the secret that opens it was not given"), ("cd" * 32, "not opened by the secret that was given")],
)
def test_a_sealed_key_without_its_secret_is_refused_clearly(
    run: Run, book: Settings, monkeypatch: pytest.MonkeyPatch, secret: str, says: str
) -> None:
    monkeypatch.setenv("TIMEBANK_SIGNING_SECRET", SECRET)
    run("rotate-key")
    monkeypatch.setenv("TIMEBANK_SIGNING_SECRET", secret)
    before = key(book)

    ended = run("rotate-key")

    assert ended.code == 1
    assert says in ended.err
    assert "TIMEBANK_SIGNING_SECRET" in ended.err
    assert key(book) == before


def test_a_secret_that_is_none_or_stands_in_the_file_is_wrong_usage(
    run: Run, book: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIMEBANK_SIGNING_SECRET", "swordfish")
    spelled = run("audit")
    monkeypatch.delenv("TIMEBANK_SIGNING_SECRET")
    (book.home / "settings.toml").write_text(f'signing_secret = "{SECRET}"\n')
    filed = run("audit")

    assert (spelled.code, "must be 64 hexadecimal digits" in spelled.err) == (2, True)
    assert (filed.code, "from the environment alone, as TIMEBANK_SIGNING_SECRET" in filed.err) == (2, True)
