"""A coordinator's phone in a village without network: what it records stays on it, and arrives once, in order."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Playwright, sync_playwright
from sqlalchemy import text

from tests import walk as steps
from tests.conftest import MONDAY
from tests.timebank.devices.phone import picture
from tests.town import Town
from tests.web.desk_phone import DeskPhone, Line
from tests.web.served_town import give_password
from timebank.devices.commands import EnrolDevice, RevokeDevice
from timebank.devices.queries import devices_page
from timebank.devices.use_cases import enrol_device, revoke_device
from timebank.members.access import issue_card
from timebank.members.access_commands import IssueCard
from timebank.members.model import Member
from timebank.services.queries import service_view

SATURDAY = MONDAY + timedelta(days=5, hours=8)


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """The driver of real browsers."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture
def line(app: Flask, town: Town) -> Iterator[Line]:
    """The town is served, on a Saturday afternoon."""
    for limiter in app.extensions["limiter"]:
        limiter.enabled = False
    town.clock.moment = SATURDAY
    give_password(town, town.nong)
    line = Line(app).mend()
    yield line
    if line.serving:
        line.cut()


@pytest.fixture
def new_phone(playwright: Playwright, line: Line, tmp_path: Path) -> Iterator[DeskPhone]:
    """Nong's phone, whose key the county has not seen yet."""
    phone = DeskPhone(playwright, tmp_path / "profile", line, SATURDAY).is_switched_on().logs_in().registers()
    yield phone
    assert phone.context is not None
    phone.context.close()


@pytest.fixture
def phone(new_phone: DeskPhone, town: Town) -> DeskPhone:
    """Nong's phone, enrolled, which knows its place."""
    enrol(town)
    return new_phone.opens("/offline/")


def enrol(town: Town) -> str:
    """Let the county say yes to the newest device; return its id."""
    with town.bank.reading(town.chen) as reading:
        device = devices_page(reading, town.chen).items[0].id
    town.bank.run(enrol_device, EnrolDevice(device), town.chen)
    return device


def number_of(town: Town, member_id: str) -> str:
    """Return a member's number."""
    with town.bank.reading(town.chen) as reading:
        member = reading.row(Member, member_id)
        assert member is not None
        return member.number


def rows(town: Town, statement: str) -> list[Any]:
    """Return what a statement finds."""
    with town.bank.reading(town.chen) as reading:
        return list(reading.session.execute(text(statement)).all())


def register_an_elder(phone: DeskPhone, name: str) -> None:
    """Fill in the form of an elder and save it."""
    phone.opens("/offline/elder")
    phone.page.check("#f-consent")
    phone.fills(name=name, sex="female", birth_date_year="1949", birth_date_month="2", birth_date_day="3")
    phone.fills(no_papers_reason="证件遗失").saves(1)


def test_a_day_without_network(phone: DeskPhone, town: Town) -> None:
    """The queue opens; elder, check-in and check-out, slip with photograph, sheet of ten; killed; each arrives once."""
    li, wang = number_of(town, town.li.member_id), number_of(town, town.wang.member_id)
    service = steps.accepted(town, starts_at=SATURDAY + timedelta(hours=20))
    (service_number,) = rows(town, f"SELECT number FROM service WHERE id = '{service.service_id}'")[0]
    phone.opens("/offline/").keeps_a_picture("80-offline-empty")
    phone.waits_until("store.get('town').then(town => Boolean(town && town.services.length === 1))")
    phone.loses_the_network()

    register_an_elder(phone, "韦玉芬")
    phone.keeps_a_picture("81-offline-elder-saved")
    phone.opens("/offline/step").page.locator("#listed label").first.click()
    today = phone.page.locator("#f-day option").first.get_attribute("value")
    assert today is not None
    phone.fills(step="check_in", time="00:00").keeps_a_picture("82-offline-step").saves(1)
    phone.opens("/offline/slip").fills(volunteer=li, elder=wang, kind="company")
    phone.page.locator("#f-day").select_option(index=3)
    phone.fills(starts_time="9:00", minutes="45", way="slip_thumb")
    phone.page.set_input_files(
        "#f-photo", [{"name": "slip.jpg", "mimeType": "image/jpeg", "buffer": picture()}]
    )
    phone.page.get_by_text("王*英").wait_for()
    phone.keeps_a_picture("83-offline-slip").saves(2)
    phone.opens("/offline/sheet?sheet=123456782")
    phone.page.locator("#f-day").select_option(index=2)
    for row in range(1, 11):
        phone.fills(
            **{
                f"volunteer_{row}": li,
                f"elder_{row}": wang,
                f"kind_{row}": "company",
                f"starts_time_{row}": f"{6 + row:02}:00",
                f"minutes_{row}": "30",
            }
        )
    phone.keeps_a_picture("84-offline-sheet").saves(10)
    before = phone.queue()
    phone.keeps_a_picture("85-offline-queue")
    assert len(before) == 14
    assert {state for _, state in before} == {"在手机里，等发送"}
    assert rows(town, "SELECT count(*) FROM sync_item") == [(0,)]

    phone.is_killed()
    phone.is_switched_on()
    phone.opens("/offline/")
    assert phone.queue() == before
    assert "韦玉芬" not in json.dumps(phone.stored(), ensure_ascii=False)
    phone.opens("/services")
    assert phone.page.url.endswith("/offline/")

    assert phone.context is not None
    phone.context.clear_cookies()
    phone.finds_the_network()
    phone.has_sent_all()
    after = phone.queue()
    phone.keeps_a_picture("86-offline-sent")
    assert [what for what, _ in after] == [what for what, _ in before]
    assert {state for _, state in after} == {"办好了"}, phone.stored()
    arrived = rows(town, "SELECT type FROM sync_item ORDER BY id")
    assert [one for (one,) in arrived] == ["elder", "check_in", "photo", *["service"] * 11]
    assert rows(
        town, "SELECT count(*), sum(confirmed_way = 'slip_thumb') FROM service WHERE is_logged_afterwards"
    ) == [(11, 1)]
    assert rows(town, f"SELECT state FROM service WHERE number = '{service_number}'") == [("checked_in",)]
    assert not any("body" in item for item in phone.stored())


