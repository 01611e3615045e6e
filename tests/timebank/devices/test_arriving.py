"""What a phone brings is done once, in order, by the rules of today, and each item is told what came of it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from tests import walk
from tests.timebank.devices.phone import DeskPhone, elder, line, photo_text
from tests.town import FAR_SITE, TOMORROW_NINE, Town
from timebank.devices import kinds
from timebank.devices.commands import RevokeDevice
from timebank.devices.envelope import parse_item, to_base64url
from timebank.devices.kinds import KINDS
from timebank.devices.refusals import DeviceNotFound
from timebank.devices.use_cases import revoke_device
from timebank.errors import Busy
from timebank.files import FileStore
from timebank.members.access import issue_card
from timebank.members.access_commands import IssueCard
from timebank.members.grants import end_all_roles
from timebank.members.model import Member
from timebank.members.pages import members_page
from timebank.services.queries import service_view
from timebank.services.slips import open_slip

pytestmark = pytest.mark.both_engines


def members(town: Town) -> int:
    """Return how many members the county has."""
    with town.bank.reading(town.chen) as reading:
        return len(members_page(reading, town.chen, limit=100).items)


def test_an_elder_is_registered_with_consent_on_paper(phone: DeskPhone, town: Town) -> None:
    answer = phone.brings_one(phone.records("elder", elder()))

    assert (answer.state, answer.code) == ("accepted", "")
    with town.bank.reading(town.nong) as reading:
        member = reading.row(Member, answer.ref)
        ways = reading.session.execute(
            text("SELECT way, recorded_by FROM consent WHERE member_id = :elder"), {"elder": answer.ref}
        ).one()
    assert member is not None
    assert (member.number, member.registered_by) == (answer.number, town.nong.member_id)
    assert tuple(ways) == ("paper", town.nong.member_id)


def test_check_in_and_check_out_bring_their_own_times(phone: DeskPhone, town: Town) -> None:
    service = walk.accepted(town)
    town.clock.moment = TOMORROW_NINE + timedelta(hours=5)
    with town.bank.reading(town.nong) as reading:
        number = service_view(reading, service.service_id, town.nong).line.number
    answers = phone.brings(
        phone.records("check_in", {"service": number, "at": "2026-11-17T09:02"}),
        phone.records("check_out", {"service": number, "at": "2026-11-17T10:12"}),
    )

    assert [one.state for one in answers] == ["accepted", "accepted"]
    with town.bank.reading(town.nong) as reading:
        view = service_view(reading, service.service_id, town.nong)
    assert (view.line.state, view.line.worked_minutes, view.is_time_typed) == ("checked_out", 70, True)


def test_a_check_in_brings_the_elders_card_and_the_place(phone: DeskPhone, town: Town) -> None:
    card = town.bank.run(issue_card, IssueCard(town.wang.member_id), town.nong).number
    service = walk.accepted(town)
    town.clock.moment = TOMORROW_NINE + timedelta(hours=5)
    said = {"service": service.service_id, "at": "2026-11-17T09:02", "position": "23.43210,108.61234"}
    wrong, right = phone.brings(
        phone.records("check_in", said | {"card": "1234567890"}, version=2),
        phone.records("check_in", said | {"card": f"{card[:4]} {card[4:]}"}, version=2),
    )

    assert (wrong.state, wrong.code, right.state) == ("refused", "card_of_somebody_else", "accepted")
    with town.bank.reading(town.nong) as reading:
        act = service_view(reading, service.service_id, town.nong).acts[-1]
    assert (act.act, act.way, act.note) == ("checked_in", "card_shown", "23.43210,108.61234")


def test_a_line_of_a_sheet_waits_for_the_elders_word(phone: DeskPhone, town: Town) -> None:
    answer = phone.brings_one(phone.records("service", line(town, sheet="12345678")))

    with town.bank.reading(town.nong) as reading:
        view = service_view(reading, answer.ref, town.nong)
    assert (view.line.state, view.line.is_logged_afterwards, view.line.number) == (
        "checked_out",
        True,
        answer.number,
    )
    assert "12345678" in view.acts[0].note


def test_a_slip_with_its_photograph_is_confirmed_by_it(phone: DeskPhone, town: Town) -> None:
    photo = phone.records("photo", {"photo": photo_text()})
    slip = phone.records("service", line(town, way="slip_thumb", photo=photo["key"]))
    answers = phone.brings(photo, slip)

    assert [one.state for one in answers] == ["accepted", "accepted"]
    with town.bank.reading(town.qin) as reading:
        view = service_view(reading, answers[1].ref, town.qin)
    assert (view.line.state, view.confirmed_way, view.has_photo) == ("confirmed", "slip_thumb", True)
    assert open_slip(town.bank, phone.files, answers[1].ref, town.qin)[:2] == b"\xff\xd8"


def test_one_photograph_serves_every_line_of_its_sheet(phone: DeskPhone, town: Town) -> None:
    photo = phone.records("photo", {"photo": photo_text()})
    lines = [
        phone.records(
            "service",
            line(town, starts_at=f"2026-11-16T0{hour}:00", way="slip_signature", photo=photo["key"]),
        )
        for hour in (3, 4, 5)
    ]
    answers = phone.brings(photo, *lines)

    assert [one.state for one in answers] == ["accepted"] * 4
    names = set()
    with town.bank.reading(town.nong) as reading:
        for (name,) in reading.session.execute(text("SELECT photo FROM service WHERE photo != ''")):
            names.add(name)
    assert len(names) == 3
    assert all(phone.files.get(name) for name in names)


def test_a_slip_whose_photograph_never_came_is_refused(phone: DeskPhone, town: Town) -> None:
    answer = phone.brings_one(phone.records("service", line(town, way="slip_thumb", photo="no-such-photo")))

    assert (answer.state, answer.code, answer.field) == ("refused", "photograph_wanted", "photo")


def test_the_same_batch_twice_changes_nothing(phone: DeskPhone, town: Town) -> None:
    photo = phone.records("photo", {"photo": photo_text()})
    batch = [
        phone.records("elder", elder()),
        photo,
        phone.records("service", line(town, way="slip_thumb", photo=photo["key"])),
        phone.records("service", line(town, minutes=0)),
    ]
    first = phone.brings(*batch)
    before = town.bank.vault, members(town), town.account(town.li)

    assert phone.brings(*batch) == first
    assert (town.bank.vault, members(town), town.account(town.li)) == before
    assert [one.state for one in first] == ["accepted", "accepted", "accepted", "refused"]


def test_the_same_item_from_a_new_phone_changes_nothing(phone: DeskPhone, town: Town, tmp_path: Path) -> None:
    sent = phone.records("elder", elder())
    first = phone.brings_one(sent)
    town.bank.run(revoke_device, RevokeDevice(phone.id), town.nong)
    new = DeskPhone(town, town.nong, FileStore(tmp_path)).is_enrolled()

    assert new.brings_one(new.signs(parse_item(sent))) == first


def test_a_key_used_for_something_else_is_refused(phone: DeskPhone) -> None:
    phone.brings(phone.records("elder", elder(), key="the-same-key"))
    answer = phone.brings_one(phone.records("elder", elder(name="别人家"), key="the-same-key"))

    assert (answer.state, answer.code) == ("refused", "idempotency_conflict")


def test_a_stranger_without_the_key_uses_up_no_items_key(
    phone: DeskPhone, town: Town, tmp_path: Path
) -> None:
    thief = DeskPhone(town, town.nong, FileStore(tmp_path), id=phone.id)
    forged = thief.records("elder", elder(name="假的人"), key="the-same-key")

    assert phone.brings_one(forged).code == "signature_wrong"
    assert phone.brings_one(phone.records("elder", elder(), key="the-same-key")).state == "accepted"


def test_without_a_signature_nothing_is_told_of_what_came(phone: DeskPhone) -> None:
    sent = phone.records("elder", elder())
    phone.brings(sent)
    asked = phone.brings_one({**sent, "signature": to_base64url(bytes(64))})

    assert (asked.state, asked.code, asked.number, asked.ref) == ("refused", "signature_wrong", "", "")


def test_an_unknown_device_is_not_found(phone: DeskPhone) -> None:
    item = phone.records("elder", elder())
    phone.id = "00000000-0000-7000-8000-000000000000"

    with pytest.raises(DeviceNotFound):
        phone.brings(item)


def test_a_bad_item_does_not_hold_up_the_others(phone: DeskPhone, town: Town) -> None:
    answers = phone.brings(
        {"key": "only-a-key"},
        "nothing like an item",
        phone.records("elder", elder(name="")),
        phone.records("elder", [1, 2]),
        phone.records("elder", elder(unknown="x")),
        phone.records("check_in", {"service": "9999999", "at": "2026-11-16T07:00"}),
        phone.records("elder", elder()),
    )

    assert [one.state for one in answers] == ["refused"] * 6 + ["accepted"]
    assert [one.code for one in answers[:6]] == [
        "item_malformed",
        "item_malformed",
        "item_invalid",
        "item_invalid",
        "item_invalid",
        "service_not_found",
    ]
    assert answers[2].field == "name"
    assert answers[0].key == "only-a-key"


def test_a_coordinator_elsewhere_brings_nothing_for_this_site(town: Town, tmp_path: Path) -> None:
    far = DeskPhone(town, town.far, FileStore(tmp_path)).is_enrolled()
    service = walk.accepted(town)

    codes = [
        one.code
        for one in far.brings(
            far.records("elder", elder()),
            far.records("service", line(town)),
            far.records("check_in", {"service": service.service_id, "at": "2026-11-16T07:00"}),
        )
    ]

    assert codes == ["not_allowed", "member_not_found", "service_not_found"]
    assert far.brings_one(far.records("elder", elder(site=FAR_SITE))).state == "accepted"


def test_the_roles_are_those_of_today(phone: DeskPhone, town: Town) -> None:
    item = phone.records("elder", elder())
    town.bank.run(_dismiss, RevokeDevice(town.nong.member_id), town.chen)

    assert phone.brings_one(item).code == "not_allowed"


def _dismiss(uow, command, actor):  # type: ignore[no-untyped-def]  # a step of this test alone
    end_all_roles(uow, uow.session.get_one(Member, (uow.book, command.device_id)))
    return kinds.KeptPhoto("")


_dismiss.__annotations__["return"] = kinds.KeptPhoto


@pytest.mark.parametrize(
    ("days", "state", "code"),
    [(31, "accepted", ""), (31.01, "look", "item_too_old"), (400, "look", "item_too_old")],
)
def test_what_is_older_than_31_days_waits_for_a_look(
    phone: DeskPhone, town: Town, days: float, state: str, code: str
) -> None:
    item = phone.records("elder", elder())
    town.clock.advance(days=days)
    answer = phone.brings_one(item)

    assert (answer.state, answer.code) == (state, code)


def test_a_clock_that_is_ahead_waits_for_a_look(phone: DeskPhone, town: Town) -> None:
    later = town.clock.now() + timedelta(minutes=61)

    assert phone.brings_one(phone.records("elder", elder(), at=later)).code == "device_clock_ahead"


@pytest.mark.parametrize(("type_", "version"), [("elder", 2), ("gift", 1)])
def test_what_a_newer_phone_says_is_kept_for_a_newer_server(
    phone: DeskPhone, type_: str, version: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = phone.records(type_, elder(), version=version)
    answer = phone.brings_one(item)

    assert (answer.state, answer.code) == ("look", "unknown_item")
    assert dict(answer.facts) == {"type": type_, "version": str(version)}


def test_somebody_much_alike_waits_for_a_look(phone: DeskPhone) -> None:
    phone.brings(phone.records("elder", elder()))
    answer = phone.brings_one(phone.records("elder", elder()))

    assert (answer.state, answer.code) == ("look", "already_registered")


def test_a_photograph_that_is_none_is_refused(phone: DeskPhone) -> None:
    answer = phone.brings_one(phone.records("photo", {"photo": "bm8gcGljdHVyZQ=="}))

    assert (answer.state, answer.code) == ("refused", "not_a_photograph")


def test_a_body_sealed_to_another_server_is_refused(phone: DeskPhone) -> None:
    item = parse_item(phone.records("elder", elder()))

    assert phone.brings_one(phone.signs(replace(item, body=item.body[:-1] + b"\0"))).code == "body_unreadable"


def test_when_the_bank_is_busy_the_rest_is_sent_again_in_order(
    phone: DeskPhone, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = [phone.records("elder", elder(name=name)) for name in ("韦一", "韦二", "韦三")]
    run, calls = town.bank.run, []

    def busy_at_the_second(*args, **more):  # type: ignore[no-untyped-def]  # as the bank's own
        calls.append(args)
        if len(calls) == 2:
            raise Busy
        return run(*args, **more)

    monkeypatch.setattr(town.bank, "run", busy_at_the_second)
    first = phone.brings(*items)
    again = phone.brings(*items)

    assert [one.state for one in first] == ["accepted", "later", "later"]
    assert [one.state for one in again] == ["accepted"] * 3
    assert [one.number for one in again] == sorted(one.number for one in again)


def test_a_fault_of_ours_is_set_aside_and_the_next_goes_on(
    phone: DeskPhone, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError

    broken = {**KINDS, ("check_in", 1): replace(KINDS["check_in", 1], act=fails)}
    monkeypatch.setattr(kinds, "KINDS", broken)
    item = phone.records("check_in", {"service": "1000", "at": "2026-11-16T07:00"})

    answers = phone.brings(item, phone.records("elder", elder()))

    assert [(one.state, one.code) for one in answers] == [("look", "item_fault"), ("accepted", "")]
    assert phone.brings_one(item) == answers[0]


def test_the_server_keeps_nothing_readable_of_what_it_brought(phone: DeskPhone, town: Town) -> None:
    phone.brings(phone.records("elder", elder()), phone.records("elder", elder()))

    with town.bank.reading(town.nong) as reading:
        rows = reading.session.execute(text("SELECT * FROM sync_item")).all()
    assert len(rows) == 2
    assert "韦玉芬" not in str(rows)
    assert "韦玉芬".encode() not in b"".join(each for row in rows for each in row if isinstance(each, bytes))


def test_what_was_done_keeps_no_envelope(phone: DeskPhone, town: Town) -> None:
    phone.brings(phone.records("elder", elder()), phone.records("elder", elder(name="")))

    with town.bank.reading(town.nong) as reading:
        kept = reading.session.execute(text("SELECT envelope FROM sync_item")).scalars().all()
    assert kept == [None, None]


def test_a_thousand_items_have_one_effect_each(phone: DeskPhone, town: Town) -> None:
    """Sent in pieces, in order, and each piece again, as when its answers were lost on the way."""
    items = [phone.records("photo", {"photo": ""}, key=f"photo-{number:05}") for number in range(900)]
    items += [phone.records("elder", elder(name=f"韦{_name(number)}")) for number in range(100)]
    before, answers = members(town), {}
    for start in range(0, len(items), 50):
        for _attempt in range(2):
            for answer in phone.brings(*items[start : start + 50]):
                assert answers.setdefault(answer.key, answer) == answer

    assert [one.state for one in answers.values()] == ["refused"] * 900 + ["accepted"] * 100
    with town.bank.reading(town.chen) as reading:
        assert reading.session.scalar(text("SELECT count(*) FROM member")) == before + 100
        assert reading.session.scalar(text("SELECT count(*) FROM sync_item")) == 1000


def _name(number: int) -> str:
    return "".join("甲乙丙丁戊己庚辛壬癸"[int(digit)] for digit in f"{number:03}")
