"""The elder's side confirms: by card and PIN on another's device, or by a photographed slip."""

import base64
import io
import uuid

import pytest
from PIL import Image

from tests.api.conftest import Call
from tests.town import Town
from tests.walk import checked_out
from timebank.actors import Actor
from timebank.members.access import IssuedCard
from timebank.members.access_commands import IssueCard
from timebank.members.cards import give_card
from timebank.settings import Settings
from timebank.work import UnitOfWork

PIN = "2580"


def photograph(colour: str = "white") -> str:
    """Return a picture in base64, with a place in its EXIF data."""
    stream = io.BytesIO()
    exif = Image.Exif()
    exif[0x9286] = "GPS 23.43 108.60"
    Image.new("RGB", (64, 48), colour).save(stream, "JPEG", exif=exif)
    return base64.b64encode(stream.getvalue()).decode()


def card_of_wang(town: Town, caller: Call) -> str:
    """Give Wang a card and a PIN; return the card's number."""
    nong = caller(town.nong)
    nong.post(f"/members/{town.wang.member_id}/pin", {"pin": PIN})
    number: str = nong.post(f"/members/{town.wang.member_id}/cards").json["number"]
    return number


def give_another_card(uow: UnitOfWork, command: IssueCard, actor: Actor) -> IssuedCard:
    """Give a new card, as two people do where one was lost."""
    return IssuedCard(give_card(uow, command.member_id))


def test_the_elder_types_her_pin_on_the_volunteers_phone(town: Town, caller: Call) -> None:
    service, card = checked_out(town), card_of_wang(town, caller)

    answer = caller(town.li).post(
        f"/services/{service}/confirmation", {"way": "card_pin", "card": card, "pin": PIN}
    )

    assert (answer.status_code, answer.json["state"]) == (201, "confirmed")


def test_a_wrong_pin_confirms_nothing_and_does_not_log_out(town: Town, caller: Call) -> None:
    service, card = checked_out(town), card_of_wang(town, caller)
    li = caller(town.li)

    answer = li.post(f"/services/{service}/confirmation", {"way": "card_pin", "card": card, "pin": "0000"})

    assert (answer.status_code, answer.json["code"]) == (403, "wrong_card_or_pin")
    assert li.get(f"/services/{service}").json["line"]["state"] == "checked_out"


def test_guessing_a_pin_ends_after_five_tries_of_the_member(town: Town, caller: Call) -> None:
    service, card = checked_out(town), card_of_wang(town, caller)

    statuses = [
        caller(town.li)
        .post(f"/services/{service}/confirmation", {"way": "card_pin", "card": card, "pin": f"000{number}"})
        .status_code
        for number in range(6)
    ]

    assert statuses == [403] * 5 + [429]


def test_another_elders_card_does_not_confirm(town: Town, caller: Call) -> None:
    service = checked_out(town)
    nong = caller(town.nong)
    nong.post(f"/members/{town.meng.member_id}/pin", {"pin": PIN})
    card = nong.post(f"/members/{town.meng.member_id}/cards").json["number"]

    answer = caller(town.li).post(
        f"/services/{service}/confirmation", {"way": "card_pin", "card": card, "pin": PIN}
    )

    assert (answer.status_code, answer.json["code"], answer.json["field"]) == (403, "may_not_confirm", "card")


def test_a_slip_goes_to_the_paired_site_with_its_picture(town: Town, caller: Call) -> None:
    service = f"/services/{checked_out(town)}"

    confirmed = caller(town.nong).post(
        f"{service}/confirmation", {"way": "slip_thumb", "photo": photograph()}
    )
    recorder = caller(town.nong).post(f"{service}/verification", {"decision": "approve"})
    other = caller(town.qin).post(f"{service}/verification", {"decision": "approve"})

    assert (confirmed.status_code, confirmed.json["review_scope"]) == (201, "45012510020301")
    assert (recorder.status_code, recorder.json["code"]) == (403, "had_a_part")
    assert (other.status_code, other.json["state"]) == (201, "verified")


