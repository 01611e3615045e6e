"""Receipt files: for one of the parties, checked offline, with nothing of the other party in them."""

from dataclasses import replace

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from ledger.keys import VerifierKey, parse_vkey
from ledger.log_errors import NotSigned
from ledger.receipt import Checked, check_receipt
from tests.api.caller import Caller, bearer_token
from tests.api.test_errors import problem
from tests.conftest import publish
from tests.town import BOOK, GiveMinutes, Town, give_minutes
from tests.walk import need
from timebank.actors import Actor, system
from timebank.books import books_here
from timebank.needs.commands import AcceptNeed
from timebank.needs.use_cases import accept_need
from timebank.receipts import ReceiptState, receipt_view, receipts_page
from timebank.settings import Settings
from wsgi import create_app


@pytest.fixture
def town(signed_town: Town) -> Town:
    return signed_town


@pytest.fixture
def settings(signed_settings: Settings) -> Settings:
    return signed_settings


@pytest.fixture
def app(town: Town, settings: Settings) -> Flask:
    return create_app(town.bank, settings)


@pytest.fixture
def reserved(town: Town) -> int:
    """The entry by which 60 of Wang's minutes are set aside for Li."""
    accepted = town.bank.run(accept_need, AcceptNeed(need(town).id), town.li)
    assert accepted
    return newest(town, town.wang)


def newest(town: Town, who: Actor) -> int:
    with town.bank.reading(who) as reading:
        handle = reading.ledger.member_handle(who.member_id)
        return reading.ledger.book.statement(handle, "min")[0].seq


def get(app: Flask, town: Town, who: Actor, seq: int, book: str = BOOK) -> TestResponse:
    return Caller(app, bearer_token(town.bank, who)).get(f"/receipts/{book}/{seq}")


def key_of(town: Town) -> VerifierKey:
    with town.bank.connect() as connection:
        return parse_vkey(books_here(connection)[0].vkey)


def checked(app: Flask, town: Town, who: Actor, seq: int) -> Checked:
    return check_receipt(get(app, town, who, seq).data, [key_of(town)])


def test_both_parties_hold_a_receipt_that_checks_offline(
    app: Flask, town: Town, settings: Settings, reserved: int
) -> None:
    publish(town, settings)

    wangs, lis = (checked(app, town, who, reserved) for who in (town.wang, town.li))

    assert (wangs.entry.seq, wangs.entry.kind) == (lis.entry.seq, lis.entry.kind) == (reserved, "reserve")
    assert (wangs.states[0].balance, wangs.states[0].pending_debits) == (120, 60)
    assert (lis.states[0].balance, lis.states[0].pending_credits) == (0, 60)
    assert [name for _, name in wangs.names] == ["王秀英"]
    assert [name for _, name in lis.names] == ["李桂兰"]


def test_the_other_partys_balance_and_name_are_nowhere_in_it(
    app: Flask, town: Town, settings: Settings, reserved: int
) -> None:
    publish(town, settings)

    lis = checked(app, town, town.li, reserved)

    with town.bank.reading(town.li) as reading:
        own = reading.ledger.member_handle(town.li.member_id)
    assert [state.handle for state in lis.states] == [handle for handle, _ in lis.names] == [own]


def test_it_is_a_file_of_plain_text(app: Flask, town: Town, settings: Settings, reserved: int) -> None:
    publish(town, settings)

    answer = get(app, town, town.li, reserved)

    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="receipt-{BOOK}-{reserved}.txt"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.data.startswith(b"c2sp.org/tlog-proof@v1\n")


def test_before_the_signature_it_says_to_come_again(app: Flask, town: Town, reserved: int) -> None:
    answer = get(app, town, town.li, reserved)

    problem(answer, 503, "not_signed_yet")
    assert answer.headers["Retry-After"]


def test_nobody_else_gets_it(app: Flask, town: Town, settings: Settings, reserved: int) -> None:
    publish(town, settings)

    for who in (town.zhao, town.meng, town.nong, town.chen, town.huang):
        problem(get(app, town, who, reserved), 404, "receipt_not_found")
    assert Caller(app).get(f"/receipts/{BOOK}/{reserved}").status_code == 401


@pytest.mark.parametrize("seq", [0, 1, 9_999, 9_007_199_254_740_991])
def test_what_moved_nothing_of_ones_own_has_no_receipt(
    app: Flask, town: Town, settings: Settings, seq: int
) -> None:
    publish(town, settings)

    problem(get(app, town, town.li, seq), 404, "receipt_not_found")


@pytest.mark.parametrize("path", ["450125/-1", "450125/x", "450125/99999999999999999999", "450123/5"])
def test_what_is_no_number_of_an_entry_here_is_not_found(app: Flask, town: Town, path: str) -> None:
    assert Caller(app, bearer_token(town.bank, town.li)).get(f"/receipts/{path}").status_code == 404


def test_a_receipt_of_yesterday_holds_beside_one_of_today(
    app: Flask, town: Town, settings: Settings, reserved: int
) -> None:
    publish(town, settings)
    yesterday = get(app, town, town.li, reserved).data
    town.bank.run(give_minutes, GiveMinutes(town.li.member_id, 15), system(BOOK))
    publish(town, settings)
    today = get(app, town, town.li, reserved).data

    old, new = (check_receipt(each, [key_of(town)]) for each in (yesterday, today))

    assert (old.leaf, old.states) == (new.leaf, new.states)
    assert new.checkpoint.size > old.checkpoint.size


def test_another_books_key_checks_nothing(app: Flask, town: Town, settings: Settings, reserved: int) -> None:
    publish(town, settings)
    other = replace(key_of(town), name="other.invalid/log/450125")

    with pytest.raises(NotSigned):
        check_receipt(get(app, town, town.li, reserved).data, [other])


def test_every_line_of_a_statement_has_a_receipt_linked_to_the_one_before(
    app: Flask, town: Town, settings: Settings, reserved: int
) -> None:
    for minutes in (5, 6, 7):
        town.bank.run(give_minutes, GiveMinutes(town.li.member_id, minutes), system(BOOK))
    publish(town, settings)
    with town.bank.reading(town.li) as reading:
        page = receipts_page(reading, settings, town.li.member_id, town.li)

    states = [checked(app, town, town.li, one.line.seq).states[0] for one in page.items]

    seqs = [one.line.seq for one in page.items]
    assert [state.last for state in states] == [*seqs[1:], None]
    assert [state.balance for state in states] == [18, 11, 5, 0]


def test_the_list_says_how_far_each_has_come(town: Town, settings: Settings, reserved: int) -> None:
    def states() -> set[ReceiptState]:
        with town.bank.reading(town.wang) as reading:
            page = receipts_page(reading, settings, town.wang.member_id, town.wang)
            assert page.items[0].line.seq == reserved
            return {one.state for one in page.items}

    assert states() == {ReceiptState.RECORDED}
    publish(town, settings)
    assert states() == {ReceiptState.SIGNED}


def test_a_view_says_what_the_entry_did(town: Town, settings: Settings, reserved: int) -> None:
    size = publish(town, settings)

    with town.bank.reading(town.wang) as reading:
        view = receipt_view(reading, settings, town.wang.member_id, reserved, town.wang)

    assert (view.kind, view.change, view.held, view.balance, view.reserved) == ("reserve", 0, 60, 120, 60)
    assert (view.number, view.signed_size, view.state) == (f"{BOOK}-{reserved}", size, ReceiptState.SIGNED)
