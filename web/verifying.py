"""Verifying a service as one who had no part in it, and correcting a settled one."""

from flask import Blueprint, flash, redirect, render_template
from werkzeug.wrappers import Response

from timebank.actors import Role
from timebank.needs.model import Payer
from timebank.services.commands import (
    CorrectionDecision,
    CorrectionDecisionSchema,
    CorrectionInput,
    CorrectionSchema,
    CorrectService,
    DecideCorrection,
    Shortfall,
    Verification,
    VerificationSchema,
    VerifyService,
)
from timebank.services.correcting import correct_service, decide_correction
from timebank.services.model import ServiceState
from timebank.services.queries import find_service, service_view
from timebank.services.review_sheet import ReviewSheet, review_sheet
from timebank.services.reviewing import REVIEWERS, verify_service
from web import filters
from web.current import reading, run, want_login, want_role
from web.forms import default_values, read_form, shown_again_by
from web.refusals import say
from web.services import service_page
from web.shown import Shown, service_shown, steps_shown
from web.translate import _
from web.words import SIGN_WORDS

pages = Blueprint("verifying_pages", __name__)
pages.before_request(want_login)


@pages.get("/services/<service_id>/verification")
def verify_page(service_id: str) -> str:
    """Show a service to its reviewer, or why this actor is not the one."""
    actor = want_role(*REVIEWERS)
    view = service_view(reading(), service_id, actor)
    sheet = review_sheet(reading(), find_service(reading(), service_id, actor), actor)
    default_values(minutes=str(sheet.creditable_minutes))
    photos = (
        [{"url": f"/services/{service_id}/photo", "words": _("纸质服务单的照片")}] if view.has_photo else []
    )
    return render_template(
        "verify_service.html",
        service=service_shown(view),
        steps=steps_shown(view),
        refusal=say(sheet.refusal) if sheet.refusal else None,
        signs=[_(SIGN_WORDS[sign]) for sign in sheet.signs],
        photos=photos,
        shortfall=_shortfall(sheet, view.line.pay_from),
    )


@pages.post("/services/<service_id>/verification")
@shown_again_by(verify_page)
def verify(service_id: str) -> Response:
    """Take the reviewer's decision."""
    given: Verification = read_form(VerificationSchema())
    command = VerifyService(service_id, given.decision, given.minutes, given.reason, given.shortfall)
    decided = run(verify_service, command)
    flash(_decided_words(decided.state, decided.credited_minutes), "good")
    return redirect(f"/services/{service_id}", 303)


@pages.get("/services/<service_id>/correction")
def correct_page(service_id: str) -> str:
    """Show the form that corrects a settled service."""
    view = service_view(reading(), service_id, want_role(Role.COUNTY))
    return render_template("correction_new.html", service=service_shown(view))


@pages.post("/services/<service_id>/correction")
@shown_again_by(correct_page)
def correct(service_id: str) -> Response:
    """Correct a settled service by a reversal and, if any, the right minutes."""
    given: CorrectionInput = read_form(CorrectionSchema())
    command = CorrectService(service_id, given.minutes, given.reason, given.cover_from_loss)
    if run(correct_service, command).waits:
        flash(_("更正提出来了，要由另一个人批准：县里别的人，或者乡镇。"), "info")
    else:
        flash(_("更正写好了，原来的一笔也还看得见。"), "good")
    return redirect(f"/services/{service_id}", 303)


@pages.post("/services/<service_id>/correction/decision")
@shown_again_by(service_page)
def decide_on_correction(service_id: str) -> Response:
    """Carry out a correction that somebody else proposed, or refuse it."""
    given: CorrectionDecision = read_form(CorrectionDecisionSchema())
    run(decide_correction, DecideCorrection(service_id, given.approve, given.reason))
    flash(_("更正写好了，原来的一笔也还看得见。") if given.approve else _("没有批准，这笔时间照旧。"), "good")
    return redirect(f"/services/{service_id}", 303)


def _shortfall(sheet: ReviewSheet, pay_from: str) -> Shown | None:
    if not sheet.missing_minutes:
        return None
    amount = filters.minutes(sheet.missing_minutes)
    words = (
        _("比原来约定的多做了 %(amount)s。多的这部分由谁付？", amount=amount)
        if pay_from == Payer.PUBLIC
        else _("老人的时间还差 %(amount)s。差的这部分由谁付？", amount=amount)
    )
    payers = [
        {
            "code": Shortfall.PUBLIC.value,
            "words": _("公益：由县里付"),
            "hint": _("在全县公开的额度之内"),
            "icon": "people",
        },
        {
            "code": Shortfall.UNCREDITED.value,
            "words": _("多出的不入账"),
            "hint": _("做了多久照样记着"),
            "icon": "cross",
        },
    ]
    return {"words": words, "payers": payers}


def _decided_words(state: str, credited_minutes: int) -> str:
    match ServiceState(state):
        case ServiceState.RETURNED:
            return _("已经退回，对方会看到您写的说明。")
        case ServiceState.DECLINED:
            return _("记为不通过，对方会看到您写的原因。")
        case ServiceState.CONFIRMED:
            return _("您这一关通过了，还要另一个人再审。")
    amount = filters.minutes(credited_minutes)
    return _("审核通过，记 %(amount)s。从下一个工作日起公示。", amount=amount)
