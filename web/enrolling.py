"""Phones that may record offline: the coordinator registers the own one, the county says yes, either revokes it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from timebank.actors import Actor, Role
from timebank.devices.commands import AskForDevice, AskForDeviceSchema, EnrolDevice, RevokeDevice
from timebank.devices.envelope import CURRENT_SEALING_KEY, sealing_point, to_base64url
from timebank.devices.model import DeviceState
from timebank.devices.queries import DeviceView, devices_page
from timebank.devices.use_cases import ask_for_device, enrol_device, revoke_device
from web.current import bank, current_actor, reading, run, want_login, want_role
from web.devices import device_words
from web.forms import read_form, shown_again_by
from web.paged import after, pager
from web.translate import _

pages = Blueprint("enrolling_pages", __name__)
pages.before_request(want_login)


@pages.get("/devices")
def list_page() -> str:
    """Show one's own phones, to the county everybody's."""
    actor = want_role(Role.COORDINATOR, Role.COUNTY, Role.AUDITOR)
    page = devices_page(reading(), actor, after=after())
    return render_template(
        "devices.html",
        devices=[_shown(view, actor) for view in page.items],
        this=_this_phone(actor) if actor.has(Role.COORDINATOR) else None,
        name=device_words(request.user_agent.string),
        **pager(page),
    )


@pages.post("/devices")
@shown_again_by(list_page)
def ask() -> Response:
    """Offer this phone's key to the county."""
    command: AskForDevice = read_form(AskForDeviceSchema())
    asked = run(ask_for_device, command)
    flash(
        _("登记好了，等县里同意。请给县里打电话，念这十二个数字：%(digits)s", digits=asked.fingerprint),
        "good",
    )
    return redirect("/devices", 303)


@pages.post("/devices/<device_id>/enrolment")
@shown_again_by(lambda device_id: list_page())
def enrol(device_id: str) -> Response:
    """Let a phone speak for its coordinator."""
    run(enrol_device, EnrolDevice(device_id))
    flash(_("同意了，这部手机可以用了。"), "good")
    return redirect("/devices", 303)


@pages.post("/devices/<device_id>/revocation")
@shown_again_by(lambda device_id: list_page())
def revoke(device_id: str) -> Response:
    """Take a phone's word away."""
    run(revoke_device, RevokeDevice(device_id))
    flash(_("停用了，从现在起不再收这部手机的记录。"), "good")
    return redirect("/devices", 303)


def _this_phone(actor: Actor) -> dict[str, Any]:
    point = sealing_point(bank().vault, actor.book)
    return {
        "book": actor.book,
        "member": actor.member_id,
        "key": to_base64url(point),
        "number": CURRENT_SEALING_KEY,
    }


def _shown(view: DeviceView, actor: Actor) -> dict[str, Any]:
    is_own = view.member_id == current_actor().member_id
    is_county = actor.has(Role.COUNTY)
    return {
        "id": view.id,
        "owner": None if is_own else view.member_name,
        "name": view.name or _("没有名字的手机"),
        "state": view.state,
        "fingerprint": view.fingerprint,
        "public_key": to_base64url(bytes.fromhex(view.public_key)),
        "asked_at": view.asked_at,
        "may_enrol": is_county and not is_own and view.state == DeviceState.ASKED,
        "may_revoke": (is_county or is_own) and view.state != DeviceState.REVOKED,
    }