def test_a_slip_is_seen_by_reviewers_and_each_look_is_noted(town: Town, caller: Call) -> None:
    service = f"/services/{checked_out(town)}"
    caller(town.nong).post(f"{service}/confirmation", {"way": "slip_thumb", "photo": photograph()})

    picture = caller(town.qin).get(f"{service}/photo")

    assert (picture.status_code, picture.content_type) == (200, "image/jpeg")
    assert not Image.open(io.BytesIO(picture.data)).getexif()
    looks = caller(town.wang).get(f"/members/{town.wang.member_id}/looks").json["items"]
    assert [(look["by_name"], look["fields"]) for look in looks] == [("覃建华", ["slip"])]


def test_a_slip_is_not_for_the_volunteer_or_another_county_town(town: Town, caller: Call) -> None:
    service = f"/services/{checked_out(town)}"
    caller(town.nong).post(f"{service}/confirmation", {"way": "slip_thumb", "photo": photograph()})

    assert caller(town.li).get(f"{service}/photo").status_code == 403
    assert caller(town.far).get(f"{service}/photo").status_code == 404
    assert caller(town.zhao).get(f"{service}/photo").status_code == 404


def test_a_slip_lies_on_the_disk_as_noise(town: Town, caller: Call, settings: Settings) -> None:
    service = f"/services/{checked_out(town)}"
    caller(town.nong).post(f"{service}/confirmation", {"way": "slip_thumb", "photo": photograph()})

    (file,) = [path for path in settings.files_folder.rglob("*") if path.is_file()]

    assert not file.read_bytes().startswith(b"\xff\xd8")


def test_a_slip_sent_twice_is_one_confirmation(town: Town, caller: Call) -> None:
    path, key = f"/services/{checked_out(town)}/confirmation", str(uuid.uuid4())
    nong, body = caller(town.nong), {"way": "slip_thumb", "photo": photograph()}

    first = nong.post(path, body, key)
    again = nong.post(path, body, key)
    other = nong.post(path, body | {"photo": photograph("black")}, key)

    assert (again.status_code, again.json) == (201, first.json)
    assert (other.status_code, other.json["code"]) == (409, "idempotency_conflict")


@pytest.mark.parametrize("photo", ["", "@@@", "aGVsbG8=", "照片"])
def test_a_slip_without_a_readable_picture_is_refused(town: Town, caller: Call, photo: str) -> None:
    path = f"/services/{checked_out(town)}/confirmation"

    answer = caller(town.nong).post(path, {"way": "slip_thumb", "photo": photo})

    assert (answer.status_code, answer.json["field"]) == (422, "photo")


def test_a_volunteer_stores_no_pictures(town: Town, caller: Call, settings: Settings) -> None:
    path = f"/services/{checked_out(town)}/confirmation"

    answer = caller(town.li).post(path, {"way": "slip_thumb", "photo": photograph()})

    assert (answer.status_code, answer.json["code"]) == (403, "may_not_confirm")
    assert not settings.files_folder.exists()


def test_a_confirmation_asked_again_gets_its_answer_though_the_card_was_changed(
    town: Town, caller: Call
) -> None:
    service, card, key = checked_out(town), card_of_wang(town, caller), str(uuid.uuid4())
    path, body = f"/services/{service}/confirmation", {"way": "card_pin", "card": card, "pin": PIN}
    first = caller(town.li).post(path, body, key)
    town.bank.run(give_another_card, IssueCard(town.wang.member_id), town.nong)

    again = caller(town.li).post(path, body, key)

    assert (again.status_code, again.json) == (201, first.json)


def test_a_slip_asked_again_stores_no_second_picture(town: Town, caller: Call, settings: Settings) -> None:
    path, key = f"/services/{checked_out(town)}/confirmation", str(uuid.uuid4())
    body = {"way": "slip_thumb", "photo": photograph()}
    caller(town.nong).post(path, body, key)
    caller(town.nong).post(path, body, key)

    assert len([file for file in settings.files_folder.rglob("*") if file.is_file()]) == 1
