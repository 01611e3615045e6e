"""A certificate ends when what it counts is corrected, or when two people say so; and the public page says it."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from ledger.entry import parse
from ledger.tables import ledger_entry
from tests import walk
from tests.timebank.certificates.conftest import Office
from tests.town import BOOK, Town
from timebank.actors import anonymous
from timebank.book_audit import audit_book
from timebank.certificates.commands import DecideWithdrawal, ProposeWithdrawal
from timebank.certificates.issuing import CERTIFICATES
from timebank.certificates.queries import certificate_view
from timebank.certificates.refusals import (
    CertificateNotFound,
    NotTheRecorder,
    NoWithdrawalProposed,
    SecondPersonNeeded,
    WithdrawalProposed,
    WrongCertificateState,
)
from timebank.certificates.withdrawing import decide_withdrawal, propose_withdrawal
from timebank.jobs import run_job
from timebank.notices.commands import DecideObjection, ObjectToService
from timebank.notices.use_cases import decide_objection, object_to_service
from timebank.services.commands import CorrectService
from timebank.services.correcting import correct_service
from timebank.services.model import ServiceState
from timebank.services.queries import services_page

pytestmark = pytest.mark.both_engines


def the_service(town: Town) -> tuple[str, str]:
    """Return id and number of Li's settled service."""
    with town.bank.reading(town.li) as reading:
        (line,) = services_page(reading, town.li, states=(ServiceState.SETTLED,)).items
    return line.id, line.number


def correct(town: Town, minutes: int) -> None:
    """Let the county set other minutes."""
    service_id, _ = the_service(town)
    town.bank.run(correct_service, CorrectService(service_id, minutes, "多记了"), town.chen)


def uphold_objection(town: Town) -> None:
    """Let somebody object after the settlement, and the county uphold it."""
    _, number = the_service(town)
    receipt = town.bank.run(object_to_service, ObjectToService(number, "没有去"), anonymous(BOOK))
    town.bank.run(decide_objection, DecideObjection(receipt.id, True, "属实"), town.chen)


@pytest.mark.parametrize(
    "change", [lambda town: correct(town, 30), lambda town: correct(town, 0), uphold_objection]
)
def test_a_correction_of_what_it_counts_withdraws_it_at_once(
    town: Town, office: Office, change: Callable[[Town], None]
) -> None:
    number = office.valid()

    change(town)

    found = office.sees(number)
    assert (found.state, found.end_cause) == ("withdrawn", "correction")


def test_a_correction_during_the_notice_withdraws_it_before_it_was_valid(town: Town, office: Office) -> None:
    number = office.on_notice()
    correct(town, 30)

    town.clock.advance(days=10)
    assert run_job(town.bank, CERTIFICATES) == 0
    assert office.sees(number).state == "withdrawn"


def test_a_correction_that_leaves_the_minutes_withdraws_nothing(town: Town, office: Office) -> None:
    number = office.valid()

    correct(town, 60)

    assert office.sees(number).state == "valid"


def test_a_correction_of_what_came_later_is_of_no_concern(town: Town, office: Office) -> None:
    number = office.valid()
    later = walk.settled_tomorrow(town, 45)

    town.bank.run(correct_service, CorrectService(later, 0, "没有去"), town.chen)

    assert office.sees(number).state == "valid"


def test_the_ledger_ties_the_end_to_the_issue_and_audits_clean(town: Town, office: Office) -> None:
    number = office.valid()
    correct(town, 30)

    with town.bank.reading(town.li) as reading:
        issued = certificate_view(reading, number, town.li).entry_id
        entries = [parse(bytes(each)) for each in reading.connection.scalars(select(ledger_entry.c.bytes))]
        (ended,) = [each for each in entries if each.with_id == issued]
        memo = reading.ledger.read_text(ended.id, "memo")
    assert ended.kind == "remark"
    assert f"number {number}\nstate withdrawn\n" in memo
    with town.bank.connect() as connection:
        assert audit_book(connection, town.bank.vault, BOOK).findings == ()


def test_two_people_withdraw_it_by_hand(town: Town, office: Office) -> None:
    number = office.valid()
    town.bank.run(propose_withdrawal, ProposeWithdrawal(number, "名字写错"), town.nong)
    assert office.sees(number).state == "valid"

    town.bank.run(decide_withdrawal, DecideWithdrawal(number, True), town.chen)

    assert (office.sees(number).state, office.sees(number).end_cause) == ("withdrawn", "by_hand")


def test_one_person_alone_withdraws_nothing(town: Town, office: Office) -> None:
    number = office.valid()

    with pytest.raises(NoWithdrawalProposed):
        town.bank.run(decide_withdrawal, DecideWithdrawal(number, True), town.nong)
    town.bank.run(propose_withdrawal, ProposeWithdrawal(number, "名字写错"), town.nong)
    with pytest.raises(SecondPersonNeeded):
        town.bank.run(decide_withdrawal, DecideWithdrawal(number, True), town.nong)
    with pytest.raises(WithdrawalProposed):
        town.bank.run(propose_withdrawal, ProposeWithdrawal(number, "再提一次"), town.chen)
    assert office.sees(number).state == "valid"


def test_the_second_person_may_leave_it_valid(town: Town, office: Office) -> None:
    number = office.valid()
    town.bank.run(propose_withdrawal, ProposeWithdrawal(number, "名字写错"), town.nong)

    town.bank.run(decide_withdrawal, DecideWithdrawal(number, False), town.chen)

    assert office.sees(number).state == "valid"
    town.bank.run(propose_withdrawal, ProposeWithdrawal(number, "又看了一遍"), town.chen)


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("li", NotTheRecorder),
        ("qin", CertificateNotFound),
        ("zhao", CertificateNotFound),
        ("huang", CertificateNotFound),
    ],
)
def test_nobody_else_withdraws(town: Town, office: Office, who: str, refusal: type[Exception]) -> None:
    number = office.valid()

    with pytest.raises(refusal):
        town.bank.run(propose_withdrawal, ProposeWithdrawal(number, "看不惯"), getattr(town, who))


def test_what_has_ended_ends_no_second_time(town: Town, office: Office) -> None:
    number = office.valid()
    correct(town, 0)

    with pytest.raises(WrongCertificateState):
        town.bank.run(propose_withdrawal, ProposeWithdrawal(number, "再撤"), town.chen)
