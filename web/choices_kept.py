"""What a browser is asked to remember for its owner: the language and the size of type, nothing about a person."""

from urllib.parse import urlsplit

from flask import request
from werkzeug.wrappers import Response

A_YEAR_SECONDS = 365 * 24 * 3600


def keep_choice(answer: Response, name: str, value: str) -> Response:
    """Return the answer with a cookie that keeps a choice for a year."""
    answer.set_cookie(
        name, value, max_age=A_YEAR_SECONDS, secure=request.is_secure, httponly=True, samesite="Lax"
    )
    return answer


def local_path(text: str) -> str:
    """Return a path of this site as it came, or "/" for anything that would lead elsewhere."""
    parts = urlsplit(text)
    is_local = text.startswith("/") and not text.startswith("//") and not parts.netloc
    has_odd_characters = "\\" in text or any(ord(character) < 33 for character in text)
    return text if is_local and not has_odd_characters else "/"
