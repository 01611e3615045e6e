"""What is typed of who a person is: made plain, and refused where it cannot be right."""

from dataclasses import dataclass
from datetime import date

from timebank.errors import N_, InvalidInput
from timebank.identifiers import IdentityNumber, parse_identity_number, parse_phone
from timebank.members.commands import RegisterMember
from timebank.members.model import Sex, age
from timebank.members.names import normal_name

OLDEST_YEARS = 130


class BirthDateNeeded(InvalidInput):
    """Neither a birth date nor an identity number that holds it."""

    code = "birth_date_needed"
    message = N_("请填写出生日期；记不清的，填身份证或户口簿上的。")


class BirthDateOutOfRange(InvalidInput):
    """A day to come, or longer ago than anybody lived."""

    code = "birth_date_out_of_range"
    message = N_("出生日期不能在今天以后，也不能早于 %(years)s 年前，请核对。")


class DiffersFromIdentityNumber(InvalidInput):
    """The identity number says another birth date or sex."""

    code = "differs_from_identity_number"
    message = N_("与身份证号上的不一致。请对照证件核对；证件有误的，先按证件登记。")


class NameNeeded(InvalidInput):
    """No name is left once blanks are gone."""

    code = "name_needed"
    message = N_("请填写姓名。")


class NoPapersReasonNeeded(InvalidInput):
    """Without phone and papers somebody says why, so that the record can be told from an invented one."""

    code = "no_papers_reason_needed"
    message = N_("没有手机号也没有身份证号的，请写明原因，例如“证件遗失，村里都认识”。")


class PhoneNeeded(InvalidInput):
    """Who registers alone is reached by phone."""

    code = "phone_needed"
    message = N_("请填写手机号，协管员要与您联系。没有手机的，请到互助点登记。")


@dataclass(frozen=True, slots=True)
class Person:
    """Who somebody is, as it is stored; "" where there is no phone or number."""

    name: str
    sex: str
    birth_date: date
    phone: str
    identity_number: str


def check_person(command: RegisterMember, today: date, *, is_alone: bool) -> Person:
    """Return what was typed of a person; who registers alone needs a phone.

    Raises:
        InvalidInput: one of its kinds in this file or in `timebank.identifiers`, with the field.
    """
    papers = parse_identity_number(command.identity_number, today) if command.identity_number else None
    birth_date = command.birth_date or (papers.birth_date if papers else None)
    if birth_date is None:
        raise BirthDateNeeded(field="birth_date")
    check_birth_date(birth_date, today)
    if papers:
        check_fits_papers(papers, birth_date, command.sex)
    if is_alone and not command.phone:
        raise PhoneNeeded(field="phone")
    if not command.phone and papers is None and not command.no_papers_reason:
        raise NoPapersReasonNeeded(field="no_papers_reason")
    return Person(
        name=check_name(command.name),
        sex=command.sex,
        birth_date=birth_date,
        phone=parse_phone(command.phone) if command.phone else "",
        identity_number=papers.number if papers else "",
    )


def check_birth_date(birth_date: date, today: date) -> None:
    """Refuse a birth in the future or longer ago than anybody lived."""
    if birth_date > today or age(birth_date, today) > OLDEST_YEARS:
        raise BirthDateOutOfRange(field="birth_date", years=OLDEST_YEARS)


def check_fits_papers(papers: IdentityNumber, birth_date: date, sex: str) -> None:
    """Refuse what the identity number contradicts."""
    if birth_date != papers.birth_date:
        raise DiffersFromIdentityNumber(field="birth_date")
    if (sex == Sex.FEMALE) != papers.is_female:
        raise DiffersFromIdentityNumber(field="sex")


def check_name(text: str) -> str:
    """Return a name as it is stored.

    Raises:
        NameNeeded: there is none.
    """
    name = normal_name(text)
    if not name:
        raise NameNeeded(field="name")
    return name
