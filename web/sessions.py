"""Logging in with a card and its PIN or a phone and a password, logging out, and the first password by a code."""

import unicodedata

from flask import Blueprint, flash, g, make_response, redirect, render_template, request, session
from werkzeug.wrappers import Response

from timebank.errors import N_
from timebank.members.access import redeem_code
from timebank.members.access_commands import RedeemCodeSchema
from timebank.members.secret_rules import SHORTEST_PASSWORD
from timebank.members.sessions import Login, login_by_card, login_by_phone, logout
from timebank.schemas import REQUIRED
from web import mode, resuming
from web.choices_kept import local_path
from web.current import bank, close_reading, cookie_name, current_actor, current_book, device, form_key
from web.forms import WrongInput, read_form, shown_again_by
from web.translate import _

pages = Blueprint("sessions_pages", __name__)

CARD, PHONE = "card", "phone"
NOT_THE_SAME = N_("两遍写得不一样，请再写一次。")


@pages.get("/login")
def login_page() -> str:
    """Show the login page, by card or by phone."""
    way = request.values.get("way") or request.args.get("with", PHONE)
    return render_template(
        "login.html",
        way=CARD if way == CARD else PHONE,
        next=request.values.get("next", ""),
        needs_code="code" in g.get("errors", {}),
        resume=request.form.get("resume", ""),
    )


@pages.post("/login")
@shown_again_by(login_page)
def login() -> Response:
    """Log in, and go on with the page or the form that asked for it."""
    before = current_actor()
    opened = _login()
    if before.is_known:  # somebody else's telephone: what was open on it ends here
        logout(bank(), before)
    session.clear()  # a form token from before the login is worth nothing after it
    close_reading()
    g.actor = opened.actor
    waiting = resuming.open_seal(request.form.get("resume", ""))
    if waiting is not None:
        return _keep(make_response(resuming.show_again(*waiting)), opened, is_borrowed=before.is_known)
    answer = redirect(local_path(request.form.get("next", "")), 303)
    return _keep(answer, opened, is_borrowed=before.is_known)


@pages.post("/logout")
def log_out() -> Response:
    """Log out and forget the cookie."""
    if current_actor().is_known:
        logout(bank(), current_actor())
    session.clear()
    answer = redirect("/", 303)
    answer.delete_cookie(cookie_name(), secure=request.is_secure, httponly=True, samesite="Lax")
    return answer


@pages.get("/code")
def code_page() -> str:
    """Show the form that sets a password by a one-time code."""
    return render_template("one_time_code.html", min_length=SHORTEST_PASSWORD)


@pages.post("/code")
@shown_again_by(code_page)
def set_password_by_code() -> Response:
    """Set the first password, then lead to the login."""
    command = read_form(RedeemCodeSchema())
    want_same_twice("password")
    redeem_code(bank(), current_book().book, command, device(), form_key())
    flash(_("密码设好了，现在可以登录。"), "good")
    return redirect("/login?with=phone", 303)


def want_same_twice(name: str) -> None:
    """Refuse a new secret that was typed differently the second time; full-width characters are no difference."""
    first, second = (
        unicodedata.normalize("NFKC", request.form.get(each, "")) for each in (name, f"{name}_again")
    )
    if first != second:
        raise WrongInput({f"{name}_again": [_(NOT_THE_SAME)]})


def _login() -> Login:
    number, secret = (CARD, "pin") if request.form.get("way") == CARD else (PHONE, "password")
    missing = [name for name in (number, secret) if not request.form.get(name, "").strip()]
    if missing:
        raise WrongInput({name: [_(REQUIRED)] for name in missing})
    typed, agent = (request.form[number], request.form[secret]), request.user_agent.string
    if number == CARD:
        return login_by_card(bank(), *typed, device(), user_agent=agent)
    code = request.form.get("code", "")
    return login_by_phone(bank(), *typed, device(), user_agent=agent, code=code)


def _keep(answer: Response, opened: Login, *, is_borrowed: bool) -> Response:
    mode.bring_along(answer, opened.actor, is_borrowed=is_borrowed)
    answer.set_cookie(
        cookie_name(),
        opened.token,
        max_age=opened.expires_at - bank().clock.now(),
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return answer
