"""A book whose newest entries are lost for good goes on in another log, in which everybody has what they had."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest

from ledger.entry import parse
from ledger.errors import IntegrityError
from ledger.log_source import FolderSource
from ledger.own_lines import Genesis
from ledger.receipt import check_receipt
from ledger.verify import verify
from tests import walk
from tests.conftest import open_at
from tests.home import WHY, Home
from tests.town import BOOK, GiveMinutes, Town, give_minutes
from timebank.account_lines import ever_credited
from timebank.actors import system
from timebank.audits import audit_new, audit_whole, last_audit
from timebank.continuing import continue_log
from timebank.high_water import HighWater
from timebank.jobs import run_job
from timebank.ledger_files import LedgerFiles
from timebank.publishing import Publisher
from timebank.receipts import ReceiptNotFound, ReceiptState, public_receipt
from timebank.restoring import bring_forward
from timebank.rotating import rotate_key
from timebank.seals import PutSeal, newest_seal, put_seal, seal_book
from timebank.services.commands import CancelService, CorrectService
from timebank.services.correcting import correct_service
from timebank.services.settlement import SETTLEMENT
from timebank.services.use_cases import cancel_service
from timebank.settings import Settings
from timebank.signed_heads import books_not_signed, still_not_signed
from timebank.signing import size_of
from timebank.statements import statement_page


@pytest.fixture
def home(signed_town: Town, signed_settings: Settings) -> Iterator[Home]:
    """The home; at the end all its logs must hold."""
    home = Home(signed_town, signed_settings)
    yield home
    findings = home.findings()
    home.town.bank.close()
    assert findings == []


def test_everybody_has_what_they_had_and_the_units_add_up_to_zero(home: Home) -> None:
    walk.settled(home.town)
    walk.accepted(home.town, starts_at=home.town.clock.now() + timedelta(days=1))
    home.lose_entries()
    before = home.accounts(BOOK)

    continued = home.go_on()

    assert continued.log == f"{BOOK}/2"
    assert (continued.accounts, continued.reserves) == (len(before), 1)
    assert home.accounts(f"{BOOK}/2") == before
    assert sum(one.balance for one in home.accounts(f"{BOOK}/2")) == 0
    assert {one.limit for one in before} >= {0, None}, "there is something to carry over"


def test_the_first_entry_quotes_the_last_signed_checkpoint_and_says_why(home: Home) -> None:
    note = home.lose_entries()

    home.go_on()

    first = parse(home.entries(f"{BOOK}/2")[0])
    assert isinstance(first.body, Genesis)
    assert first.body.continues == sha256(note).digest()
    assert first.body.origin == f"test.invalid/log/{BOOK}/2"
    assert (first.book, first.seq) == (BOOK, 0)
    with home.town.bank.reading(system(BOOK)) as reading:
        assert reading.ledger.read_text(first.id, "memo").startswith(WHY)


def test_nothing_is_appended_to_the_old_log_and_its_address_serves_what_was_signed_last(home: Home) -> None:
    note = home.lose_entries()
    shutil.rmtree(home.settings.published(BOOK))
    before = home.entries(BOOK)

    home.go_on()
    walk.settled(home.town)
    home.publish()

    assert home.entries(BOOK) == before
    assert (home.settings.published(BOOK) / "checkpoint").read_bytes() == note
    assert HighWater(home.settings.high_water_file(BOOK)).read() == note


def test_what_was_set_aside_before_settles_afterwards(home: Home) -> None:
    service_id = walk.verified(home.town)
    home.lose_entries()
    home.go_on()

    assert walk.pass_notice(home.town) == 1

    assert home.state(service_id) == ("settled", 60)
    assert home.town.account(home.town.li) == (60, 0, 0)
    assert home.town.account(home.town.wang) == (60, 0, 0)


def test_what_was_set_aside_before_is_free_again_when_the_service_is_cancelled(home: Home) -> None:
    service = walk.accepted(home.town)
    home.lose_entries()
    home.go_on()

    home.town.bank.run(cancel_service, CancelService(service.service_id, "不用了"), home.town.li)

    assert home.town.account(home.town.wang) == (120, 0, 0)


def test_what_settled_in_the_old_log_is_corrected_in_the_new_one(home: Home) -> None:
    service_id = walk.settled(home.town)
    home.lose_entries()
    home.go_on()

    home.town.bank.run(correct_service, CorrectService(service_id, 45, "记多了"), home.town.chen)

    assert home.state(service_id) == ("settled", 45)
    assert home.town.account(home.town.li) == (45, 0, 0)
    assert home.town.account(home.town.wang) == (75, 0, 0)


def test_a_service_begun_afterwards_goes_its_whole_way(home: Home) -> None:
    home.lose_entries()
    home.go_on()

    service_id = walk.settled(home.town)

    assert home.state(service_id) == ("settled", 60)
    assert run_job(home.town.bank, SETTLEMENT) == 0


def test_another_start_is_calm(home: Home) -> None:
    home.lose_entries()
    home.go_on()
    home.publish()

    home.reopen()

    assert home.town.bank.read_only == {}
    assert home.book.log == f"{BOOK}/2"
    assert home.publish() == len(home.entries(f"{BOOK}/2"))


def test_a_server_that_ran_meanwhile_writes_the_new_log(home: Home) -> None:
    home.lose_entries()
    server = open_at(home.settings.database_file, home.town.clock)
    with server.connect() as connection:
        server.read_only |= books_not_signed(connection, home.settings)
    server.look_again = partial(still_not_signed, server, home.settings)
    assert server.read_only

    continued = home.go_on()
    server.run(give_minutes, GiveMinutes(home.town.wang.member_id, 5), system(BOOK))
    published = Publisher(home.settings).publish(server, BOOK)
    server.close()

    assert published == len(home.entries(f"{BOOK}/2")) == continued.entries + 1


def test_a_receipt_from_before_verifies_and_its_number_is_still_found(home: Home) -> None:
    home.publish()
    wang, seq = home.town.wang, len(home.entries(BOOK)) - 1
    old = home.receipt(wang, BOOK, seq)
    keys = home.keys(BOOK)
    note = home.lose_entries()
    home.go_on()
    home.publish()

    assert check_receipt(old, home.keys(BOOK)).entry.seq == check_receipt(old, keys).entry.seq == seq
    assert check_receipt(home.receipt(wang, BOOK, seq), keys).checkpoint.size == size_of(note)
    with home.town.bank.reading(system(BOOK)) as reading:
        lost = size_of(note) - 1
        assert public_receipt(reading, home.settings, lost, BOOK).state is ReceiptState.SIGNED
        assert public_receipt(reading, home.settings, seq, BOOK).number == f"{BOOK}-{seq}"
        with pytest.raises(ReceiptNotFound):
            public_receipt(reading, home.settings, lost + 1, BOOK)


def test_receipts_of_the_new_log_verify_with_its_own_key_alone(home: Home) -> None:
    service_id = walk.verified(home.town)
    home.lose_entries()
    home.go_on()
    walk.pass_notice(home.town)
    home.publish()
    with home.town.bank.reading(home.town.li) as reading:
        line = statement_page(reading, home.town.li.member_id, home.town.li).items[0]

    receipt = check_receipt(home.receipt(home.town.li, f"{BOOK}/2", line.seq), home.keys(f"{BOOK}/2"))

    assert (line.place, line.service_id) == (f"2-{line.seq}", service_id)
    assert receipt.checkpoint.origin == f"test.invalid/log/{BOOK}/2"
    assert not set(home.keys(BOOK)) & set(home.keys(f"{BOOK}/2"))


def test_a_statement_goes_on_into_the_old_log(home: Home) -> None:
    walk.settled(home.town)
    home.lose_entries()
    home.go_on()
    walk.accepted(home.town, starts_at=home.town.clock.now() + timedelta(days=1))

    lines, after = [], ""
    with home.town.bank.reading(home.town.wang) as reading:
        while True:
            page = statement_page(reading, home.town.wang.member_id, home.town.wang, after=after, limit=1)
            lines += page.items
            if not (after := page.next_cursor):
                break

    assert [(line.log, line.kind, line.purpose) for line in lines] == [
        (2, "reserve", ""),
        (2, "transfer", "carried"),
        (1, "settle", ""),
        (1, "reserve", ""),
        (1, "transfer", ""),
    ]
    assert lines[1].balance == lines[2].balance == 60


def test_what_ever_came_in_came_in_once_however_many_logs_there_are(home: Home) -> None:
    walk.settled(home.town)
    for _ in range(2):
        home.lose_entries()
        home.go_on()
    home.town.bank.run(give_minutes, GiveMinutes(home.town.wang.member_id, 5), system(BOOK))

    with home.town.bank.reading(home.town.wang) as reading:
        account = reading.ledger.account(reading.ledger.member_handle(home.town.wang.member_id))
        assert (account.credits, ever_credited(reading, account)) == (65, 125)


def test_the_audits_cover_both_logs(home: Home) -> None:
    assert audit_whole(home.settings, home.town.bank, BOOK) == 0
    home.lose_entries()
    home.go_on()
    home.town.clock.advance(minutes=5)

    with home.town.bank.reading(system(BOOK)) as reading:
        assert last_audit(reading) is None, "what was audited was another log"
    assert audit_whole(home.settings, home.town.bank, BOOK) == 0
    home.town.clock.advance(minutes=5)
    home.town.bank.run(give_minutes, GiveMinutes(home.town.wang.member_id, 5), system(BOOK))
    assert audit_new(home.settings, home.town.bank, BOOK) == 0


def test_an_audit_during_which_the_book_went_on_was_of_the_log_it_read(home: Home) -> None:
    home.lose_entries()
    gone_on = []

    def go_on(done: int, total: int) -> None:
        if not gone_on:
            gone_on.append(continue_log(home.town.bank, home.settings, home.book, WHY))

    audit_whole(home.settings, home.town.bank, BOOK, go_on)

    with home.town.bank.reading(system(BOOK)) as reading:
        assert last_audit(reading) is None, "the new log was not audited"
    assert gone_on


def test_an_old_log_that_is_changed_afterwards_is_found_out(
    signed_town: Town, signed_settings: Settings
) -> None:
    home = Home(signed_town, signed_settings)
    home.lose_entries()
    home.go_on()
    engine = home.town.bank._writer_engine
    with engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE ledger_account SET credits = credits + 1 WHERE book = '{BOOK}'")
        connection.exec_driver_sql("UPDATE former_log SET signed = x'00'")

    found = home.findings()

    assert any(f"log {BOOK}: " in one for one in found)
    assert any(f"log {BOOK}/2 does not quote" in one for one in found)


def test_whoever_rebuilds_the_new_log_comes_to_the_same_accounts(home: Home, tmp_path: Path) -> None:
    walk.accepted(home.town)
    home.lose_entries()
    home.go_on()
    home.publish()

    source = FolderSource(home.settings.published(f"{BOOK}/2"))
    verified = verify(source, home.keys(f"{BOOK}/2"), tmp_path / "copy", lambda *_: None, want_entries=True)

    assert verified.findings == ()
    assert verified.signed.checkpoint.size == len(home.entries(f"{BOOK}/2"))


def test_its_entries_are_kept_in_files_of_their_own_and_come_back_from_them(home: Home) -> None:
    home.lose_entries()
    home.go_on()
    home.publish()
    LedgerFiles(home.settings.log_folder).catch_up(home.town.bank, BOOK)
    assert (home.settings.log_folder / f"{BOOK}-2").exists()
    home.roll_back()

    restored = bring_forward(home.town.bank, home.settings, home.book)

    home.reopen()
    assert home.town.bank.read_only == {}
    assert restored.now == len(home.entries(f"{BOOK}/2"))


def test_a_day_is_sealed_in_the_new_log(home: Home) -> None:
    home.lose_entries()
    home.go_on()

    assert seal_book(home.town.bank, BOOK) == 1

    with home.town.bank.reading(system(BOOK)) as reading:
        seal = newest_seal(reading)
    assert seal is not None
    assert seal.seq == len(home.entries(f"{BOOK}/2")) - 1


def test_a_seal_that_was_made_of_the_old_log_is_not_put_into_the_new_one(home: Home) -> None:
    home.lose_entries()
    home.go_on()
    before = home.entries(f"{BOOK}/2")
    of_old = PutSeal(BOOK, 3, "00" * 32, (), home.town.clock.now())

    with pytest.raises(IntegrityError, match="goes on in"):
        home.town.bank.run(put_seal, of_old, system(BOOK))

    assert home.entries(f"{BOOK}/2") == before


def test_the_key_of_the_new_log_is_changed_as_that_of_any_other(home: Home) -> None:
    rotate_key(home.town.bank, home.settings, home.book)
    home.lose_entries()
    home.go_on()
    home.publish()
    before = home.receipt(home.town.wang, f"{BOOK}/2", 3)

    rotate_key(home.town.bank, home.settings, home.book)

    assert len(home.keys(BOOK)) == len(home.keys(f"{BOOK}/2")) == 2
    assert check_receipt(before, home.keys(f"{BOOK}/2")).entry.seq == 3
    assert home.publish() == len(home.entries(f"{BOOK}/2"))


def test_a_book_that_loses_entries_again_goes_on_in_a_third_log(home: Home) -> None:
    service_id = walk.verified(home.town)
    home.lose_entries()
    home.go_on()
    home.lose_entries()
    before = home.accounts(f"{BOOK}/2")

    continued = home.go_on()

    assert continued.log == f"{BOOK}/3"
    assert home.accounts(f"{BOOK}/3") == before
    assert walk.pass_notice(home.town) == 1
    assert home.state(service_id) == ("settled", 60)
