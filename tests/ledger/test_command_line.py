"""The command line: what it prints for whom, and how it ends."""

import re
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from ledger.__main__ import main
from ledger.checkpoint import open_checkpoint
from ledger.cli.progress import Progress
from ledger.cli.verify import SHOWN_FINDINGS
from ledger.key_file import create_key_file, read_signing_key
from ledger.keys import COSIGNATURE, VerifierKey, format_vkey, parse_vkey
from ledger.log_errors import MalformedKey
from ledger.merkle import prove_consistency
from ledger.note import add_signatures, signature_line, split_note
from ledger.receipt import Receipt, format_receipt
from ledger.witness_client import WitnessClient
from tests.ledger.desk import LI, ORIGIN, Desk
from tests.ledger.logs import Publisher, Served, long_book, serving
from tests.ledger.receipts import lis_receipt
from tests.ledger.signers import LIBRARY, LOG, checkpoint_of, leaves, signer, with_byte

VKEY = format_vkey(LOG.name, LOG.public.public_key)
LIBRARY_VKEY = format_vkey(LIBRARY.name, LIBRARY.public.public_key, COSIGNATURE)
OTHER_VKEY = format_vkey(LOG.name, signer("other").public.public_key)
ROOT = Path(__file__).parents[2]


def seen_at(note: bytes, time: int) -> bytes:
    """Return a note that the library has cosigned too, at a time of its clock."""
    return add_signatures(note, [signature_line(split_note(note)[0], LIBRARY, time)])


@pytest.fixture(scope="module")
def book() -> Desk:
    return long_book(300)


@pytest.fixture
def log(book, tmp_path, monkeypatch) -> Publisher:
    monkeypatch.chdir(tmp_path)
    return Publisher(book, tmp_path / "log").publish()


@pytest.fixture
def receipt(tmp_path) -> Path:
    path = tmp_path / "li.tlog-proof"
    path.write_bytes(format_receipt(lis_receipt()))
    return path


def test_a_log_that_holds_is_verified(log, capsys):
    assert main(["verify", "log", "--vkey", VKEY]) == 0

    told = capsys.readouterr()
    assert told.out.splitlines()[0].startswith(f"{ORIGIN}: 300 entries, root ")
    assert "the tree holds; seen for the first time" in told.out
    assert re.search(r"^min +issue +1 +-690 +0 +0$", told.out, re.MULTILINE)
    assert told.out.splitlines()[-1] == "0 findings"
    assert told.err == ""


def test_what_was_seen_is_remembered_beside(log, capsys):
    main(["verify", "log", "--vkey", VKEY])
    main(["verify", "log", "--vkey", VKEY])

    assert "the tree holds; extends the 300 entries seen before" in capsys.readouterr().out
    assert Path("demo.invalid_log_450125.seen/checkpoint").is_file()


def test_without_a_token_it_says_that_contents_were_not_checked(log, capsys):
    with serving(Served(log.folder, token="auditor")) as served:
        assert main(["verify", served.url, "--vkey", VKEY]) == 0
        assert "the entries are not open to us" in capsys.readouterr().out
        assert main(["verify", served.url, "--vkey", VKEY, "--token", "auditor"]) == 0
        assert "300 entries carried out anew" in capsys.readouterr().out
        assert main(["verify", served.url, "--vkey", VKEY, "--token", "wrong", "--state", "other"]) == 1
        assert "HTTP 401" in capsys.readouterr().err


def test_it_says_who_has_cosigned(log, capsys):
    (log.folder / "checkpoint").write_bytes(seen_at(log.note(300), 1_795_000_000))

    assert main(["verify", "log", "--vkey", VKEY, "--vkey", LIBRARY_VKEY]) == 0
    assert "cosigned by library.invalid/w1 on 2026-11-18 at 11:06:40 UTC" in capsys.readouterr().out


