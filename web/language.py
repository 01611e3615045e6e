"""Which language a page speaks: the one chosen by the switch, else the browser's, else Chinese."""

from pathlib import Path
from typing import cast

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Blueprint, Flask, g, redirect, request
from flask_babel import Babel
from werkzeug.wrappers import Response

from web.choices_kept import keep_choice, local_path

CHINESE, ENGLISH = "zh-Hans-CN", "en"
OWN_NAMES = {CHINESE: "中文", ENGLISH: "English"}
LOCALES = {CHINESE: "zh_Hans_CN", ENGLISH: "en"}
COOKIE = "tb_language"
TRANSLATIONS = Path(__file__).resolve().parents[1] / "translations"

pages = Blueprint("language_pages", __name__)


def install(app: Flask) -> None:
    """Translate whatever the application says. Chinese needs no catalogue: the messages are their own keys."""
    if "babel" in app.extensions:
        return
    compile_catalogues()
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", str(TRANSLATIONS))
    Babel(
        app,
        default_locale=LOCALES[CHINESE],
        default_timezone="Asia/Shanghai",
        locale_selector=lambda: LOCALES[current_language()],
    )


def current_language() -> str:
    """Return the BCP 47 tag of the language this request is answered in."""
    if "language" not in g:
        chosen = request.cookies.get(COOKIE, "")
        spoken = request.accept_languages.best_match([CHINESE, "zh-CN", "zh", ENGLISH], CHINESE)
        g.language = chosen if chosen in OWN_NAMES else ENGLISH if spoken == ENGLISH else CHINESE
    return cast(str, g.language)


def is_english() -> bool:
    """Tell whether this request is answered in English."""
    return current_language() == ENGLISH


@pages.post("/language")
def choose() -> Response:
    """Switch the language and come back to the same page."""
    answer = redirect(local_path(request.form.get("next", "")), 303)
    language = request.form.get("language", "")
    return keep_choice(answer, COOKIE, language) if language in OWN_NAMES else answer


def compile_catalogues() -> None:
    """Bring each .mo file up to its .po file; both lie side by side, only the .po files are sources."""
    for source in TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file)
        half_written = target.with_suffix(".new")
        with half_written.open("wb") as file:
            write_mo(file, catalogue)
        half_written.rename(target)
