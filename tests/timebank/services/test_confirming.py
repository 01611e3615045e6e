"""The elder's side confirms in seven ways; nobody confirms in their stead."""

from datetime import date, timedelta

import pytest

from tests import walk
from tests.town import TOMORROW_NINE, Town
from timebank.errors import Refusal
from timebank.members.families import appoint_proxy, record_kin
from timebank.members.family_commands import AppointProxy, RecordKin
from timebank.services.commands import ConfirmService
from timebank.services.queries import find_service
from timebank.services.refusals import (
    KinOfVolunteer,
    MayNotConfirm,
    PhotographWanted,
    TimesWanted,
    WitnessWanted,
    WrongState,
)
from timebank.services.use_cases import ServiceStep, confirm_service


def confirm(town: Town, service_id: str, by: str, way: str, **more: object) -> ServiceStep:
    """Let one of the cast confirm."""
    command = ConfirmService(service_id, way, **more)  # type: ignore[arg-type]  # keywords of the command
    return town.bank.run(confirm_service, command, getattr(town, by))


@pytest.mark.parametrize(
    ("by", "way", "more", "refusal"),
    [
        ("wang", "own_device", {}, None),
        ("li", "own_device", {}, MayNotConfirm),
        ("nong", "own_device", {}, MayNotConfirm),
        ("li", "card_pin", {"confirmer": "wang"}, None),
        ("nong", "card_pin", {"confirmer": "wang"}, None),
        ("li", "card_pin", {"confirmer": "meng"}, MayNotConfirm),
        ("li", "card_pin", {}, MayNotConfirm),
        ("li", "proxy", {}, MayNotConfirm),
        ("nong", "call_back", {}, None),
        ("li", "call_back", {}, MayNotConfirm),
        ("nong", "slip_thumb", {"photo": "ab" * 32}, None),
        ("nong", "slip_thumb", {}, PhotographWanted),
        ("nong", "slip_signature", {}, PhotographWanted),
        ("nong", "slip_witness", {"photo": "ab" * 32}, WitnessWanted),
        ("nong", "slip_witness", {"photo": "ab" * 32, "witness": "韦三"}, None),
        ("li", "slip_thumb", {"photo": "ab" * 32}, MayNotConfirm),
    ],
)
def test_who_may_confirm_how(
    town: Town, by: str, way: str, more: dict[str, str], refusal: type[Refusal] | None
) -> None:
    service_id = walk.checked_out(town)
    if "confirmer" in more:
        more = {**more, "confirmer": getattr(town, more["confirmer"]).member_id}

    if refusal is None:
        assert confirm(town, service_id, by, way, **more).state == "confirmed"
    else:
        with pytest.raises(refusal):
            confirm(town, service_id, by, way, **more)


def test_confirming_twice_happens_once(town: Town) -> None:
    service_id = walk.confirmed(town)

    with pytest.raises(WrongState):
        confirm(town, service_id, "wang", "own_device")


def test_a_proxy_confirms_and_is_named(town: Town) -> None:
    _appoint(town, "meng")
    service_id = walk.checked_out(town)
    confirm(town, service_id, "meng", "proxy")

    with town.bank.reading(town.nong) as reading:
        service = find_service(reading, service_id, town.nong)
        assert (service.confirmed_by, service.confirmed_way) == (town.meng.member_id, "proxy")


def test_kin_of_the_volunteer_are_not_the_only_confirmer(town: Town) -> None:
    _appoint(town, "meng")
    kin = RecordKin(town.meng.member_id, "parent", town.li.member_id)
    town.bank.run(record_kin, kin, town.nong)
    service_id = walk.checked_out(town)

    with pytest.raises(KinOfVolunteer):
        confirm(town, service_id, "meng", "proxy")


def test_a_slip_brings_the_times_with_it(town: Town) -> None:
    service = walk.accepted(town)
    town.clock.moment = TOMORROW_NINE + timedelta(hours=4)
    step = confirm(
        town, service.service_id, "nong", "slip_thumb", photo="ab" * 32, starts_at=TOMORROW_NINE, minutes=75
    )

    assert (step.state, step.worked_minutes) == ("confirmed", 75)


def test_a_slip_without_times_says_what_is_missing(town: Town) -> None:
    service = walk.accepted(town)

    with pytest.raises(TimesWanted) as caught:
        confirm(town, service.service_id, "nong", "slip_thumb", photo="ab" * 32)
    assert caught.value.field == "starts_at"


def _appoint(town: Town, name: str) -> None:
    command = AppointProxy(
        member_id=town.wang.member_id,
        proxy_id=getattr(town, name).member_id,
        scope="all",
        from_day=date(2026, 11, 16),
        until_day=date(2027, 11, 15),
    )
    town.bank.run(appoint_proxy, command, town.nong)
