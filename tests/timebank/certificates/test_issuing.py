"""A certificate counts settled service of its issuer, stands on notice, and only then is valid."""

from datetime import date

import pytest
from sqlalchemy import func, update

from tests import walk
from tests.timebank.certificates.conftest import Office
from tests.town import BOOK, PAIRED_SITE, SITE, TOWNSHIP, GiveMinutes, Town, give_minutes
from timebank.actors import system
from timebank.certificates.commands import AskForCertificate, DecideCertificate, IssueCertificate
from timebank.certificates.counting import smallest_recorder
from timebank.certificates.issuing import CERTIFICATES
from timebank.certificates.queries import CertificateView, certificate_view, certificates_on_notice
from timebank.certificates.refusals import (
    CannotBeReplaced,
    CertificateNotFound,
    CertificateUnderWay,
    NothingToCertify,
    NotTheRecorder,
    OwnCertificate,
    WrongCertificateState,
)
from timebank.certificates.use_cases import ask_for_certificate, decide_certificate, issue_certificate
from timebank.errors import NotAllowed
from timebank.ids import is_checked_number
from timebank.jobs import run_job
from timebank.members.families import record_kin
from timebank.members.family_commands import RecordKin
from timebank.members.queries import MemberNotFound
from timebank.policy import PolicyVersion
from timebank.services.refusals import ReasonWanted


def view(town: Town, number: str) -> CertificateView:
    """Return the certificate as its holder sees it."""
    with town.bank.reading(town.li) as reading:
        return certificate_view(reading, number, town.li)


def test_it_counts_the_settled_minutes_with_first_and_last_day(town: Town, office: Office) -> None:
    walk.settled_tomorrow(town, 45)

    number = office.valid()

    shown = view(town, number)
    assert (shown.summary.minutes, shown.summary.services) == (105, 2)
    assert (shown.first_day, shown.last_day) == (date(2026, 11, 17), date(2026, 11, 28))


def test_it_counts_no_gift_and_no_balance(town: Town, office: Office) -> None:
    town.bank.run(give_minutes, GiveMinutes(town.li.member_id, 600), system(BOOK))

    assert view(town, office.valid()).summary.minutes == 60


def test_it_counts_nothing_that_is_still_on_notice(town: Town) -> None:
    walk.verified(town)

    with pytest.raises(NothingToCertify):
        Office(town).asks()


def test_it_says_all_that_the_paper_must_say(town: Town, office: Office) -> None:
    shown = view(town, office.valid(lists_services=True))

    facts = shown.facts
    assert facts is not None
    assert (facts.name, facts.sex, facts.head, facts.clerk) == ("李桂兰", "female", "韦主任", "农美玲")
    assert facts.issuer_name == "上林县大丰镇云城村幸福院202"
    assert facts.contact == "0771-5550101"
    assert facts.member_number.isdigit()
    assert len(shown.check_code) == 8
    assert shown.lists_services


def test_its_number_holds_the_county_the_year_and_a_check_digit(office: Office) -> None:
    number = office.asks()

    assert number.startswith(f"{BOOK}2026")
    assert is_checked_number(number)


def test_it_stands_on_notice_for_seven_days(town: Town, office: Office) -> None:
    number = office.on_notice()
    with town.bank.reading(system(BOOK)) as reading:
        (line,) = certificates_on_notice(reading).items
    days = (line.notice_until - line.notice_from).days + 1

    assert (line.volunteer, line.minutes, days) == ("李*兰", 60, 7)
    town.clock.advance(days=7)
    assert run_job(town.bank, CERTIFICATES) == 0
    assert office.sees(number).state == "on_notice"
    town.clock.advance(days=1)
    assert run_job(town.bank, CERTIFICATES) == 1
    assert office.sees(number).state == "valid"
    assert run_job(town.bank, CERTIFICATES) == 0


def test_where_the_region_asks_for_no_notice_it_is_valid_at_once(town: Town, office: Office) -> None:
    with town.bank._writer_engine.begin() as connection:
        without = func.replace(
            PolicyVersion.text, "certificate.notice_days = 7", "certificate.notice_days = 0"
        )
        connection.execute(update(PolicyVersion).values(text=without))

    assert office.accepts(office.asks()) == "valid"


