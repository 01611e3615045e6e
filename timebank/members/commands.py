"""What can be asked of the register of persons, and how it is read from input.

Where a command names a `member_id`, a face takes it from the address (`dataclasses.replace`), never from the
body: the schemas do not read it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from marshmallow import fields

from timebank.catalogue.elders import ELDER_TAGS, LIVING_SITUATIONS
from timebank.catalogue.volunteers import LANGUAGES, SKILLS
from timebank.members.consents import ConsentKind, ConsentWay
from timebank.members.model import MemberKind, Sex
from timebank.schemas import NOT_A_CHOICE, Choice, CommandSchema, Day, Digits, Number, Secret, Text

LONGEST_NAME = 50
WEEKDAYS = range(1, 8)


class DayPart(StrEnum):
    """When in a day a volunteer can come."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"


TIMES = tuple(f"{weekday}-{part}" for weekday in WEEKDAYS for part in DayPart)
"""Codes such as "1-morning": Monday morning."""


class Several(fields.List[Any]):
    """Any number of codes of a closed list, each once, as a tuple."""

    def __init__(self, choices: Iterable[str], **kwargs: Any) -> None:
        super().__init__(Choice(list(choices)), error_messages={"invalid": NOT_A_CHOICE}, **kwargs)

    def _deserialize(  # type: ignore[override]  # a command is frozen, so it holds a tuple
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> tuple[str, ...]:
        codes: list[Any] = super()._deserialize(value, attr, data, **kwargs)
        return tuple(dict.fromkeys(codes))


class LookPurpose(StrEnum):
    """The task for which somebody opens a member's record."""

    CARE = "care"
    REGISTER = "register"
    COMPLAINT = "complaint"
    AUDIT = "audit"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class RegisterMember:
    """Put a person on the register.

    `consent` and `consent_sensitive` name the versions agreed to; the second is wanted with any of
    `ability_level`, `living`, `tags`, `health`. `birth_date` may be left out with an `identity_number`. `region` is
    the village lived in, by default the site's. Without phone and identity number `no_papers_reason` is wanted.
    `force_reason` registers beside somebody much alike. `household_of` and `guardian` are ids of members.
    """

    kind: str
    name: str
    sex: str
    site: str
    consent: str
    consent_way: str = ConsentWay.SCREEN
    consent_sensitive: str = ""
    birth_date: date | None = None
    region: str = ""
    phone: str = ""
    identity_number: str = ""
    address: str = ""
    hamlet: str = ""
    languages: tuple[str, ...] = ()
    ability_level: int | None = None
    living: str = ""
    tags: tuple[str, ...] = ()
    health: str = ""
    no_papers_reason: str = ""
    force_reason: str = ""
    household_of: str = ""
    guardian: str = ""
    skills: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    password_hash: str = ""


class PersonSchema(CommandSchema):
    """What every way of registering reads."""

    name = Text(LONGEST_NAME, required=True)
    sex = Choice(Sex, required=True)
    birth_date = Day(allow_none=True)
    site = Digits(14, required=True)
    consent = Text(20)
    region = Digits(12)
    phone = Text(30)
    identity_number = Text(30)
    address = Text(120)
    hamlet = Text(40)
    languages = Several(language.code for language in LANGUAGES)
    skills = Several(skill.code for skill in SKILLS)
    times = Several(TIMES)


class RegisterMemberSchema(PersonSchema):
    """How `RegisterMember` is read. A missing consent is refused by the rule, so that its words are shown."""

    command = RegisterMember

    kind = Choice(MemberKind, required=True)
    consent = Text(20, load_default="")
    consent_way = Choice(ConsentWay)
    consent_sensitive = Text(20)
    ability_level = Number(0, 4, allow_none=True)
    living = Choice(["", *(situation.code for situation in LIVING_SITUATIONS)])
    tags = Several(tag.code for tag in ELDER_TAGS)
    health = Text(500, lines=True)
    no_papers_reason = Text(200)
    force_reason = Text(200)
    household_of = Text(36)
    guardian = Text(36)


@dataclass(frozen=True, slots=True)
class SelfRegistration:
    """Apply as a volunteer without a login; the password is hashed before the command goes on."""

    name: str
    sex: str
    site: str
    phone: str
    password: str
    consent: str = ""
    birth_date: date | None = None
    region: str = ""
    identity_number: str = ""
    address: str = ""
    hamlet: str = ""
    languages: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    times: tuple[str, ...] = ()


class SelfRegistrationSchema(PersonSchema):
    """How `SelfRegistration` is read."""

    command = SelfRegistration

    phone = Text(30, required=True)
    password = Secret(required=True)


@dataclass(frozen=True, slots=True)
class CorrectMember:
    """Change what is kept of a member, for a reason; None leaves a field as it is, "" empties it."""

    reason: str
    member_id: str = ""
    name: str | None = None
    phone: str | None = None
    identity_number: str | None = None
    birth_date: date | None = None
    sex: str | None = None
    address: str | None = None
    hamlet: str | None = None
    languages: tuple[str, ...] | None = None
    ability_level: int | None = None
    living: str | None = None
    tags: tuple[str, ...] | None = None
    health: str | None = None


class CorrectMemberSchema(CommandSchema):
    """How `CorrectMember` is read."""

    command = CorrectMember

    reason = Text(200, required=True)
    name = Text(LONGEST_NAME, allow_none=True)
    phone = Text(30, allow_none=True)
    identity_number = Text(30, allow_none=True)
    birth_date = Day(allow_none=True)
    sex = Choice(Sex, allow_none=True)
    address = Text(120, allow_none=True)
    hamlet = Text(40, allow_none=True)
    languages = Several((language.code for language in LANGUAGES), allow_none=True)
    ability_level = Number(0, 4, allow_none=True)
    living = Choice(["", *(situation.code for situation in LIVING_SITUATIONS)], allow_none=True)
    tags = Several((tag.code for tag in ELDER_TAGS), allow_none=True)
    health = Text(500, lines=True, allow_none=True)


@dataclass(frozen=True, slots=True)
class GiveConsent:
    """Write down a consent given later."""

    kind: str
    version: str
    way: str = ConsentWay.SCREEN
    member_id: str = ""


class GiveConsentSchema(CommandSchema):
    """How `GiveConsent` is read."""

    command = GiveConsent

    kind = Choice(ConsentKind, required=True)
    version = Text(20, required=True)
    way = Choice(ConsentWay)


@dataclass(frozen=True, slots=True)
class WithdrawConsent:
    """Take a consent back. Without the basic one the person leaves every page at once."""

    kind: str
    member_id: str = ""


class WithdrawConsentSchema(CommandSchema):
    """How `WithdrawConsent` is read."""

    command = WithdrawConsent

    kind = Choice(ConsentKind, required=True)


@dataclass(frozen=True, slots=True)
class LookAtMember:
    """Open a member's whole record, for a task."""

    member_id: str
    purpose: str = LookPurpose.CARE
