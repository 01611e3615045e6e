"""How commands are read from input: what people type is taken, what cannot be meant is named."""

from datetime import date
from typing import Any

import pytest
from marshmallow import Schema, ValidationError

from tests.town import SITE
from timebank.members.access_commands import (
    ChangePasswordSchema,
    RedeemCode,
    RedeemCodeSchema,
    SetPin,
    SetPinSchema,
)
from timebank.members.commands import (
    CorrectMember,
    CorrectMemberSchema,
    RegisterMember,
    RegisterMemberSchema,
    SelfRegistrationSchema,
    WithdrawConsentSchema,
)
from timebank.members.family_commands import AppointProxySchema, JoinHousehold, JoinHouseholdSchema
from timebank.members.volunteer_commands import (
    ApproveVolunteerSchema,
    GrantRole,
    GrantRoleSchema,
    RecordTrainingSchema,
)

ELDER = {"kind": "elder", "name": "黄玉兰", "sex": "female", "site": SITE, "consent": "basic-1"}


def test_a_registration_is_read_as_people_type_it() -> None:
    typed = {
        **ELDER,
        "name": "  黄玉兰 ",
        "site": "４５０１２５ 100202 01",
        "birth_date": "1947-02-03",
        "ability_level": "２",
        "tags": ["dementia", "dementia"],
        "languages": ["zhuang"],
    }

    command = RegisterMemberSchema().load(typed)

    assert command == RegisterMember(
        kind="elder",
        name="黄玉兰",
        sex="female",
        site=SITE,
        consent="basic-1",
        birth_date=date(1947, 2, 3),
        ability_level=2,
        tags=("dementia",),
        languages=("zhuang",),
    )


def test_a_missing_consent_is_left_to_the_rule() -> None:
    typed = {key: value for key, value in ELDER.items() if key != "consent"}

    assert RegisterMemberSchema().load(typed).consent == ""


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "黄" * 51}, "name"),
        ({"name": "黄\u202e玉"}, "name"),
        ({"kind": "boss"}, "kind"),
        ({"sex": "x"}, "sex"),
        ({"site": "abc"}, "site"),
        ({"birth_date": "1947-02-30"}, "birth_date"),
        ({"ability_level": 5}, "ability_level"),
        ({"tags": ["rich"]}, "tags"),
        ({"tags": "dementia"}, "tags"),
        ({"times": ["8-morning"]}, "times"),
        ({"password_hash": "x"}, "password_hash"),
        ({"registered_by": "me"}, "registered_by"),
    ],
)
def test_what_cannot_be_meant_names_its_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        RegisterMemberSchema().load(ELDER | changes)

    assert set(refused.value.messages_dict) == {field}


@pytest.mark.parametrize(
    ("schema", "typed", "field"),
    [
        (SelfRegistrationSchema(), {**ELDER, "phone": "1", "password": "x"}, "kind"),
        (SelfRegistrationSchema(), {"name": "a", "sex": "male", "site": SITE, "phone": "1"}, "password"),
        (ApproveVolunteerSchema(), {"step": "village"}, "step"),
        (RecordTrainingSchema(), {"kind": "surgery", "passed_on": "2026-01-01"}, "kind"),
        (GrantRoleSchema(), {"role": "emperor"}, "role"),
        (GrantRoleSchema(), {"role": "elder", "member_id": "x"}, "member_id"),
        (AppointProxySchema(), {"proxy_id": "x", "from_day": "2026-01-01"}, "until_day"),
        (WithdrawConsentSchema(), {}, "kind"),
        (SetPinSchema(), {"pin": "12ab"}, "pin"),
        (ChangePasswordSchema(), {"password": "x"}, "old_password"),
    ],
)
def test_other_commands_name_their_fields(schema: Schema, typed: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        schema.load(typed)

    assert set(refused.value.messages_dict) == {field}


def test_what_is_left_out_of_a_correction_is_left_alone() -> None:
    command = CorrectMemberSchema().load({"reason": "搬家", "address": "那怀屯3号", "phone": ""})

    assert command == CorrectMember(reason="搬家", address="那怀屯3号", phone="")


def test_secrets_and_numbers_are_read_plainly() -> None:
    assert SetPinSchema().load({"pin": "２５ 80"}) == SetPin("2580")
    assert RedeemCodeSchema().load({"code": "1234 5678 9012", "password": " a b "}) == RedeemCode(
        "123456789012", " a b "
    )
    assert GrantRoleSchema().load({"role": "donor"}) == GrantRole("donor")
    assert JoinHouseholdSchema().load({}) == JoinHousehold("")
