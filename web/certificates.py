"""Certificates of service for those who hold or issue them: asking, deciding, the PDF, and taking one back."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from timebank.actors import Role
from timebank.certificates.commands import (
    AskForCertificate,
    AskForCertificateSchema,
    CertificateDecision,
    CertificateDecisionSchema,
    DecideCertificate,
    DecideWithdrawal,
    ProposeWithdrawal,
    WithdrawalDecision,
    WithdrawalDecisionSchema,
    WithdrawalReason,
    WithdrawalReasonSchema,
)
from timebank.certificates.counting import settled_minutes, smallest_recorder
from timebank.certificates.keeping import certificate_pdf
from timebank.certificates.model import CertificateState
from timebank.certificates.paper import site_url
from timebank.certificates.queries import (
    ISSUERS,
    CertificateSummary,
    CertificateView,
    certificate_view,
    certificates_page,
    last_signature,
)
from timebank.certificates.record import issuer_name
from timebank.certificates.use_cases import ask_for_certificate, decide_certificate
from timebank.certificates.withdrawing import decide_withdrawal, propose_withdrawal
from timebank.files import FileStore
from timebank.members.queries import find_member, name_of
from web.current import bank, close_reading, current_actor, reading, run, settings, want_login
from web.forms import default_values, read_form, shown_again_by
from web.paged import after, pager
from web.translate import _
from web.words import CERTIFICATE_END_WORDS

pages = Blueprint("certificates_pages", __name__)
pages.before_request(want_login)

S = CertificateState


@pages.get("/certificates")
def list_page() -> str:
    """Show one's own certificates and those of one's office."""
    actor = current_actor()
    states = tuple(state for state in request.args.getlist("state") if state in set(S))
    page = certificates_page(reading(), actor, states=states, after=after())
    return render_template(
        "certificate_list.html",
        certificates=[_summary(each) for each in page.items],
        is_office=actor.has(*ISSUERS),
        may_ask=actor.has(Role.VOLUNTEER, Role.TEAM_LEAD),
        **pager(page),
    )


@pages.get("/certificates/new")
def new_page() -> str:
    """Show the form that asks for a certificate, one's own or of a member whose services one's body recorded."""
    actor = current_actor()
    member = find_member(reading(), request.values.get("member_id", "") or actor.member_id, actor)
    default_values(replaces=request.args.get("replaces", ""))
    return render_template(
        "certificate_new.html",
        member={
            "id": member.id,
            "name": name_of(reading(), member.id),
            "is_me": member.id == actor.member_id,
        },
        minutes=settled_minutes(reading(), member.id),
        issuers=_issuers(member.id, is_own=member.id == actor.member_id),
        notice_days=reading().policy.number("certificate.notice_days", member.site),
    )


@pages.post("/certificates")
@shown_again_by(new_page)
def ask() -> Response:
    """Ask for a certificate."""
    command: AskForCertificate = read_form(AskForCertificateSchema())
    step = run(ask_for_certificate, command)
    flash(_("申请好了，编号 %(number)s。办好会告诉您。", number=step.number), "good")
    return redirect(f"/certificates/{step.number}/record", 303)


@pages.get("/certificates/<number>/record")
def record_page(number: str) -> str:
    """Show a certificate with what can be done to it."""
    actor = current_actor()
    view = certificate_view(reading(), number, actor)
    if "decide" in (actions := _actions(view)):
        head, contact = last_signature(reading(), view.summary.issuer)
        default_values(head=head, contact=contact)
    return render_template(
        "certificate_show.html",
        certificate=_whole(view),
        actions=actions,
        notice_days=reading().policy.number("certificate.notice_days", view.summary.issuer),
    )


@pages.post("/certificates/<number>/decision")
@shown_again_by(record_page)
def decide(number: str) -> Response:
    """Put a certificate on notice, or decline it."""
    given: CertificateDecision = read_form(CertificateDecisionSchema())
    command = DecideCertificate(number, given.accept, given.head, given.contact, given.reason)
    step = run(decide_certificate, command)
    words = {
        S.VALID: _("证明生效了，可以打印盖章。"),
        S.ON_NOTICE: _("开始公示，期满自动生效。"),
        S.DECLINED: _("没有同意，已经告诉本人。"),
    }
    flash(words[S(step.state)], "good")
    return redirect(f"/certificates/{number}/record", 303)


@pages.post("/certificates/<number>/withdrawal")
@shown_again_by(record_page)
def propose(number: str) -> Response:
    """Propose to withdraw a valid certificate."""
    given: WithdrawalReason = read_form(WithdrawalReasonSchema(), names={"reason": "withdrawal_reason"})
    run(propose_withdrawal, ProposeWithdrawal(number, given.reason))
    flash(_("提出来了。要由另一个人决定，在那以前证明仍然有效。"), "good")
    return redirect(f"/certificates/{number}/record", 303)


@pages.post("/certificates/<number>/withdrawal-decision")
@shown_again_by(record_page)
def withdraw(number: str) -> Response:
    """Decide as the second person."""
    given: WithdrawalDecision = read_form(WithdrawalDecisionSchema())
    run(decide_withdrawal, DecideWithdrawal(number, given.agree))
    flash(_("撤销了，核对页上马上看得到。") if given.agree else _("没有撤销，证明仍然有效。"), "good")
    return redirect(f"/certificates/{number}/record", 303)


@pages.get("/certificates/<number>/pdf")
def pdf(number: str) -> Response:
    """Give the PDF of a valid certificate."""
    actor, address = current_actor(), site_url(settings(), request.host_url)
    close_reading()
    paper = certificate_pdf(bank(), FileStore(settings().files_folder), number, address, actor)
    headers = {"Content-Disposition": f'inline; filename="certificate-{number}.pdf"'}
    return Response(paper, content_type="application/pdf", headers=headers)


def _issuers(member_id: str, *, is_own: bool) -> list[dict[str, str]]:
    """Return the bodies that can issue: for the volunteer from the smallest up, for an office its own."""
    smallest, county = smallest_recorder(reading(), member_id), current_actor().book
    if not smallest:
        return []
    codes = dict.fromkeys((smallest, county)) if is_own else current_actor().scopes(*ISSUERS)
    return [{"code": code, "words": issuer_name(reading(), code)} for code in codes]


def _actions(view: CertificateView) -> list[str]:
    """Return what this actor may do to the certificate as it stands."""
    actor, state = current_actor(), view.summary.state
    is_holder = view.summary.holder_id == actor.member_id
    is_issuer = view.summary.issuer in actor.scopes(*ISSUERS) and not is_holder
    is_above = actor.may_act_at(view.summary.issuer, ISSUERS) and not is_holder
    can = {
        "decide": is_issuer and state == S.ASKED,
        "stop": is_issuer and state == S.ON_NOTICE,
        "pdf": state == S.VALID,
        "renew": is_holder and state in (S.VALID, S.WITHDRAWN),
        "propose": is_above and state == S.VALID and not view.withdrawal_by,
        "second": is_above and state == S.VALID and view.withdrawal_by not in ("", actor.member_id),
    }
    return [action for action, may in can.items() if may]


def _summary(each: CertificateSummary) -> dict[str, Any]:
    return {
        "number": each.number,
        "state": each.state,
        "holder": each.holder_name,
        "issuer": each.issuer_name,
        "minutes": each.minutes,
        "asked_at": each.asked_at,
        "until": each.notice_until,
        "issued_on": each.issued_on,
        "ended_on": each.ended_on,
    }


def _whole(view: CertificateView) -> dict[str, Any]:
    facts, cause = view.facts, view.summary.end_cause
    return {
        **_summary(view.summary),
        "code": view.check_code,
        "services": view.summary.services,
        "lists_services": view.lists_services,
        "first_day": view.first_day,
        "last_day": view.last_day,
        "head": facts.head if facts else "",
        "clerk": facts.clerk if facts else "",
        "contact": facts.contact if facts else "",
        "cause": _(CERTIFICATE_END_WORDS[cause]) if cause else None,
        "reason": view.reason or None,
        "is_proposed": view.summary.is_withdrawal_proposed,
    }
