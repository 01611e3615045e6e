"""The sentence of a msgid in the reader's language."""

import flask_babel


def _(msgid: str, **facts: object) -> str:
    """Return a sentence with its facts."""
    return str(flask_babel.gettext(msgid, **facts))
