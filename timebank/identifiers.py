"""Numbers people bring: mainland mobile numbers and resident identity numbers (GB 11643-1999).

Both are first normalised as they are typed on phones and copied from messages: full-width digits, spaces,
dashes. What comes back is what is stored and compared.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from timebank.errors import N_, InvalidInput

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
"""Check character for each remainder modulo 11 (GB 11643-1999 annex A, ISO 7064 MOD 11-2)."""

PHONE = re.compile(r"1[3-9][0-9]{9}")
COUNTRY_PREFIX = re.compile(r"\A(?:\+|00)?86(?=1[0-9]{10}\Z)")
IDENTITY_NUMBER = re.compile(r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91)[0-9]{15}[0-9X]")
"""Begins with a province in use (91: the permanent residence card). The four digits after it are not checked:
counties are abolished and renumbered, and an elder's number keeps the county in which it was issued."""
SEPARATORS = re.compile(r"[\s\u2010-\u2015\u2212()._-]|[\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
"""Blanks, dashes, brackets, and the unseen marks that phones' address books put around copied numbers."""


class MalformedPhone(InvalidInput):
    """Not a mainland mobile number of 11 digits."""

    code = "malformed_phone"
    message = N_("手机号应是 1 开头的 11 位数字，请核对。")


class MalformedIdentityNumber(InvalidInput):
    """Not 17 digits and a check character, or a first-generation number of 15 digits."""

    code = "malformed_identity_number"
    message = N_("身份证号应是 18 位，最后一位可以是 X。请对照证件核对；没有证件可以先登记，写明原因。")


class WrongCheckCharacter(InvalidInput):
    """The last character does not fit the 17 digits: at least one was mistyped."""

    code = "wrong_check_character"
    message = N_("身份证号有一位写错了（最后一位校验不符），请对照证件再看一遍。")


class ImpossibleBirthDate(InvalidInput):
    """Digits 7 to 14 are no day of the calendar, or a day to come."""

    code = "impossible_birth_date"
    message = N_("身份证号中间的出生日期不存在或在今天以后，请对照证件核对。")


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """A well-formed number; whether it was ever issued nobody can tell from the digits."""

    number: str
    birth_date: date
    is_female: bool


def normalise_number(text: str) -> str:
    """Return the text in ASCII forms, without separators, in upper case."""
    return SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()


def parse_phone(text: str) -> str:
    """Return the 11 digits.

    Raises:
        MalformedPhone: it is not a mainland mobile number.
    """
    number = COUNTRY_PREFIX.sub("", normalise_number(text))
    if not PHONE.fullmatch(number):
        raise MalformedPhone(field="phone")
    return number


def parse_identity_number(text: str, today: date) -> IdentityNumber:
    """Return number, birth date and sex; the plainest fault is refused first.

    Raises:
        MalformedIdentityNumber: wrong length or characters, or no such province.
        ImpossibleBirthDate: the date does not exist or is after today.
        WrongCheckCharacter: the last character does not fit.
    """
    number = normalise_number(text)
    if not IDENTITY_NUMBER.fullmatch(number):
        raise MalformedIdentityNumber(field="identity_number")
    birth_date = _parse_birth_date(number[6:14])
    if birth_date is None or birth_date > today:
        raise ImpossibleBirthDate(field="identity_number")
    if number[17] != check_character(number[:17]):
        raise WrongCheckCharacter(field="identity_number")
    return IdentityNumber(number, birth_date, is_female=int(number[16]) % 2 == 0)


def check_character(digits: str) -> str:
    """Return the 18th character for 17 digits."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True))
    return CHECK_CHARACTERS[total % 11]


def _parse_birth_date(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:  # 31 February, month 13
        return None