@pytest.mark.parametrize("time", [2**40, 2**62])
def test_a_witness_whose_clock_has_left_the_calendar_is_named_all_the_same(time, log, receipt, capsys):
    note, proof = log.note(300), lis_receipt().proof
    keys = ["--vkey", VKEY, "--vkey", LIBRARY_VKEY]
    (log.folder / "checkpoint").write_bytes(seen_at(note, time))
    receipt.write_bytes(format_receipt(Receipt(replace(proof, checkpoint=seen_at(proof.checkpoint, time)))))

    assert main(["verify", "log", *keys]) == 0
    assert "cosigned by library.invalid/w1 on a day after the year 9999" in capsys.readouterr().out
    assert main(["check", str(receipt), *keys]) == 0
    assert "has seen the same log, on a day after the year 9999 by its clock." in capsys.readouterr().out


def test_of_many_findings_the_first_are_shown(log, capsys):
    path = log.folder / "tile/entries/000"
    path.write_bytes(path.read_bytes().replace(b" min 1 ", b" min 2 "))

    assert main(["verify", "log", "--vkey", VKEY]) == 1

    told = capsys.readouterr().out.splitlines()
    assert sum(line.startswith("EDITED") for line in told) == SHOWN_FINDINGS
    assert told[-2:] == ["and 141 findings more", "241 findings"]


@pytest.mark.parametrize(
    ("is_terminal", "shown"),
    [(True, "\r\x1b[Ktree: 1 of 2\r\x1b[Ktree: 2 of 2\r\x1b[K"), (False, "tree: 1 of 2\ntree: 2 of 2\n")],
)
def test_progress_is_one_line_on_a_terminal_and_lines_elsewhere(is_terminal, shown, monkeypatch, capsys):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: is_terminal)
    now = iter([0.0, 9.0, 9.01, 20.0])
    monkeypatch.setattr(time, "monotonic", lambda: next(now))
    progress = Progress()

    for done in (1, 1, 2):
        progress.at("tree", done, 2)
    progress.end()

    assert capsys.readouterr().err == shown


def test_an_edited_entry_is_named_and_it_does_not_hold(log, capsys):
    path = log.folder / "tile/entries/000"
    path.write_bytes(path.read_bytes().replace(b" min 600 ", b" min 900 ", 1))

    assert main(["verify", "log", "--vkey", VKEY]) == 1

    assert "EDITED entry 2 -: its bytes are not those that were hashed" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["verify", "log", "--vkey", OTHER_VKEY], "not signed by"),
        (["verify", "empty", "--vkey", VKEY], "does not serve checkpoint"),
        (["verify", "http://127.0.0.1:1/log", "--vkey", VKEY], "gives no answer"),
        (["prove", "log", "300", "--vkey", VKEY], "no entry 300 among the 300"),
        (["prove", "log", "3", "--vkey", OTHER_VKEY], "not signed by"),
        (["check", "nowhere", "--vkey", VKEY], "No such file"),
        (["check", "log", "--vkey", VKEY], "directory"),
        (["check", "log/checkpoint", "--vkey", VKEY], "not a receipt"),
    ],
)
def test_what_does_not_hold_is_said_in_one_sentence(words, says, log, capsys):
    Path("empty").mkdir()

    assert main(words) == 1

    told = capsys.readouterr()
    assert told.out == ""
    assert says in told.err
    assert len(told.err.splitlines()) == 1


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["nonsense"],
        ["verify", "log"],
        ["verify", "log", "--vkey", "nonsense"],
        ["prove", "log", "+3", "--vkey", VKEY],
        ["witness"],
        *(
            ["witness", "--name", "w", "--port", port, "--state", "s", "--key", "k", "--log", watched]
            for port, watched in (
                ("65536", f"{ORIGIN}={VKEY}"),
                ("-1", f"{ORIGIN}={VKEY}"),
                ("0", VKEY),
                ("0", f"other={VKEY}"),
                ("0", f"{LIBRARY.name}={LIBRARY_VKEY}"),
            )
        ),
    ],
)
def test_wrong_usage_ends_with_2(words, log, capsys):
    with pytest.raises(SystemExit) as ended:
        main(words)

    assert ended.value.code == 2


def test_no_such_place_is_wrong_usage(log, capsys):
    assert main(["verify", "ftp://127.0.0.1/log", "--vkey", VKEY]) == 2


