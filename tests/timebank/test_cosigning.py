"""Witnesses cosign what was published; a book does not wait for one that is away."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from ledger.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from ledger.keys import parse_vkey
from ledger.merkle import EMPTY_ROOT
from ledger.receipt import check_receipt
from ledger.witness import Witness
from ledger.witness_server import WitnessServer
from ledger.witness_store import WitnessFile
from tests.conftest import publish
from tests.home import Home
from tests.ledger.signers import LIBRARY, NEIGHBOUR
from tests.timebank.signed_book import BOOK, SignedBook, signed_book
from tests.town import GiveMinutes, Town, give_minutes
from timebank.actors import system
from timebank.books import books_here, logs_here
from timebank.clock import SetClock
from timebank.cosigning import Cosigner, cosigning
from timebank.jobs import run_job
from timebank.receipts import ReceiptState, receipt_file, receipt_view
from timebank.settings import Settings, WitnessAddress
from timebank.signing import signing_key
from timebank.writer import Bank


@contextmanager
def witness(bank: Bank, path: Path, key=LIBRARY) -> Iterator[WitnessAddress]:
    """Run a witness that watches the logs of the bank's book."""
    with bank.connect() as connection:
        logs = {one.origin: [parse_vkey(one.vkey)] for one in logs_here(connection)}
    with WitnessServer(
        ("127.0.0.1", 0), Witness(key, logs, WitnessFile(path), lambda: 1_795_000_000)
    ) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield WitnessAddress(key.public, f"http://127.0.0.1:{server.server_port}")
        server.shutdown()


@pytest.fixture
def book(tmp_path: Path, clock: SetClock) -> Iterator[SignedBook]:
    opened = signed_book(tmp_path / "home", clock)
    yield opened
    opened.bank.close()


def cosigners(book: SignedBook) -> set[str]:
    """Return who has cosigned the published checkpoint."""
    note = (book.settings.published_folder / BOOK / "checkpoint").read_bytes()
    with book.bank.connect() as connection:
        keys = [parse_vkey(books_here(connection)[0].vkey), LIBRARY.public, NEIGHBOUR.public]
    return {one.key.name for one in open_checkpoint(note, keys).cosigned}


def test_what_is_published_is_cosigned_and_grows_on(book: SignedBook, tmp_path: Path) -> None:
    book.publish()
    with (
        witness(book.bank, tmp_path / "w") as library,
        witness(book.bank, tmp_path / "n", NEIGHBOUR) as neighbour,
    ):
        job = cosigning(replace(book.settings, witnesses=(library, neighbour)))
        for _ in range(3):
            assert run_job(book.bank, job) == 2
            assert cosigners(book) == {LIBRARY.name, NEIGHBOUR.name}
            assert not job.is_due(book.bank, BOOK)
            book.give(3).publish()
            assert job.is_due(book.bank, BOOK)
            book.clock.advance(seconds=2)


def test_a_new_process_asks_the_witness_where_it_stands(book: SignedBook, tmp_path: Path) -> None:
    book.publish()
    with witness(book.bank, tmp_path / "w") as library:
        settings = replace(book.settings, witnesses=(library,))
        Cosigner(settings).ask(book.bank, BOOK)
        book.give(300).publish()

        assert Cosigner(settings).ask(book.bank, BOOK) == 1

    assert cosigners(book) == {LIBRARY.name}


def test_one_that_is_away_keeps_nobody_waiting_and_is_asked_again_later(
    book: SignedBook, tmp_path: Path
) -> None:
    book.publish()
    away = WitnessAddress(NEIGHBOUR.public, "http://127.0.0.1:9")
    with witness(book.bank, tmp_path / "w") as library:
        cosigner = Cosigner(replace(book.settings, witnesses=(away, library)))

        assert cosigner.ask(book.bank, BOOK) == 1
        assert not cosigner.is_due(book.bank, BOOK)
        book.clock.advance(minutes=1)
        assert cosigner.is_due(book.bank, BOOK)

    assert cosigners(book) == {LIBRARY.name}


