"""What a page answers when it cannot do what was asked: a sentence, what to do, and whom to call."""

import structlog
from flask import Flask, current_app, g, make_response, redirect, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.wrappers import Response

from timebank.errors import N_, InvalidInput, Refusal, Unavailable
from web import resuming
from web.current import LoginNeeded, NoBook, current_book
from web.forms import WrongInput
from web.refusals import say, status_of
from web.translate import _

log = structlog.get_logger()

RETRY_SECONDS = 5
STALE_FORM = N_("这一页放得太久，或者是从别的网站来的，没有办成。请刷新以后再办一次。")
PATHS_OF_OTHERS = ("/api/", "/log/", "/static/", "/healthz", "/readyz", "/metrics")


def install(app: Flask) -> None:
    """Answer people with pages; what lies under the paths of machines has its own answers."""
    app.register_error_handler(LoginNeeded, ask_to_log_in)
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(WrongInput, misread)
    app.register_error_handler(CSRFError, stale)
    app.register_error_handler(HTTPException, plain)
    app.register_error_handler(Exception, broken)


def is_page() -> bool:
    """Tell whether the request is for a page."""
    return not request.path.startswith(PATHS_OF_OTHERS)


def ask_to_log_in(_error: LoginNeeded) -> Response:
    """Lead to the login page and back; of a form nothing typed is lost."""
    if request.method == "POST":
        return resuming.ask_to_log_in()
    return redirect(resuming.login_url(request.full_path if request.args else request.path), 303)


def refused(refusal: Refusal) -> Response:
    """Show a refusal that no form of its own shows."""
    answer = page(status_of(refusal), say(refusal), refusal.code, may_retry=isinstance(refusal, Unavailable))
    if isinstance(refusal, Unavailable):
        answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer


def misread(wrong: WrongInput) -> Response:
    """Show what is wrong with a form of buttons alone, which no page of its own shows again."""
    sentences = [sentence for found in wrong.errors.values() for sentence in found]
    return page(422, " ".join(sentences), InvalidInput.code)


def stale(_error: CSRFError) -> Response:
    """Show that a form did not come from a page of ours, or from one that lay open too long."""
    return page(400, _(STALE_FORM), "stale_form")


def plain(error: HTTPException) -> Response | HTTPException:
    """Show what the framework refuses, such as an unknown path; who asks for a form's address gets its page."""
    if not is_page() or (error.code or 500) < 400:
        return error
    if isinstance(error, MethodNotAllowed) and request.method == "GET":
        return redirect(page_above(request.path), 303)
    answer = page(error.code or 500, None, None)
    for name in ("Allow", "Retry-After"):
        for key, value in error.get_headers():
            if key == name:
                answer.headers[name] = value
    return answer


def page_above(path: str) -> str:
    """Return the nearest page above an address that takes only forms: where such a form was shown."""
    addresses = current_app.url_map.bind("")
    while path.count("/") > 1:
        path = path.rpartition("/")[0]
        if addresses.test(path, "GET"):
            return path
    return "/"


def broken(error: Exception) -> Response:
    """Show a fault of ours without its insides; the log has them."""
    log.exception("page_failed", path=request.path, exc_info=error)
    return page(500, None, None)


def page(status: int, message: str | None, code: str | None, *, may_retry: bool = False) -> Response:
    """Return the page of an error; a page that was only read may be tried again."""
    try:
        current_book()
    except NoBook:
        g.is_bare = True  # there is nothing to put around it
    retry = request.full_path.rstrip("?") if may_retry and request.method == "GET" else None
    return make_response(
        render_template("error.html", status=status, message=message, code=code, retry=retry), status
    )
