"""A phone speaks for one coordinator from the county's word until it is revoked, by either, at once."""

from pathlib import Path

import pytest

from tests.timebank.devices.phone import DeskPhone, elder
from tests.town import BOOK, Town
from timebank.actors import Actor, Grant, Role
from timebank.devices.commands import AskForDevice, EnrolDevice, RevokeDevice
from timebank.devices.queries import devices_page
from timebank.devices.refusals import (
    DeviceDecided,
    DeviceExists,
    DeviceNotFound,
    DeviceRevoked,
    DeviceWaiting,
    MalformedKey,
    TooManyDevices,
)
from timebank.devices.use_cases import ask_for_device, enrol_device, revoke_device
from timebank.errors import NotAllowed
from timebank.files import FileStore

pytestmark = pytest.mark.both_engines


def test_it_brings_nothing_before_the_county_says_yes(town: Town, tmp_path: Path) -> None:
    phone = DeskPhone(town, town.nong, FileStore(tmp_path)).asks()

    with pytest.raises(DeviceWaiting):
        phone.brings(phone.records("elder", elder()))


def test_enrolled_it_brings_what_it_has(phone: DeskPhone) -> None:
    assert phone.brings_one(phone.records("elder", elder())).state == "accepted"


def test_revoked_it_brings_nothing_any_more(phone: DeskPhone, town: Town) -> None:
    item = phone.records("elder", elder())
    town.bank.run(revoke_device, RevokeDevice(phone.id), town.chen)

    with pytest.raises(DeviceRevoked):
        phone.brings(item)


def test_its_owner_may_revoke_it_when_it_is_lost(phone: DeskPhone, town: Town) -> None:
    assert town.bank.run(revoke_device, RevokeDevice(phone.id), town.nong).state == "revoked"
    with pytest.raises(DeviceDecided):
        town.bank.run(revoke_device, RevokeDevice(phone.id), town.nong)


def test_asking_twice_is_one_device(town: Town, tmp_path: Path) -> None:
    phone = DeskPhone(town, town.nong, FileStore(tmp_path)).asks()
    first = phone.id

    assert phone.asks().id == first


def test_a_key_belongs_to_one_coordinator(phone: DeskPhone, town: Town) -> None:
    with pytest.raises(DeviceExists):
        town.bank.run(ask_for_device, AskForDevice(phone.public_key), town.qin)


def test_a_revoked_key_does_not_come_back(phone: DeskPhone, town: Town) -> None:
    town.bank.run(revoke_device, RevokeDevice(phone.id), town.chen)

    with pytest.raises(DeviceExists):
        phone.asks()


@pytest.mark.parametrize("who", ["wang", "li", "pan", "chen", "huang"])
def test_only_coordinators_ask(town: Town, tmp_path: Path, who: str) -> None:
    with pytest.raises(NotAllowed):
        DeskPhone(town, getattr(town, who), FileStore(tmp_path)).asks()


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("nong", NotAllowed), ("qin", DeviceNotFound), ("pan", DeviceNotFound), ("huang", NotAllowed)],
)
def test_only_the_county_enrols(town: Town, tmp_path: Path, who: str, refusal: type[Exception]) -> None:
    phone = DeskPhone(town, town.nong, FileStore(tmp_path)).asks()

    with pytest.raises(refusal):
        town.bank.run(enrol_device, EnrolDevice(phone.id), getattr(town, who))


def test_nobody_enrols_the_own_phone(town: Town, tmp_path: Path) -> None:
    both = Actor(BOOK, town.nong.member_id, (*town.nong.grants, Grant(Role.COUNTY, BOOK)))
    phone = DeskPhone(town, town.nong, FileStore(tmp_path)).asks()

    with pytest.raises(NotAllowed):
        town.bank.run(enrol_device, EnrolDevice(phone.id), both)


def test_five_phones_are_enough(town: Town, tmp_path: Path) -> None:
    for _ in range(5):
        DeskPhone(town, town.nong, FileStore(tmp_path)).asks()

    with pytest.raises(TooManyDevices):
        DeskPhone(town, town.nong, FileStore(tmp_path)).asks()


@pytest.mark.parametrize("key", ["", "AAAA", "BA" + "A" * 86, "不是钥匙", "BA" + "A" * 85 + "="])
def test_what_is_no_point_of_the_curve_is_no_key(town: Town, key: str) -> None:
    with pytest.raises(MalformedKey):
        town.bank.run(ask_for_device, AskForDevice(key), town.nong)


def test_each_sees_the_own_phones_and_the_county_all(phone: DeskPhone, town: Town) -> None:
    for who, seen in (
        (town.nong, [phone.id]),
        (town.qin, []),
        (town.chen, [phone.id]),
        (town.huang, [phone.id]),
    ):
        with town.bank.reading(who) as reading:
            assert [one.id for one in devices_page(reading, who).items] == seen


def test_the_fingerprint_is_twelve_digits(phone: DeskPhone, town: Town) -> None:
    with town.bank.reading(town.chen) as reading:
        (view,) = devices_page(reading, town.chen).items

    assert len(view.fingerprint.replace(" ", "")) == 12
    assert view.fingerprint.replace(" ", "").isdigit()
