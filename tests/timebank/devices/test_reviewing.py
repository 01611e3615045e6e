"""What was set aside is looked at by somebody logged in: let in once, in that one's name, or dropped for a reason."""

import threading
from datetime import timedelta

import pytest

from tests.timebank.devices.phone import DeskPhone, elder, line, photo_text
from tests.town import Town
from timebank.actors import Actor
from timebank.devices.commands import DecisionOnItem
from timebank.devices.queries import ItemAnswer, items_page
from timebank.devices.refusals import DropReasonWanted, ItemDecided, ItemNotFound, UnknownItem
from timebank.devices.reviewing import ItemView, decide_item, item_view
from timebank.devices.sweeping import sweeping
from timebank.errors import Refusal
from timebank.jobs import run_job
from timebank.members.duplicates import AlreadyRegistered
from timebank.members.model import Member
from timebank.services.queries import service_view

pytestmark = pytest.mark.both_engines


def waiting(town: Town, who: Actor) -> list[str]:
    """Return the ids of what waits for somebody's look."""
    with town.bank.reading(who) as reading:
        return [one.id for one in items_page(reading, who).items]


def decide(phone: DeskPhone, item_id: str, who: Actor, decision: str, reason: str = "") -> ItemAnswer:
    """Decide on an item."""
    wanted = DecisionOnItem(decision, reason)
    return decide_item(phone.town.bank, phone.files, item_id, wanted, who, None)


def view(phone: DeskPhone, who: Actor) -> ItemView:
    """Return the first item that waits."""
    return item_view(phone.town.bank, waiting(phone.town, who)[0], who)


@pytest.fixture
def old(phone: DeskPhone, town: Town) -> dict[str, object]:
    """An elder recorded 40 days before she is brought."""
    item = phone.records("elder", elder())
    town.clock.advance(days=40)
    assert phone.brings_one(item).state == "look"
    return item


def test_it_shows_what_was_recorded(phone: DeskPhone, town: Town, old: dict[str, object]) -> None:
    shown = view(phone, town.nong)

    assert ("name", "韦玉芬") in shown.fields
    assert (shown.line.type, shown.line.member_name) == ("elder", "农美玲")
    assert shown.line.answer.code == "item_too_old"


def test_let_in_it_is_done_in_the_name_of_who_looked(
    phone: DeskPhone, town: Town, old: dict[str, object]
) -> None:
    answer = decide(phone, waiting(town, town.pan)[0], town.pan, "let_in")

    assert answer.state == "accepted"
    with town.bank.reading(town.nong) as reading:
        member = reading.row(Member, answer.ref)
    assert member is not None
    assert member.registered_by == town.pan.member_id
    assert phone.brings_one(old) == answer
    assert waiting(town, town.nong) == []


def test_dropped_the_phone_learns_why(phone: DeskPhone, town: Town, old: dict[str, object]) -> None:
    decide(phone, waiting(town, town.nong)[0], town.nong, "drop", "人已经搬走")
    answer = phone.brings_one(old)

    assert (answer.state, answer.code, answer.facts) == (
        "refused",
        "item_dropped",
        (("reason", "人已经搬走"),),
    )


def test_dropping_takes_a_reason(phone: DeskPhone, town: Town, old: dict[str, object]) -> None:
    with pytest.raises(DropReasonWanted):
        decide(phone, waiting(town, town.nong)[0], town.nong, "drop")


@pytest.mark.parametrize("decision", ["let_in", "drop"])
def test_it_is_decided_once(phone: DeskPhone, town: Town, old: dict[str, object], decision: str) -> None:
    item_id = waiting(town, town.nong)[0]
    decide(phone, item_id, town.nong, "let_in")

    with pytest.raises(ItemDecided):
        decide(phone, item_id, town.pan, decision, "已经办了")


def test_of_two_at_once_one_is_late(phone: DeskPhone, town: Town, old: dict[str, object]) -> None:
    item_id, came = waiting(town, town.nong)[0], []

    def decides(who: Actor) -> None:
        try:
            came.append(decide(phone, item_id, who, "let_in").state)
        except Refusal as refusal:
            came.append(refusal.code)

    threads = [threading.Thread(target=decides, args=(who,)) for who in (town.nong, town.pan, town.chen)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(came) == ["accepted", "sync_item_decided", "sync_item_decided"]


@pytest.mark.parametrize("who", ["wang", "li", "qin", "far", "huang", "zhao"])
def test_nobody_else_sees_it(phone: DeskPhone, town: Town, old: dict[str, object], who: str) -> None:
    item_id, stranger = waiting(town, town.nong)[0], getattr(town, who)

    assert waiting(town, stranger) == []
    with pytest.raises(ItemNotFound):
        item_view(town.bank, item_id, stranger)
    for decision in ("let_in", "drop"):
        with pytest.raises(ItemNotFound):
            decide(phone, item_id, stranger, decision, "不办")


def test_somebody_much_alike_is_let_in_with_a_reason(phone: DeskPhone, town: Town) -> None:
    phone.brings(phone.records("elder", elder()), phone.records("elder", elder()))
    item_id = waiting(town, town.nong)[0]

    with pytest.raises(AlreadyRegistered):
        decide(phone, item_id, town.nong, "let_in")
    assert decide(phone, item_id, town.nong, "let_in", "同名同日的堂姐").state == "accepted"


def test_a_refused_let_in_goes_on_waiting(phone: DeskPhone, town: Town) -> None:
    phone.brings(phone.records("elder", elder(), version=9))
    item_id = waiting(town, town.nong)[0]

    with pytest.raises(UnknownItem):
        decide(phone, item_id, town.nong, "let_in")
    assert waiting(town, town.nong) == [item_id]


def test_an_old_slip_is_let_in_with_its_photograph(phone: DeskPhone, town: Town) -> None:
    photo = phone.records("photo", {"photo": photo_text()})
    slip = phone.records("service", line(town, way="slip_thumb", photo=photo["key"]))
    town.clock.advance(days=40)
    phone.brings(photo, slip)
    first, second = waiting(town, town.nong)

    decide(phone, first, town.nong, "let_in")
    answer = decide(phone, second, town.nong, "let_in")

    with town.bank.reading(town.nong) as reading:
        shown = service_view(reading, answer.ref, town.nong)
    assert (shown.line.state, shown.has_photo) == ("confirmed", True)


def test_photographs_of_sheets_are_swept_away_after_ninety_days(phone: DeskPhone, town: Town) -> None:
    answer = phone.brings_one(phone.records("photo", {"photo": photo_text()}))
    job = sweeping(phone.files)

    town.clock.moment += timedelta(days=89)
    assert run_job(town.bank, job) == 0
    assert phone.files.get(answer.ref)
    town.clock.moment += timedelta(days=2)
    assert run_job(town.bank, job) == 1
    with pytest.raises(FileNotFoundError):
        phone.files.get(answer.ref)
    assert run_job(town.bank, job) == 0
