"""Who may call what: the people, the things they reach for, and what comes of it.

The API's rows stand in `tests/api/rights.py`, and `tests/api/test_rights.py` holds the address map against them; the
pages' rows are called the same way, with a cookie and a form instead of a token and JSON.
"""

import re
import shutil
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask, session
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf

from tests import rights_of_shop
from tests.api.caller import bearer_token
from tests.conftest import open_at
from tests.timebank.devices.phone import DeskPhone
from tests.town import BOOK, FAR_SITE, SITE, GiveMinutes, Town, give_minutes, join
from tests.walk import need, pass_notice, verify
from timebank.actors import Actor, anonymous, system
from timebank.certificates.commands import AskForCertificate, DecideCertificate
from timebank.certificates.issuing import CERTIFICATES
from timebank.certificates.use_cases import ask_for_certificate, decide_certificate
from timebank.clock import SetClock
from timebank.departures.commands import EnterDeparture
from timebank.departures.use_cases import enter_departure
from timebank.devices.queries import items_page
from timebank.files import FileStore
from timebank.gifts.commands import GiveTime, PromiseTime
from timebank.gifts.promises import promise_time
from timebank.gifts.use_cases import give_time
from timebank.grants.commands import MakeProgramme
from timebank.grants.programmes import make_programme
from timebank.jobs import run_job
from timebank.members.access import issue_card, set_pin
from timebank.members.access_commands import IssueCard, SetPin
from timebank.members.families import appoint_proxy, record_kin
from timebank.members.family_commands import AppointProxy, RecordKin
from timebank.members.queries import find_any_member
from timebank.needs.commands import AcceptNeed
from timebank.needs.use_cases import accept_need
from timebank.notices.commands import ObjectToService
from timebank.notices.use_cases import object_to_service
from timebank.recoveries.commands import AskForRecovery
from timebank.recoveries.use_cases import ask_for_recovery
from timebank.services.commands import CheckIn, CheckOut, ConfirmService, CorrectService
from timebank.services.correcting import correct_service
from timebank.services.slips import store_slip
from timebank.services.use_cases import check_in, check_out, confirm_service
from timebank.writer import Bank

WHO = (
    "nobody",
    "elder",
    "proxy",
    "kin",
    "volunteer",
    "coordinator",
    "coordinator elsewhere",
    "township",
    "county",
    "auditor",
)
LETTERS = {"i": "let in", "l": "told to log in", "n": "not allowed", "h": "hidden"}
OUTCOMES = {401: "told to log in", 403: "not allowed", 404: "hidden"}
"""Any other answer means that the person was let in: what the rules then say of the act is tested elsewhere."""
PART = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")

Ids = Mapping[str, str]


@dataclass(frozen=True)
class Row:
    """What comes of a request by each of `WHO`, in order, at a thing of one's own place and at one elsewhere.

    `things` says which thing fills which part of the address; `body` is what is sent.
    """

    method: str
    rule: str
    here: str
    elsewhere: str = ""
    things: Mapping[str, str] = field(default_factory=dict)
    body: Callable[[Ids], dict[str, Any]] = lambda _: {}

    def cases(self) -> Iterator[tuple[str, str]]:
        """Give where a thing lies with what is expected there."""
        yield "here", self.here
        if self.elsewhere:
            yield "elsewhere", self.elsewhere


@dataclass(frozen=True)
class World:
    """A town with something of each kind at two sites, kept as a file that each request gets a fresh copy of."""

    file: Path
    moment: datetime
    tokens: Mapping[str, str]
    here: Ids
    elsewhere: Ids

    @contextmanager
    def opened(self, folder: Path) -> Iterator[Bank]:
        """Give a bank over a copy of the world, which nothing done to it outlives."""
        copy = folder / f"{uuid.uuid4()}.sqlite3"
        shutil.copy(self.file, copy)
        bank = open_at(copy, SetClock(self.moment))
        yield bank
        bank.close()
        copy.unlink()


def outcomes(app: Flask, world: World, row: Row, where: str, folder: Path) -> dict[str, str]:
    """Return what comes of everybody's request; after somebody changed something the world begins anew."""
    ids = world.here if where == "here" else world.elsewhere
    came_of_it: dict[str, str] = {}
    is_changed = True
    with ExitStack() as opened:
        for who in WHO:
            if is_changed:
                opened.close()
                app.extensions["bank"] = opened.enter_context(world.opened(folder))
            came_of_it[who] = _outcome(app, row, ids, world.tokens[who])
            is_changed = row.method != "GET" and came_of_it[who] == LETTERS["i"]
    return came_of_it


