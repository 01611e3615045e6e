"""Forms: from what was typed to a command by the schema the API uses too, and back to the page when refused.

A day and a time of day come as two inputs (`starts_day`, `starts_time`) and are joined (`starts_at`); a birthday
comes in three (`birth_date_year`, `_month`, `_day`). A form that is refused is shown again by its own page with
status 4xx, the errors beside their inputs and everything typed still there, except secrets and photographs.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from flask import g, make_response, request
from marshmallow import Schema, ValidationError
from marshmallow.fields import List
from werkzeug.wrappers import Response

from timebank.errors import Refusal, Unavailable
from timebank.schemas import NOT_A_CHOICE, REQUIRED
from web.refusals import say, status_of
from web.translate import _
from web.typed_clock import plain_clock

View = Callable[..., Any]

SECRET_INPUTS = frozenset(
    {"password", "password_again", "password_now", "pin", "pin_again", "pin_now", "code", "old_password"}
)
NOT_TYPED = frozenset({"csrf_token", "idempotency_key", "resume"})
JOINED = {"starts_at": ("starts_day", "starts_time"), "at": ("at_day", "at_time")}
DATES = (
    "birth_date",
    "insured_until",
    "fit_until",
    "passed_on",
    "valid_until",
    "from_day",
    "until_day",
    "happened_on",
    "day",
    "valid_from",
    "last_day",
    "adopted_on",
)
LIBRARY_WORDS = {
    "Missing data for required field.": REQUIRED,
    "Field may not be null.": REQUIRED,
    "Not a valid boolean.": NOT_A_CHOICE,
    "Not a valid list.": NOT_A_CHOICE,
}
"""Messages of marshmallow's own that a form can bring about, and what we say instead."""


class WrongInput(Exception):
    """A form cannot be read; `errors` has the sentences by input."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        self.errors = errors
        super().__init__(errors)


def read_form(schema: Schema, *, names: Mapping[str, str] | None = None, **given: object) -> Any:
    """Return the command that a form asks for.

    Args:
        schema: the command's schema.
        names: where an input is called otherwise than its field: field to input.
        given: fields that come from the address and not from the form.

    Raises:
        WrongInput: something is missing or cannot be right.
    """
    names = names or {}
    data = dict(given)
    for field, kind in schema.fields.items():
        value = _typed(names.get(field, field), is_list=isinstance(kind, List))
        if field not in data and value not in ("", []):
            data[field] = value
    try:
        return schema.load(data)
    except ValidationError as error:
        raise WrongInput(_by_input(error.messages, names)) from error


def shown_again_by(page: View) -> Callable[[View], View]:
    """Have a refused form shown again by the page it came from."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(**address: Any) -> Response:
            try:
                return make_response(view(**address))
            except WrongInput as wrong:
                return _again(page, address, wrong.errors, 422)
            except Refusal as refusal:
                if isinstance(refusal, Unavailable):
                    g.same_key = request.form.get("idempotency_key", "")
                return _again(page, address, _errors_of(refusal), status_of(refusal))

        return answer

    return decorate


def keep_typed(values: Mapping[str, Any]) -> None:
    """Show these values in the form of this page."""
    g.values = dict(values)


def typed_values() -> dict[str, Any]:
    """Return what was typed into the form, without secrets; an input of several boxes gives a list."""
    values: dict[str, Any] = {}
    for name in request.form:
        if name not in SECRET_INPUTS | NOT_TYPED:
            several = request.form.getlist(name)
            values[name] = several if len(several) > 1 else several[0]
    return values


def default_values(**values: Any) -> None:
    """Fill the form of this page where nothing was typed yet."""
    g.values = {**values, **g.get("values", {})}


def _again(page: View, address: dict[str, Any], errors: dict[str, list[str]], status: int) -> Response:
    g.values, g.errors = typed_values(), errors
    answer = make_response(page(**address))
    answer.status_code = status
    return answer


def _errors_of(refusal: Refusal) -> dict[str, list[str]]:
    name = _input_of(refusal.field) if refusal.field else "_schema"
    return {name: [say(refusal)]}


def _typed(name: str, *, is_list: bool) -> str | list[str]:
    if is_list:
        return request.form.getlist(name)
    if name in JOINED and name not in request.form:
        day, clock = (request.form.get(part, "").strip() for part in JOINED[name])
        return f"{day}T{plain_clock(clock)}" if day and clock else ""
    if name in DATES and f"{name}_year" in request.form:
        return _date(name)
    return request.form.get(name, "").strip()


def _date(name: str) -> str:
    parts = [request.form.get(f"{name}_{part}", "").strip() for part in ("year", "month", "day")]
    return "-".join(part.zfill(2) for part in parts) if any(parts) else ""


def _input_of(field: str) -> str:
    """Return the input beside which an error of a field stands: of two the one left empty, else the last."""
    if field in JOINED and field not in request.form:
        empty = [part for part in JOINED[field] if not request.form.get(part, "").strip()]
        return (*empty, JOINED[field][-1])[0]
    return field


def _by_input(messages: Any, names: Mapping[str, str]) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    for field, found in messages.items():
        name = names.get(field) or _input_of(field)
        errors.setdefault(name, []).extend(_(LIBRARY_WORDS.get(text, text)) for text in _sentences(found))
    return errors


def _sentences(found: Any) -> list[str]:
    """Return the sentences of an error, each once; those of a list's items lie one level deeper."""
    if isinstance(found, dict):
        return list(dict.fromkeys(text for inner in found.values() for text in _sentences(inner)))
    return [str(text) for text in found]