def test_the_ledger_remembers_the_issue_with_a_digest(town: Town, office: Office) -> None:
    number = office.valid()

    shown = view(town, number)
    with town.bank.reading(town.li) as reading:
        entry = reading.ledger.book.entry_by_id(shown.entry_id)
        memo = reading.ledger.read_text(shown.entry_id, "memo")
    assert entry is not None
    assert (entry.kind, entry.site) == ("remark", SITE)
    assert f"number {number}\nstate valid\nsha256 {shown.digest}\n" in memo


def test_only_the_body_that_recorded_issues(town: Town, office: Office) -> None:
    number = office.asks()

    for other in (town.pan, town.chen):
        with pytest.raises(NotTheRecorder):
            office.accepts(number, by=other)
    for stranger in (town.qin, town.far, town.zhao, town.wang, town.huang):
        with pytest.raises(CertificateNotFound):
            office.accepts(number, by=stranger)
    with pytest.raises(NotTheRecorder):
        office.accepts(number, by=town.li)


def test_a_site_certifies_only_what_it_recorded_itself(town: Town, office: Office) -> None:
    with pytest.raises(NothingToCertify):
        office.asks(issuer=PAIRED_SITE)
    assert office.asks(issuer=TOWNSHIP)
    assert office.asks(issuer=BOOK)


def test_without_a_choice_the_smallest_body_that_recorded_all_issues(town: Town, office: Office) -> None:
    with town.bank.reading(town.li) as reading:
        assert smallest_recorder(reading, town.li.member_id) == SITE
        assert smallest_recorder(reading, town.wang.member_id) == ""


def test_nobody_certifies_the_own_family(town: Town, office: Office) -> None:
    kin = RecordKin(town.nong.member_id, "child", town.li.member_id)
    town.bank.run(record_kin, kin, system(BOOK))
    number = office.asks()

    with pytest.raises(OwnCertificate):
        office.accepts(number)


def test_the_issuer_may_begin_it_for_a_volunteer_without_a_phone(town: Town, office: Office) -> None:
    step = town.bank.run(ask_for_certificate, AskForCertificate(town.li.member_id, SITE), town.nong)

    assert office.accepts(step.number) == "on_notice"


@pytest.mark.parametrize(
    ("who", "refusal"), [("zhao", MemberNotFound), ("wang", MemberNotFound), ("pan", NotTheRecorder)]
)
def test_nobody_else_asks_for_it(town: Town, office: Office, who: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        town.bank.run(ask_for_certificate, AskForCertificate(town.li.member_id, SITE), getattr(town, who))


def test_one_at_a_time_is_under_way(office: Office) -> None:
    first = office.asks()

    with pytest.raises(CertificateUnderWay) as caught:
        office.asks()
    assert caught.value.facts["number"] == first


def test_it_is_decided_once(town: Town, office: Office) -> None:
    number = office.on_notice()

    with pytest.raises(WrongCertificateState):
        office.accepts(number)


def test_declining_takes_a_reason_and_ends_it_also_on_notice(town: Town, office: Office) -> None:
    number = office.on_notice()

    with pytest.raises(ReasonWanted):
        town.bank.run(decide_certificate, DecideCertificate(number, False), town.nong)
    step = town.bank.run(decide_certificate, DecideCertificate(number, False, reason="有人反映"), town.nong)

    assert step.state == "declined"
    assert view(town, number).reason == "有人反映"
    with pytest.raises(CertificateNotFound):
        office.sees(number)
    town.clock.advance(days=10)
    assert run_job(town.bank, CERTIFICATES) == 0


def test_nobody_but_the_scheduler_ends_the_notice(town: Town, office: Office) -> None:
    number = office.on_notice()
    town.clock.advance(days=10)

    for somebody in (town.nong, town.chen, town.li):
        with pytest.raises(NotAllowed):
            town.bank.run(issue_certificate, IssueCertificate(number), somebody)


def test_a_new_one_ends_the_old_one_when_it_becomes_valid(town: Town, office: Office) -> None:
    old = office.valid()
    new = office.on_notice(replaces=old)
    assert office.sees(old).state == "valid"

    town.clock.advance(days=8)
    run_job(town.bank, CERTIFICATES)

    assert (office.sees(old).state, office.sees(old).end_cause) == ("withdrawn", "replaced")
    assert office.sees(new).state == "valid"


def test_only_an_issued_one_of_the_same_person_is_replaced(town: Town, office: Office) -> None:
    under_way = office.asks(issuer=BOOK)

    for wrong in (under_way, "10006", "4501252026100001"):
        with pytest.raises(CannotBeReplaced):
            office.asks(replaces=wrong)