def test_a_history_that_the_witness_has_not_seen_is_not_cosigned(book: SignedBook, tmp_path: Path) -> None:
    book.give(2).publish()
    with witness(book.bank, tmp_path / "w") as library:
        settings = replace(book.settings, witnesses=(library,))
        copy = book.copy("yesterday.sqlite3")
        book.give(3).publish()
        Cosigner(settings).ask(book.bank, BOOK)
        liar = book.elsewhere(copy).give(4)
        liar.settings = replace(
            liar.settings,
            home=tmp_path / "liar",
            database_url=liar.settings.database_url,
            witnesses=(library,),
        )
        for folder in ("keys", "high-water"):
            (tmp_path / "liar" / folder).mkdir(parents=True)
        key = book.settings.signing_key_file(BOOK)
        liar.settings.signing_key_file(BOOK).touch(mode=0o600)
        liar.settings.signing_key_file(BOOK).write_bytes(key.read_bytes())
        liar.settings.high_water_file(BOOK).write_bytes(first_mark(book))
        assert liar.publish() == liar.size() == 12

        assert Cosigner(liar.settings).ask(liar.bank, BOOK) == 0
        liar.bank.close()


def first_mark(book: SignedBook) -> bytes:
    """Return the mark of the empty log, signed again with the book's key."""
    with book.bank.connect() as connection:
        here = books_here(connection)[0]
    return sign_checkpoint(
        Checkpoint(here.origin, 0, EMPTY_ROOT), signing_key(book.settings, here.book, parse_vkey(here.vkey))
    )


def test_a_log_that_continues_another_is_a_new_one_to_witnesses(
    signed_town: Town, signed_settings: Settings, tmp_path: Path
) -> None:
    home = Home(signed_town, signed_settings)
    with witness(home.town.bank, tmp_path / "w") as library:
        cosigner = Cosigner(replace(home.settings, witnesses=(library,)))
        home.publish()
        assert cosigner.ask(home.town.bank, BOOK) == 1
    home.lose_entries()
    home.go_on()
    home.publish()

    with witness(home.town.bank, tmp_path / "w") as library:
        cosigner._settings = replace(home.settings, witnesses=(library,))  # it listens elsewhere now
        assert cosigner.ask(home.town.bank, BOOK) == 1

    note = (home.settings.published(f"{BOOK}/2") / "witnessed").read_bytes()
    cosigned = open_checkpoint(note, [*home.keys(f"{BOOK}/2"), LIBRARY.public])
    assert [one.key.name for one in cosigned.cosigned] == [LIBRARY.name]
    home.town.bank.close()


def test_without_witnesses_there_is_nothing_to_do(book: SignedBook) -> None:
    book.publish()

    assert not cosigning(book.settings).is_due(book.bank, BOOK)


def test_a_receipt_turns_from_recorded_to_signed_to_witnessed(
    signed_town: Town, signed_settings: Settings, tmp_path: Path
) -> None:
    town, wang = signed_town, signed_town.wang
    with witness(town.bank, tmp_path / "w") as library:
        settings = replace(signed_settings, witnesses=(library,))
        town.bank.run(give_minutes, GiveMinutes(wang.member_id, 5), system(BOOK))

        def view(seq: int) -> tuple[ReceiptState, tuple[str, ...]]:
            with town.bank.reading(wang) as reading:
                shown = receipt_view(reading, settings, wang.member_id, seq, wang)
            return shown.state, shown.witnesses

        with town.bank.reading(wang) as reading:
            seq = reading.ledger.book.head().size - 1
        states = [view(seq)]
        publish(town, settings)
        states.append(view(seq))
        Cosigner(settings).ask(town.bank, BOOK)
        states.append(view(seq))
        town.bank.run(give_minutes, GiveMinutes(wang.member_id, 5), system(BOOK))
        publish(town, settings)
        states.append(view(seq))  # under the older checkpoint, which the witness has cosigned
        states.append(view(seq + 1))

        assert states == [
            (ReceiptState.RECORDED, ()),
            (ReceiptState.SIGNED, ()),
            (ReceiptState.WITNESSED, (LIBRARY.name,)),
            (ReceiptState.WITNESSED, (LIBRARY.name,)),
            (ReceiptState.SIGNED, ()),
        ]
        with town.bank.reading(wang) as reading:
            data = receipt_file(reading, settings, wang.member_id, seq, wang)
            keys = [parse_vkey(books_here(reading.connection)[0].vkey), LIBRARY.public]
        assert [one.key.name for one in check_receipt(data, keys).witnesses] == [LIBRARY.name]