def test_a_check_in_on_the_spot_keeps_the_card_and_the_place(phone: DeskPhone, town: Town) -> None:
    card = town.bank.run(issue_card, IssueCard(town.wang.member_id), town.nong).number
    service = steps.accepted(town, starts_at=SATURDAY + timedelta(minutes=20)).service_id
    assert phone.context is not None
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation({"latitude": 23.4321, "longitude": 108.61234})
    phone.opens("/offline/").waits_until("store.get('town').then(town => town.services.length === 1)")
    phone.loses_the_network()

    phone.opens("/offline/step").page.locator("#listed label").first.click()
    phone.fills(step="check_in", card=f"{card[:4]} {card[4:8]} {card[8:]}")
    phone.keeps_a_picture("87-offline-card").saves(1)
    assert card not in json.dumps(phone.stored())
    phone.finds_the_network()
    phone.has_sent_all()

    assert [state for _, state in phone.queue()] == ["办好了"], phone.stored()
    with town.bank.reading(town.nong) as reading:
        act = service_view(reading, service, town.nong).acts[-1]
    assert (act.act, act.way, act.note) == ("checked_in", "card_shown", "23.43210,108.61234")


def test_the_same_queue_twice_changes_nothing(phone: DeskPhone, town: Town) -> None:
    phone.loses_the_network()
    register_an_elder(phone, "韦玉芬")
    phone.opens("/offline/")
    (item,) = phone.stored()
    phone.finds_the_network()
    phone.has_sent_all()
    # The answer was lost, and a copy of the phone's queue was put back beside it.
    phone.page.evaluate(
        "item => store.add([item, { ...item, order: item.order + 100 }])", {**item, "order": 50}
    )
    phone.has_sent_all()

    assert [state for _, state in phone.queue()] == ["办好了"] * 3
    assert rows(town, "SELECT count(*) FROM sync_item") == [(1,)]
    assert len({one["number"] for one in phone.stored()}) == 1


def test_each_item_says_what_came_of_it(phone: DeskPhone, town: Town) -> None:
    phone.loses_the_network()
    register_an_elder(phone, "韦玉芬")
    register_an_elder(phone, "韦玉芬")
    phone.opens("/offline/step").fills(service=number_of(town, town.li.member_id), step="check_in").saves(1)
    phone.finds_the_network()
    phone.has_sent_all()

    assert [state for _, state in phone.queue()] == ["办好了", "要有人看一看", "没有办成"]
    phone.keeps_a_picture("87-offline-states")
    words = " ".join(phone.page.locator("#items").inner_text().split())
    assert "登记好了，成员号" in words
    assert "登记册上已有这个人" in words
    assert "没有找到这次服务" in words

    phone.opens("/set-aside").keeps_a_picture("88-set-aside")
    phone.page.locator("main .row-link").first.click()
    phone.keeps_a_picture("89-set-aside-item")
    phone.page.locator("label:has([value=let_in])").click()
    phone.page.fill("[name=reason]", "同名同日的堂姐")
    phone.page.click("main form .button.main")
    phone.page.get_by_text("登记好了").wait_for()
    phone.has_sent_all()
    phone.page.wait_for_timeout(500)
    assert [state for _, state in phone.queue()] == ["办好了", "办好了", "没有办成"]


def test_what_is_typed_wrong_is_said_before_it_is_saved(phone: DeskPhone, town: Town) -> None:
    li = number_of(town, town.li.member_id)
    mistyped = li[:-1] + str((int(li[-1]) + 1) % 10)
    phone.opens("/offline/slip")
    phone.page.set_input_files("#f-photo", [{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()}])
    phone.fills(volunteer=mistyped, elder=li)
    phone.page.click("form[data-form] .button.main")

    assert "这个号码不对" in phone.page.locator("p.error").inner_text()
    assert phone.page.evaluate("document.activeElement.name") == "volunteer"
    assert phone.page.locator("#f-volunteer").get_attribute("aria-invalid") == "true"
    phone.keeps_a_picture("90-offline-error")
    assert phone.stored() == []


