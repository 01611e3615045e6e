"""The blueprint of every API feature: closed unless a route says it is public, keyed unless it says it is not.

A route declares what it takes and what it answers; from the same declaration come the checks, the JSON and the
OpenAPI document.
"""

import functools
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import flask_smorest
from flask import Request, request
from marshmallow import Schema
from webargs.core import missing
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import UnsupportedMediaType

from api.context import BOOK_PARAMETER, KEY, KEY_HEADER, load_actor, request_key
from api.faults import MalformedJson
from api.schemas import schema_of

View = TypeVar("View", bound=Callable[..., Any])

SMALL_BODY_BYTES = 64 * 1024

REQUEST_KEY = {
    "name": KEY_HEADER,
    "in": "header",
    "required": True,
    "description": "Names this request; sent again with the same content it has no second effect.",
    "schema": {"type": "string", "pattern": f"^{KEY.pattern}$"},
}
WHICH_BOOK = {
    "name": BOOK_PARAMETER,
    "in": "query",
    "description": "Whose book a stranger asks about, where this installation keeps several.",
    "schema": {"type": "string"},
}


@dataclass(frozen=True, slots=True)
class Access:
    """Who may call a route, whether the request names itself with a key, and how much it may send."""

    is_public: bool = False
    is_keyed: bool = False
    longest_body: int = SMALL_BODY_BYTES

    def check(self) -> None:
        """Pass a request that may go on to the route; raises a `Fault` otherwise."""
        request.max_content_length = self.longest_body
        load_actor(is_public=self.is_public)
        if self.is_keyed:
            request_key()


class Parser(FlaskParser):
    """Reads JSON bodies as what they claim to be; what a schema does not know is refused wherever it stands."""

    DEFAULT_UNKNOWN_BY_LOCATION: dict[str, str | None] = {}  # noqa: RUF012 - webargs' own declaration

    def load_querystring(self, req: Request, schema: Schema) -> Any:
        """Return the query without the name of the book, which says whom one asks, not what."""
        asked = req.args.copy()
        asked.pop(BOOK_PARAMETER, None)
        return self._makeproxy(asked, schema)

    def _raw_load_json(self, req: Request) -> Any:
        data = req.get_data(cache=True)
        if not data:
            return missing
        if not req.is_json:
            raise UnsupportedMediaType
        try:
            return json.loads(data)
        except (
            ValueError,
            RecursionError,
        ) as error:  # ValueError also for bytes that are no text, endless digits
            raise MalformedJson from error


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]  # the library declares no types
    """One feature's routes under /api/v1."""

    ARGUMENTS_PARSER = Parser()

    def __init__(self, name: str, description: str) -> None:
        super().__init__(name, __name__, url_prefix="/api/v1", description=description)
        self._prepare_doc_cbks.append(_describe_access)

    def get(self, rule: str, *, is_public: bool = False) -> Callable[[View], View]:
        """Add a route that reads."""
        return self._adder("GET", rule, Access(is_public))

    def post(
        self,
        rule: str,
        *,
        is_public: bool = False,
        is_keyed: bool = True,
        longest_body: int = SMALL_BODY_BYTES,
    ) -> Callable[[View], View]:
        """Add a route that changes something."""
        return self._adder("POST", rule, Access(is_public, is_keyed, longest_body))

    def delete(self, rule: str) -> Callable[[View], View]:
        """Add a route that takes something away; doing it again changes nothing, so it needs no key."""
        return self._adder("DELETE", rule, Access())

    def arguments(self, schema: type[Schema], location: str = "json") -> Callable[[View], View]:
        """Give the route the command that the schema reads from the body, or from the query."""
        is_needed = any(field.required for field in schema().fields.values())
        decorator = super().arguments(schema, location=location, required=is_needed)
        return cast(Callable[[View], View], decorator)

    def file(self, media_type: str) -> Callable[[View], View]:
        """Answer with the bytes of a file or picture, which the route returns as a whole response."""
        shown = {"type": "string", "contentMediaType": media_type}
        return cast(Callable[[View], View], super().response(200, shown, content_type=media_type))

    def files(self, media_types: Iterable[str]) -> Callable[[View], View]:
        """Answer with the bytes of a file of one of several kinds, whichever the request asks for."""
        content = {each: {"schema": {"type": "string", "contentMediaType": each}} for each in media_types}

        def decorate(view: View) -> View:
            told = {"responses": {"200": {"description": "The file", "content": content}}}
            return cast(View, self.doc(**told)(view))

        return decorate

    def response(self, status: int, kind: Any = None) -> Callable[[View], View]:
        """Answer with the status and what the route returns: a result of the kind, a list of such, or nothing."""
        shown = None if kind is None else _shown(kind)
        return cast(Callable[[View], View], super().response(status, shown))

    def _adder(self, method: str, rule: str, access: Access) -> Callable[[View], View]:
        def add(view: View) -> View:
            @functools.wraps(view)
            def checked(*args: Any, **kwargs: Any) -> Any:
                access.check()
                return view(*args, **kwargs)

            checked._apidoc = {**getattr(view, "_apidoc", {}), "access": access}  # type: ignore[attr-defined]  # where smorest keeps what it tells
            self.add_url_rule(rule, None, checked, methods=[method])
            return cast(View, checked)

        return add


def _shown(kind: Any) -> Schema:
    """Return the schema instance of a kind of result; `list[X]` is shown as a JSON list."""
    if getattr(kind, "__origin__", None) is list:
        return schema_of(kind.__args__[0])(many=True)
    return schema_of(kind)()


def _describe_access(doc: dict[str, Any], told: dict[str, Any], **_: object) -> dict[str, Any]:
    """Tell in the OpenAPI document who may call an operation and with which header."""
    access: Access = told["access"]
    parameters = doc.setdefault("parameters", [])
    if access.is_public:
        doc["security"] = [{}, {"bearer": []}]
        parameters.append(WHICH_BOOK)
    if access.is_keyed:
        parameters.append(REQUEST_KEY)
    return doc