def _outcome(app: Flask, row: Row, ids: Ids, token: str) -> str:
    path = PART.sub(lambda part: ids[row.things.get(part[1], part[1])], row.rule)
    body = row.body(ids) if row.method == "POST" else {}
    client = app.test_client()
    if path.startswith(("/api/", "/log/")):
        headers = {"Idempotency-Key": "once", "Authorization": f"Bearer {token}"}
        if not token:
            del headers["Authorization"]
        answer = client.open(path, method=row.method, json=body, headers=headers)
    else:
        if token:
            client.set_cookie("tb", token)
        answer = client.open(path, method=row.method, data=body | form_token(app, client))
    assert answer.status_code != 500, answer.text
    if answer.headers.get("Location", "").startswith("/login"):
        return LETTERS["l"]
    return OUTCOMES.get(answer.status_code, LETTERS["i"])


def form_token(app: Flask, client: FlaskClient) -> dict[str, str]:
    """Return the token of a form that a page of ours would have shown to this browser."""
    with app.test_request_context():
        signed, kept = generate_csrf(), session["csrf_token"]
    with client.session_transaction() as browser:
        browser["csrf_token"] = kept
    return {"csrf_token": signed}


def build_world(town: Town, file: Path, files: FileStore) -> World:
    """Have the cast do what leaves something of each kind; the bank is closed, and its file is the world."""
    bank = town.bank
    kin = join(bank, "韦晓梅", "kin", date(1974, 8, 1), "female", "17900000011")
    proxy = join(bank, "莫凤仙", "kin", date(1976, 8, 1), "female", "17900000012")
    gan = join(bank, "甘二姐", "elder", date(1944, 8, 1), "female", "17900000013", site=FAR_SITE)
    far_proxy = join(bank, "甘小妹", "kin", date(1976, 8, 1), "female", "17900000014", site=FAR_SITE)
    bank.run(record_kin, RecordKin(kin.member_id, "child", town.wang.member_id), system(BOOK))

    far_town = replace(town, wang=gan, li=town.zhao, nong=town.far)
    settled, settled_elsewhere = service(town, files, "verified"), service(far_town, files, "verified")
    awarded, awarded_elsewhere = rights_of_shop.award(town, town.wang), rights_of_shop.award(far_town, gan)
    pass_notice(town)
    rights_of_shop.count_awards(town)
    certificates = certificates_of(town, SITE), certificates_of(far_town, FAR_SITE)
    here = things_of(town, files, proxy, SITE, settled) | given_things(town, kin) | certificates[0]
    here |= rights_of_shop.shop_things(town, files, SITE, awarded)
    elsewhere = things_of(far_town, files, far_proxy, FAR_SITE, settled_elsewhere) | certificates[1]
    elsewhere |= rights_of_shop.shop_things(far_town, files, FAR_SITE, awarded_elsewhere)
    people = (town.wang, proxy, kin, town.li, town.nong, town.far, town.pan, town.chen, town.huang)
    tokens = {who: bearer_token(bank, actor) for who, actor in zip(WHO[1:], people, strict=True)}
    bank.close()
    return World(file, town.clock.moment, {"nobody": "", **tokens}, here, elsewhere)


