"""The register: who is on it, who looked, what is corrected, what was agreed to."""

from dataclasses import dataclass, replace

from api.blueprint import Blueprint
from api.context import bank, current_actor, request_key
from api.schemas import PageQuery, PageQuerySchema
from timebank.clock import local_day
from timebank.members.commands import (
    CorrectMember,
    CorrectMemberSchema,
    GiveConsent,
    GiveConsentSchema,
    LookAtMember,
    LookPurpose,
    RegisterMember,
    RegisterMemberSchema,
    SelfRegistration,
    SelfRegistrationSchema,
    WithdrawConsent,
    WithdrawConsentSchema,
)
from timebank.members.consents import ConsentKind, ConsentText, consent_text
from timebank.members.corrections import ConsentStanding, CorrectedMember
from timebank.members.looks import FullRecord, LookLine, looks_page
from timebank.members.pages import MemberLine, applicants_page, member_line, members_page
from timebank.members.registration import RegisteredMember
from timebank.members.use_cases import (
    correct_member,
    give_consent,
    look_at_member,
    register_member,
    register_self,
    withdraw_consent,
)
from timebank.paging import Page
from timebank.schemas import Choice, CommandSchema, Digits, Text, YesNo

blueprint = Blueprint("members", "The register of members")


@dataclass(frozen=True, slots=True)
class MembersQuery(PageQuery):
    """Which members are wanted: `q` is a number, card, phone, identity number, name or initials of one."""

    site: str = ""
    q: str = ""
    to_approve: bool = False


class MembersQuerySchema(PageQuerySchema):
    """How `MembersQuery` is read."""

    command = MembersQuery
    site = Digits(14)
    q = Text(40)
    to_approve = YesNo()


@dataclass(frozen=True, slots=True)
class LookQuery:
    """For which task a record is opened."""

    purpose: str = LookPurpose.CARE


class LookQuerySchema(CommandSchema):
    """How `LookQuery` is read."""

    command = LookQuery
    purpose = Choice(LookPurpose)


@blueprint.get("/members")
@blueprint.arguments(MembersQuerySchema, location="query")
@blueprint.response(200, Page[MemberLine])
def list_members(query: MembersQuery) -> Page[MemberLine]:
    """List or find the members one may see, or the volunteers who wait for one's approval"""
    with bank().reading(current_actor()) as reading:
        if query.to_approve:
            return applicants_page(reading, current_actor(), query.after, query.limit)
        return members_page(reading, current_actor(), query.after, query.limit, query.site, query.q)


@blueprint.post("/members")
@blueprint.arguments(RegisterMemberSchema)
@blueprint.response(201, RegisteredMember)
def register(command: RegisterMember) -> RegisteredMember:
    """Put a person on the register, with consent"""
    return bank().run(register_member, command, current_actor(), request_key())


@blueprint.post("/volunteer-applications", is_public=True)
@blueprint.arguments(SelfRegistrationSchema)
@blueprint.response(201, RegisteredMember)
def apply(command: SelfRegistration) -> RegisteredMember:
    """Apply as a volunteer without being on the register"""
    return register_self(bank(), current_actor().book, command, request_key())


@blueprint.get("/members/<member_id>")
@blueprint.response(200, MemberLine)
def show_member(member_id: str) -> MemberLine:
    """Show a member as in a list"""
    with bank().reading(current_actor()) as reading:
        return member_line(reading, member_id, current_actor())


@blueprint.get("/members/<member_id>/record")
@blueprint.arguments(LookQuerySchema, location="query")
@blueprint.response(200, FullRecord)
def show_record(query: LookQuery, member_id: str) -> FullRecord:
    """Open a member's whole record; the look is written down and shown to the member"""
    return bank().run(look_at_member, LookAtMember(member_id, query.purpose), current_actor())


@blueprint.get("/members/<member_id>/looks")
@blueprint.arguments(PageQuerySchema, location="query")
@blueprint.response(200, Page[LookLine])
def list_looks(query: PageQuery, member_id: str) -> Page[LookLine]:
    """List who looked at a member's record, latest first"""
    with bank().reading(current_actor()) as reading:
        return looks_page(reading, current_actor(), member_id, query.after, query.limit)


@blueprint.post("/members/<member_id>/correction")
@blueprint.arguments(CorrectMemberSchema)
@blueprint.response(201, CorrectedMember)
def correct(command: CorrectMember, member_id: str) -> CorrectedMember:
    """Correct what is kept of a member; what stood there stays, with the reason"""
    return bank().run(correct_member, replace(command, member_id=member_id), current_actor(), request_key())


@blueprint.post("/members/<member_id>/consents")
@blueprint.arguments(GiveConsentSchema)
@blueprint.response(201, ConsentStanding)
def consent(command: GiveConsent, member_id: str) -> ConsentStanding:
    """Write down a consent"""
    return bank().run(give_consent, replace(command, member_id=member_id), current_actor(), request_key())


@blueprint.post("/members/<member_id>/consent-withdrawals")
@blueprint.arguments(WithdrawConsentSchema)
@blueprint.response(201, ConsentStanding)
def withdraw(command: WithdrawConsent, member_id: str) -> ConsentStanding:
    """Take a consent back"""
    return bank().run(withdraw_consent, replace(command, member_id=member_id), current_actor(), request_key())


@blueprint.get("/consent-texts", is_public=True)
@blueprint.response(200, list[ConsentText])
def list_consent_texts() -> list[ConsentText]:
    """List the texts of consent in force, which a registration names by version"""
    today = local_day(bank().clock.now())
    return [consent_text(kind, today) for kind in ConsentKind]
