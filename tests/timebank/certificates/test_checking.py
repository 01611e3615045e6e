"""Anybody may check a certificate; without the paper one learns whether it is valid and nothing of anybody."""

import pytest

from tests.timebank.certificates.conftest import Office
from tests.town import Town
from timebank.certificates.queries import certificate_view
from timebank.certificates.refusals import CertificateNotFound
from timebank.crypto import PersonKey


def code_of(town: Town, number: str) -> str:
    """Return the check code that stands on the paper."""
    with town.bank.reading(town.li) as reading:
        return certificate_view(reading, number, town.li).check_code


def test_the_number_alone_tells_whether_it_is_valid_and_nothing_of_the_person(office: Office) -> None:
    found = office.sees(office.valid())

    assert (found.state, found.is_compared) == ("valid", False)
    assert (found.holder, found.minutes, found.services, found.first_day) == ("", 0, 0, None)


def test_with_the_code_of_the_paper_it_says_what_the_paper_says_with_the_name_in_part(
    town: Town, office: Office
) -> None:
    number = office.valid()

    found = office.sees(number, f" {code_of(town, number).lower()} ")

    assert (found.holder, found.minutes, found.services) == ("李*兰", 60, 1)
    assert "李桂兰" not in repr(found)
    assert town.li.member_id not in repr(found)


def test_a_wrong_code_a_wrong_digit_and_an_unknown_number_are_the_same_to_a_stranger(office: Office) -> None:
    number = office.valid()
    typo = number[:-1] + str((int(number[-1]) + 1) % 10)

    for wrong, code in (
        (number, "ABCDEFGH"),
        (typo, ""),
        ("4501252026999996", ""),
        ("9" * 40, ""),
        ("x", ""),
    ):
        with pytest.raises(CertificateNotFound):
            office.sees(wrong, code)


def test_one_that_is_only_asked_for_is_nobodys_business(office: Office) -> None:
    with pytest.raises(CertificateNotFound):
        office.sees(office.asks())


def test_of_an_erased_holder_number_and_state_are_left(town: Town, office: Office) -> None:
    number = office.valid()
    code = code_of(town, number)
    with town.bank._writer_engine.begin() as connection:
        connection.execute(PersonKey.__table__.delete().where(PersonKey.member_id == town.li.member_id))
    town.bank.vault.forget(town.li.book, town.li.member_id)

    found = office.sees(number, code)

    assert (found.state, found.holder, found.minutes) == ("valid", "", 60)