REFUSED_MEANWHILE = """async () => {
  const ask = window.fetch;
  window.fetch = async (...asked) => {
    const answer = await ask(...asked);
    await store.putDevice({ ...(await store.get("device")), state: "revoked" });
    return answer;
  };
  await keep.refreshTown();
  window.fetch = ask;
  return store.get("town");
}"""


def test_who_lives_there_does_not_come_back_to_a_phone_that_was_refused_meanwhile(phone: DeskPhone) -> None:
    assert phone.opens("/offline/").page.evaluate(REFUSED_MEANWHILE) is None


def test_before_the_county_agrees_it_keeps_what_it_has(new_phone: DeskPhone, town: Town) -> None:
    phone = new_phone
    phone.keeps_a_picture("91-devices")
    phone.opens("/devices")
    phone.waits_until("store.get('town').then(Boolean)")
    register_an_elder(phone, "韦玉芬")
    phone.opens("/offline/").page.locator("#trouble", has_text="还在等县里同意").wait_for()
    phone.keeps_a_picture("92-offline-waiting")
    device = enrol(town)
    phone.has_sent_all()
    assert [state for _, state in phone.queue()] == ["办好了"]

    town.bank.run(revoke_device, RevokeDevice(device), town.chen)
    register_an_elder(phone, "韦玉兰")
    phone.opens("/offline/").page.locator("#trouble", has_text="这部手机已经停用").wait_for()
    assert [state for _, state in phone.queue()] == ["办好了", "在手机里，等发送"]
    assert phone.page.evaluate("store.get('town')") is None
    phone.opens("/devices").page.locator("#register form").wait_for()
    phone.page.evaluate("keep.refreshTown()")
    assert phone.page.evaluate("store.get('town')") is None

    phone.registers()
    enrol(town)
    phone.has_sent_all()
    assert [state for _, state in phone.queue()] == ["办好了", "办好了"]


@pytest.mark.parametrize("mode", ["standard", "elder"])
def test_every_offline_page_fits_and_can_be_read_aloud(phone: DeskPhone, mode: str) -> None:
    if mode == "elder":
        (before,) = phone.page.evaluate("caches.keys()")
        phone.opens("/").page.click("header form[action='/mode'] button")
        phone.opens("/offline/")
        phone.waits_until(f"caches.keys().then(names => names.length === 1 && names[0] !== '{before}')")
        assert phone.opens("/offline/").page.evaluate("document.documentElement.dataset.mode") == "elder"
    for path in ("", "elder", "step", "slip", "sheet"):
        phone.opens(f"/offline/{path}").page.wait_for_timeout(200)
        found = Axe().run(phone.page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
        phone.keeps_a_picture(f"93-{mode}-{path or 'queue'}")


def test_the_private_key_cannot_be_read(phone: DeskPhone) -> None:
    told = phone.page.evaluate(
        """async () => {
            const { privateKey } = await store.get("device");
            const tried = ["pkcs8", "jwk", "raw"].map(form => crypto.subtle.exportKey(form, privateKey));
            return [privateKey.extractable, ...(await Promise.allSettled(tried)).map(each => each.status)];
        }"""
    )

    assert told == [False, "rejected", "rejected", "rejected"]


def test_many_items_over_a_line_that_breaks_arrive_once_in_order(phone: DeskPhone, town: Town) -> None:
    """Two requests of three are cut: before they reach the server, or after it has done them."""
    assert phone.context is not None
    names = ["".join("甲乙丙丁戊己庚辛壬癸"[int(digit)] for digit in f"{number:03}") for number in range(120)]
    phone.loses_the_network()
    phone.opens("/offline/")
    phone.page.evaluate(MANY, names)
    calls = {"sent": 0}

    def breaks(route: Any) -> None:
        calls["sent"] += 1
        if calls["sent"] % 3 == 1:
            route.abort()
        elif calls["sent"] % 3 == 2:
            route.fetch()  # the server does it, and the answer is lost
            route.abort()
        else:
            route.continue_()

    assert phone.context is not None
    phone.context.route("**/api/v1/sync", breaks)
    phone.finds_the_network()
    for _ in range(40):
        phone.page.evaluate("sync.run()")
        if not phone.page.evaluate("store.waiting().then(items => items.length)"):
            break

    assert {one["state"] for one in phone.stored()} == {"accepted"}
    arrived = rows(town, "SELECT key FROM sync_item ORDER BY id")
    assert [key for (key,) in arrived] == [one["key"] for one in phone.stored()]
    assert rows(town, "SELECT count(DISTINCT ref) FROM sync_item") == [(120,)]
    assert calls["sent"] > 12


MANY = """async names => {
    const [device, town] = [await store.get("device"), await store.get("town")];
    for (const name of names) {
        const item = { key: envelope.newItemKey(), made_at: new Date().toISOString(), type: "elder", version: 1 };
        item.body = await envelope.seal(device.server, device.book, item, {
            kind: "elder", consent_way: "paper", consent: "basic-1", site: town.site.id, name,
            sex: "female", birth_date: "1949-02-03", no_papers_reason: "证件遗失",
        });
        await store.add([{ ...item, label: "", state: "waiting" }]);
    }
}"""
