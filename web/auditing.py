"""The auditor's pages: the ledger, one entry with its exact bytes, and what the last audit found."""

from typing import Any

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from ledger.log_name import number_of
from ledger.replay import Total
from timebank.audit_orders import OrderAudit, audit_under_way, order_audit
from timebank.audits import AuditView, last_audit
from timebank.entry_places import EntryPlace
from timebank.ledger_pages import (
    AUDITORS,
    EntryNotFound,
    EntryView,
    PostingView,
    account_totals,
    entries_page,
    entry_view,
    ledger_head,
)
from timebank.places.queries import site_names
from timebank.seals import SealView, seals_page
from timebank.units import MINUTES
from web import filters
from web.current import current_actor, reading, run, want_login, want_role
from web.finding_words import FINDING_WORDS
from web.forms import shown_again_by
from web.paged import after, pager
from web.translate import _
from web.words import ENTRY_WORDS, HOLDER_WORDS

pages = Blueprint("auditing_pages", __name__)
pages.before_request(want_login)


@pages.get("/ledger")
def ledger() -> str | Response:
    """Show the head of the log and its entries, newest first; a number leads to its entry."""
    actor = want_role(*AUDITORS)
    wanted, number = request.args.get("seq", "").strip(), request.args.get("log", type=int)
    head = ledger_head(reading(), actor, number)
    if wanted and (place := _place_in(head.number, wanted)):
        return redirect(f"/ledger/{place}", 303)
    page = entries_page(reading(), actor, number, after=after())
    entries = [
        {
            "seq": line.seq,
            "url": f"/ledger/{line.place}",
            "at": line.recorded,
            "words": " ".join(filter(None, (_(ENTRY_WORDS[line.kind]), _amount(line.minutes)))),
            "kind": line.kind,
            "leaf": line.leaf,
        }
        for line in page.items
    ]
    return render_template(
        "ledger.html",
        head={
            "size": head.size,
            "root": head.root,
            "at": head.recorded,
            "origin": head.origin,
            "number": head.number,
            "signed": head.signed,
        },
        log=number,
        others=[{"number": other, "url": f"/ledger?log={other}"} for other in head.others],
        seq=wanted,
        entries=[] if wanted else entries,
        totals=[_total(one) for one in account_totals(reading(), actor, number)],
        **pager(page),
    )


@pages.get("/ledger/<seq>")
def entry_page(seq: str) -> str:
    """Show one entry: in plain words, and byte for byte."""
    view = entry_view(reading(), seq, want_role(*AUDITORS))
    return render_template(
        "entry_show.html",
        entry={
            "place": str(view.place),
            "id": view.id,
            "kind": view.kind,
            "at": view.recorded,
            "text": view.text,
            "leaf": view.leaf,
            "prev": view.prev,
        },
        ledger_url="/ledger" if view.log == number_of(reading().log) else f"/ledger?log={view.log}",
        meaning=_meaning(view),
        acts=view.acts,
        postings=[_posting(posting) for posting in view.postings],
        links=_links(view),
        previous_url=_beside(view, -1),
        next_url=_beside(view, +1),
    )


@pages.get("/audit")
def audit_page() -> str:
    """Show what the last audits found, and how far the one has come that was asked for."""
    actor = want_role(*AUDITORS)
    last, new = last_audit(reading()), last_audit(reading(), is_whole=False)
    order = audit_under_way(reading())
    return render_template(
        "audit.html",
        audit=last,
        findings=_findings(last) + _findings(new if new and last and new.at > last.at else None),
        new=None if new is None else {"at": new.at, "since": new.since, "entries": new.entries - new.since},
        seals=[_seal(one) for one in seals_page(reading(), actor)],
        may_run=True,
        running={"done": order.done, "total": order.total} if order else None,
    )


@pages.post("/audit")
@shown_again_by(audit_page)
def audit_now() -> Response:
    """Have the whole book read again; the scheduler does it, and the page shows how far it is."""
    want_role(*AUDITORS)
    run(order_audit, OrderAudit())
    return redirect("/audit", 303)


def _total(total: Total) -> dict[str, Any]:
    words = HOLDER_WORDS.get(total.class_)
    return {
        "unit": total.unit,
        "class": total.class_,
        "words": _(words) if words else "",
        "accounts": total.accounts,
        "balance": total.balance,
        "reserved": total.reserved,
        "coming": total.coming,
    }


def _seal(seal: SealView) -> dict[str, Any]:
    totals = [filters.minutes(one.debits) for one in seal.totals if one.unit == MINUTES]
    return {
        "url": f"/ledger/{EntryPlace(number_of(reading().log), seal.seq)}",
        "at": seal.recorded,
        "sealed": seal.at,
        "root": seal.root,
        "total": totals[0] if totals else "",
    }


def _place_in(log: int, wanted: str) -> EntryPlace | None:
    """Return the entry that is looked for: a number is one of the log on show, else it is a name or an id."""
    name = str(EntryPlace(log, int(wanted))) if wanted.isdecimal() and len(wanted) < 16 else wanted
    try:
        return entry_view(reading(), name, current_actor()).place
    except EntryNotFound:
        return None


def _beside(view: EntryView, step: int) -> str | None:
    """Return the address of the entry before or after, None at the ends of the log."""
    seq = view.seq + step
    return f"/ledger/{EntryPlace(view.log, seq)}" if 0 <= seq < view.size else None


def _amount(minutes: int) -> str:
    return filters.minutes(minutes) if minutes else ""


def _meaning(view: EntryView) -> list[tuple[str, str]]:
    minutes = sum(posting.amount for posting in view.postings if posting.is_debit)
    site = site_names(reading(), [view.site]).get(view.site, view.site) if view.site else ""
    known = [
        (_("这是什么"), _(ENTRY_WORDS[view.kind])),
        (_("多少"), _amount(minutes)),
        (_("服务日期"), filters.day(view.service_day) if view.service_day else ""),
        (_("互助点"), site),
        (_("规则版本"), str(view.policy)),
        (_("说明"), view.memo),
    ]
    return [(term, words) for term, words in known if words]


def _posting(posting: PostingView) -> dict[str, Any]:
    words = HOLDER_WORDS.get(posting.holder)
    return {
        "account": posting.handle,
        "holder": _(words) if words else posting.holder or None,
        "minutes": -posting.amount if posting.is_debit else posting.amount,
    }


def _links(view: EntryView) -> list[dict[str, str]]:
    links = []
    if view.service_id:
        words = _("服务 %(number)s", number=view.service_number)
        links.append({"url": f"/services/{view.service_id}", "words": words})
    for place in (view.ref, view.with_):
        if place is not None:
            links.append({"url": f"/ledger/{place}", "words": _("有关的第 %(seq)s 条", seq=str(place))})
    return links


def _findings(audit: AuditView | None) -> list[dict[str, Any]]:
    return [
        {
            "seq": one.seq if one.seq >= 0 else None,
            "words": _(FINDING_WORDS[one.kind]),
            "says": one.words,
            "url": f"/ledger/{EntryPlace(number_of(reading().log), one.seq)}" if one.seq >= 0 else None,
        }
        for one in (audit.findings if audit else ())
    ]