def test_a_receipt_is_said_in_plain_words(receipt, capsys):
    assert main(["check", str(receipt), "--vkey", VKEY, "--vkey", LIBRARY_VKEY]) == 0

    told = capsys.readouterr().out
    assert told.startswith("The receipt holds.\n")
    assert f"After it, account {LI} held 45 min." in told
    assert "陪诊 45 分钟" in told
    assert "library.invalid/w1 has seen the same log" in told


def test_a_receipt_that_was_changed_does_not_hold(receipt, capsys):
    receipt.write_bytes(with_byte(receipt.read_bytes(), 100, 1))

    assert main(["check", str(receipt), "--vkey", VKEY]) == 1
    assert capsys.readouterr().out == ""


def test_words_of_others_cannot_play_tricks_on_the_terminal(receipt, capsys):
    opened = lis_receipt()
    opening = replace(opened.opening, names=((LI, "\x1b[2J\u202e李"),))
    receipt.write_bytes(format_receipt(replace(opened, opening=opening)))

    assert main(["check", str(receipt), "--vkey", VKEY]) == 0
    assert "belongs to ?[2J?李." in capsys.readouterr().out


@pytest.mark.parametrize("entry", [0, 4, 255, 256, 299])
def test_anybody_can_make_the_receipt_of_an_entry(entry, log, capsysbinary):
    with serving(Served(log.folder)) as served:
        assert main(["prove", served.url, str(entry), "--vkey", VKEY, "--out", "receipt"]) == 0
        assert main(["prove", "log", str(entry), "--vkey", VKEY]) == 0

    assert capsysbinary.readouterr().out == Path("receipt").read_bytes()
    assert main(["check", "receipt", "--vkey", VKEY]) == 0


def witnesses_of(size: int, url: str, key: VerifierKey) -> list[str]:
    """Let the witness at an address cosign a log of numbered entries, and return who has."""
    hashes = leaves(size)
    client = WitnessClient(url, [key])
    cosigned = client.cosign(checkpoint_of(hashes), 0, lambda old, _: prove_consistency(old, hashes))
    return [one.key.name for one in open_checkpoint(cosigned.note, [LOG.public, key]).cosigned]


def test_a_witness_runs_until_it_is_told_to_stop_and_goes_on_later(tmp_path):
    words = ["witness", "--name", "library.invalid/w2", "--port", "0", "--state", tmp_path / "state.db"]
    words += ["--key", tmp_path / "key", "--log", f"{ORIGIN}={VKEY}"]
    for size in (3, 9):
        process = subprocess.Popen(
            [sys.executable, "-m", "ledger", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        try:
            key = parse_vkey(process.stdout.readline().removeprefix("vkey ").strip())
            url = process.stdout.readline().strip().removeprefix("listening on ")
            assert witnesses_of(size, url.removesuffix("/add-checkpoint"), key) == ["library.invalid/w2"]
        finally:
            process.terminate()
            _, errors = process.communicate(timeout=20)
        assert process.returncode == 0
        assert all("POST /add-checkpoint" in line for line in errors.splitlines())


def test_a_key_is_for_its_owners_eyes_only(tmp_path):
    path = tmp_path / "key"
    create_key_file(path)

    assert path.stat().st_mode & 0o777 == 0o600
    assert read_signing_key(path, "w", COSIGNATURE).name == "w"
    with pytest.raises(FileExistsError):
        create_key_file(path)
    path.chmod(0o640)
    with pytest.raises(MalformedKey):
        read_signing_key(path, "w", COSIGNATURE)


@pytest.mark.parametrize(
    "data", [b"", b"00" * 32, b"00" * 32 + b"\n\n", b"zz" * 32 + b"\n", b"AA" * 32 + b"\n"]
)
def test_what_is_no_key_file_is_refused(data, tmp_path):
    path = tmp_path / "key"
    path.touch(0o600)
    path.write_bytes(data)

    with pytest.raises(MalformedKey):
        read_signing_key(path, "w", COSIGNATURE)


def test_it_stops_when_asked_to_in_one_line(log, capsys, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("ledger.cli.verify.source_at", stop)

    assert main(["verify", "log", "--vkey", VKEY]) == 1
    assert capsys.readouterr().err == "verify: stopped\n"