def things_of(town: Town, files: FileStore, proxy: Actor, site: str, settled: str) -> dict[str, str]:
    """Have one thing of each kind at a site, and return their ids."""
    elder, office = town.wang.member_id, system(BOOK)
    first_day, last_day = date(2026, 11, 16), date(2027, 11, 16)
    town.bank.run(appoint_proxy, AppointProxy(proxy.member_id, first_day, last_day, member_id=elder), office)
    card = town.bank.run(issue_card, IssueCard(elder), office)
    set_pin(town.bank, SetPin("2580", elder), office)
    recovery = town.bank.run(ask_for_recovery, AskForRecovery(elder, "pin"), town.nong).id
    proposed = CorrectService(settled, 12, "漏记了")
    assert town.bank.run(correct_service, proposed, town.chen).waits
    phone, asked, fresh = (DeskPhone(town, town.nong, files) for _ in range(3))
    phone.is_enrolled().brings(phone.records("newer", {}))
    things = {
        state: service(town, files, state)
        for state in ("confirmed", "declined", "verified", "slip", "checked_out", "checked_in", "accepted")
    }
    return {
        **things,
        "settled": settled,
        "corrected_by_two": settled,
        "receipt": f"{BOOK}-0",
        "objection": object_to(town, settled),
        "need": need(town, by=town.nong, pay_from="public", starts_at=tomorrow(town)).id,
        "need_to_pay": need(town, by=town.nong, starts_at=tomorrow(town), minutes=300).id,
        "elder": town.wang.member_id,
        "card": card.number,
        "recovery": recovery,
        "volunteer": town.li.member_id,
        "proxy": proxy.member_id,
        "site": site,
        "township": site[:9],
        "device": phone.id,
        "asked_device": asked.asks().id,
        "fresh key": fresh.public_key,
        "sync_item": item_to_look_at(town),
        "sheet": "services",
        "book": BOOK,
        "seq": "1",
        "tile": "0/000.p/5",
        "bundle": "entries/000.p/5",
        "absent": str(uuid.UUID(int=0)),
        "tomorrow": tomorrow(town).isoformat(),
        "an hour ago": (town.clock.moment - timedelta(hours=1)).isoformat(),
    }


def given_things(town: Town, kin: Actor) -> dict[str, str]:
    """Have kin offer and promise Wang time, the county grant some, and Nong enter that somebody died."""
    bank, wang = town.bank, town.wang.member_id
    bank.run(give_minutes, GiveMinutes(kin.member_id, 600), system(BOOK))
    dead = join(bank, "韦老三", "elder", date(1938, 8, 1), "male", "")
    made = bank.run(make_programme, MakeProgramme("高龄补助", 60, 600, 100), town.chen)
    entered = EnterDeparture(dead.member_id, "died", date(2026, 11, 16))
    with bank.reading(town.nong) as reading:
        number = find_any_member(reading, dead.member_id).number
    return {
        "number": number,
        "gift": bank.run(give_time, GiveTime(wang, 60), kin).id,
        "promise": bank.run(promise_time, PromiseTime(wang, 60), kin).id,
        "programme": made.id,
        "departure": bank.run(enter_departure, entered, town.nong).id,
    }


def certificates_of(town: Town, site: str) -> dict[str, str]:
    """Have the volunteer's service certified by the site, and let the volunteer ask the site for another one."""
    numbers = {}
    for name in ("certificate", "asked certificate"):
        asked = town.bank.run(ask_for_certificate, AskForCertificate(issuer=site), town.li)
        numbers[name] = asked.number
        if name == "certificate":
            town.bank.run(decide_certificate, DecideCertificate(asked.number, True), town.nong)
            town.clock.advance(days=8)
            run_job(town.bank, CERTIFICATES)
    return numbers


def service(town: Town, files: FileStore, state: str) -> str:
    """Have a service paid by the county brought to a state; return its id."""
    starts_at = town.clock.moment + timedelta(minutes=20)
    asked = need(town, by=town.nong, pay_from="public", starts_at=starts_at, minutes=15)
    taken = town.bank.run(accept_need, AcceptNeed(asked.id), town.li).service_id
    if state == "accepted":
        return taken
    town.clock.moment = starts_at
    town.bank.run(check_in, CheckIn(taken), town.li)
    if state == "checked_in":
        return taken
    town.clock.moment = starts_at + timedelta(minutes=15)
    town.bank.run(check_out, CheckOut(taken), town.li)
    if state == "slip":
        slip = store_slip(town.bank, files, taken, b"a picture", town.nong)
        town.bank.run(confirm_service, ConfirmService(taken, "slip_thumb", photo=slip.name), town.nong)
    elif state != "checked_out":
        town.bank.run(confirm_service, ConfirmService(taken, "own_device"), town.wang)
    if state == "verified":
        verify(town, taken, town.nong, minutes=10)
    if state == "declined":
        verify(town, taken, town.nong, "decline", reason="时间不对")
    return taken


def tomorrow(town: Town) -> datetime:
    """Return the same time tomorrow."""
    return town.clock.moment + timedelta(days=1)


def object_to(town: Town, service_id: str) -> str:
    """Object to a service as nobody in particular; return the objection's id."""
    return town.bank.run(object_to_service, ObjectToService(service_id, "没有来"), anonymous(BOOK)).id


def item_to_look_at(town: Town) -> str:
    """Return the id of the item that waits for a look at the coordinator's site."""
    with town.bank.reading(town.nong) as reading:
        return items_page(reading, town.nong).items[0].id
