"""What phones brought and the server set aside: somebody looks at it, and lets it in or drops it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template
from werkzeug.wrappers import Response

from timebank.devices.commands import DecisionOnItem, DecisionOnItemSchema, ItemDecision
from timebank.devices.kinds import TYPE_WORDS
from timebank.devices.model import ItemState
from timebank.devices.queries import ItemLine, items_page
from timebank.devices.reviewing import decide_item, item_view
from timebank.devices.saying import sentence_of
from timebank.errors import N_
from timebank.files import FileStore
from timebank.members.grants import KEEPERS
from web.current import (
    bank,
    close_reading,
    current_actor,
    form_key,
    reading,
    settings,
    want_login,
    want_role,
)
from web.forms import read_form, shown_again_by
from web.paged import after, pager
from web.translate import _
from web.words import KIND_WORDS, SEX_WORDS, WAY_WORDS

pages = Blueprint("set_aside_pages", __name__)
pages.before_request(want_login)

FIELD_WORDS = {
    "name": N_("姓名"),
    "sex": N_("性别"),
    "birth_date": N_("出生日期"),
    "phone": N_("手机号"),
    "identity_number": N_("身份证号"),
    "hamlet": N_("屯或组"),
    "address": N_("门牌或怎么找"),
    "no_papers_reason": N_("没有证件的原因"),
    "service": N_("服务编号"),
    "at": N_("什么时候"),
    "volunteer": N_("志愿者的成员号"),
    "elder": N_("老人的成员号"),
    "kind": N_("做了什么"),
    "starts_at": N_("几点开始"),
    "minutes": N_("做了多少分钟"),
    "way": N_("老人怎么认的"),
    "witness": N_("见证人姓名"),
    "sheet": N_("表的编号"),
    "note": N_("还要说明什么"),
}
VALUE_WORDS = {"sex": SEX_WORDS, "kind": KIND_WORDS, "way": WAY_WORDS}


@pages.get("/set-aside")
def list_page() -> str:
    """Show what waits for a look."""
    actor = want_role(*KEEPERS)
    page = items_page(reading(), actor, after=after())
    return render_template(
        "set_aside_list.html", items=[line_shown(line) for line in page.items], **pager(page)
    )


@pages.get("/set-aside/<item_id>")
def item_page(item_id: str) -> str:
    """Show one record with what it says."""
    actor = want_role(*KEEPERS)
    view = item_view(bank(), item_id, actor)
    return render_template(
        "set_aside_show.html",
        item=line_shown(view.line),
        fields=[
            (_(FIELD_WORDS[name]), _value(name, value)) for name, value in view.fields if name in FIELD_WORDS
        ],
    )


@pages.post("/set-aside/<item_id>/decision")
@shown_again_by(item_page)
def decide(item_id: str) -> Response:
    """Let a record in, or drop it."""
    want_role(*KEEPERS)
    decision: DecisionOnItem = read_form(DecisionOnItemSchema())
    close_reading()
    files = FileStore(settings().files_folder)
    answer = decide_item(bank(), files, item_id, decision, current_actor(), form_key())
    is_in = decision.decision == ItemDecision.LET_IN
    flash(sentence_of(answer, _) if is_in else _("记下了，不办。"), "good")
    return redirect("/set-aside", 303)


def line_shown(line: ItemLine) -> dict[str, Any]:
    """Return an item as lists and its page show it."""
    return {
        "id": line.id,
        "title": _(TYPE_WORDS[line.type]) if line.type in TYPE_WORDS else line.type,
        "who": line.member_name,
        "at": line.made_at,
        "received_at": line.received_at,
        "words": sentence_of(line.answer, _),
        "is_waiting": line.answer.state == ItemState.LOOK,
    }


def _value(name: str, value: str) -> str:
    words = VALUE_WORDS.get(name, {})
    return _(words[value]) if value in words else value
