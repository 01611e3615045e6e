"""What anybody may see of certificates: whether a paper is valid, and which certificates stand on notice."""

from typing import Any

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response

from timebank.certificates.queries import (
    CertificateNotice,
    PublicCertificate,
    certificates_on_notice,
    check_certificate,
)
from timebank.errors import NotFound
from timebank.schemas import plain_digits
from web.current import reading
from web.forms import keep_typed
from web.paged import after, pager
from web.refusals import say, status_of
from web.translate import _
from web.words import CERTIFICATE_END_WORDS

pages = Blueprint("certificate_check_pages", __name__)

LONGEST_TYPED = 40


@pages.get("/certificates/check")
def form_page() -> Response:
    """Show the form in which number and check code are typed, and what was found."""
    return _checked(request.args.get("number", ""), request.args.get("code", ""))


@pages.get("/certificates/<number>")
def check_page(number: str) -> Response:
    """Show what the QR code of a paper leads to."""
    return _checked(number, request.args.get("code", ""))


@pages.get("/notices/certificates")
def notices_page() -> str:
    """Show the certificates on public notice."""
    page = certificates_on_notice(reading(), after=after())
    lines = [_notice(line) for line in page.items]
    return render_template("certificate_notices.html", lines=lines, **pager(page))


def _checked(number: str, code: str) -> Response:
    number, code = plain_digits(number[:LONGEST_TYPED]), code[:LONGEST_TYPED].strip().upper()
    keep_typed({"number": number, "code": code})
    if not number:
        return make_response(render_template("certificate_check.html", found=None, refusal=None))
    try:
        found = check_certificate(reading(), number, code)
    except NotFound as absent:
        page = render_template("certificate_check.html", found=None, refusal=say(absent))
        return make_response(page, status_of(absent))
    return make_response(render_template("certificate_check.html", found=_found(found), refusal=None))


def _found(found: PublicCertificate) -> dict[str, Any]:
    return {
        "number": found.number,
        "state": found.state,
        "issuer": found.issuer_name,
        "issued_on": found.issued_on,
        "ended_on": found.ended_on,
        "cause": _(CERTIFICATE_END_WORDS[found.end_cause]) if found.end_cause else None,
        "is_compared": found.is_compared,
        "holder": found.holder,
        "minutes": found.minutes,
        "services": found.services,
        "first_day": found.first_day,
        "last_day": found.last_day,
    }


def _notice(line: CertificateNotice) -> dict[str, Any]:
    return {
        "number": line.number,
        "volunteer": line.volunteer,
        "issuer": line.issuer_name,
        "minutes": line.minutes,
        "services": line.services,
        "until": line.notice_until,
    }
