"""The own messages: what happened to one's needs, services, roles and secrets, in words."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template
from werkzeug.wrappers import Response

from timebank.deliveries.channels import Way
from timebank.deliveries.choosing import NOWHERE, ChooseWaySchema, choose_way, chosen_way
from timebank.members.naming import name_of
from timebank.message_facts import PEOPLE
from timebank.message_words import MESSAGE_WORDS
from timebank.messages import MarkRead, MarkReadSchema, MessageLine, mark_read, messages_page
from web import filters
from web.current import current_actor, reading, run, settings, want_login
from web.forms import read_form, shown_again_by
from web.members import REGISTER_READERS
from web.paged import after, pager
from web.translate import _
from web.words import RECOVERY_SECRET_WORDS, ROLE_WORDS, WAY_OUT_WORDS

pages = Blueprint("messages_pages", __name__)
pages.before_request(want_login)

REGISTER = "/members?q={number}"
PLACES = (
    ("certificate_", "/certificates/{number}/record"),
    ("need_expired", "/needs/{number}"),
    ("household_", "/shop/orders/{number}"),
    ("proxy_ordered", "/shop/orders/{number}"),
    ("order_", "/shop/orders/{number}"),
    ("points_", "/points/awards"),
    ("deduction_", "/points/awards"),
    ("award_", "/points/awards"),
    ("goods_", "/"),
    ("stock_", "/shop/stock"),
    ("red_list_", "/red-list"),
    ("gift_", "/gifts"),
    ("time_promised", "/gifts"),
    ("team_hours_", "/services/{number}"),
    ("team_", "/teams"),
    ("pair_", "/pairs"),
    ("cap_near", "/hours"),
    ("applicant_", REGISTER),
    ("withdrawal_", REGISTER),
)
"""By how a kind begins, the page a message of it leads to."""


@pages.get("/me/messages")
def list_page() -> str:
    """Show the own messages, newest first."""
    page = messages_page(reading(), current_actor(), after=after())
    return render_template(
        "messages.html",
        messages=[message_shown(line) for line in page.items],
        newest=page.items[0].id if page.items else "",
        way=chosen_way(reading(), current_actor().member_id),
        ways=_ways(),
        **pager(page),
    )


@pages.post("/me/messages/readings")
@shown_again_by(list_page)
def mark() -> Response:
    """Mark the messages of the page shown, and all older ones, as read."""
    command: MarkRead = read_form(MarkReadSchema())
    run(mark_read, command)
    flash(_("都标为已读了。"), "good")
    return redirect("/me/messages", 303)


@pages.post("/me/message-way")
@shown_again_by(list_page)
def choose() -> Response:
    """Say where the own messages go."""
    run(choose_way, read_form(ChooseWaySchema()))
    flash(_("记下了，以后的消息照您说的发。"), "good")
    return redirect("/me/messages", 303)


def _ways() -> list[tuple[str, str]]:
    """Return the ways there are here to choose from; none where no message leaves the house."""
    here = [way for way, gateway in ((Way.SMS, settings().sms), (Way.WECOM, settings().wecom)) if gateway.url]
    return (
        [(NOWHERE, _("不外发，我自己来看")), *((way, _(WAY_OUT_WORDS[way])) for way in here)] if here else []
    )


def message_shown(line: MessageLine) -> dict[str, Any]:
    """Return a message in words, with where it leads."""
    return {
        "words": _(
            MESSAGE_WORDS[line.kind], **{name: _fact(name, fact) for name, fact in line.facts.items()}
        ),
        "at": line.made_at,
        "url": _url(line),
        "is_unread": line.read_at is None,
    }


def _fact(name: str, fact: Any) -> str:
    """Return a fact of a message in words: time in hours and minutes, people and roles by name."""
    if name == "minutes":
        return filters.minutes(fact)
    if name == "role":
        return _(ROLE_WORDS[fact])
    if name in PEOPLE:
        return name_of(reading(), fact)
    if name == "secret":
        return _(RECOVERY_SECRET_WORDS[fact])
    return str(fact)


def _url(line: MessageLine) -> str | None:
    """Return the page of what a message speaks of; a number that belongs to nothing else is a service's.

    Of what concerns the register the member is told too, who has no page of it.
    """
    for kind, path in PLACES:
        if line.kind.startswith(kind):
            is_open = path != REGISTER or current_actor().has(*REGISTER_READERS)
            return path.format(**line.facts) if is_open else None
    return f"/services/{line.facts['number']}" if "number" in line.facts else None
