"""The JSON face of the time bank: every act and every view of the pages, for programs, under /api/v1."""

from typing import Any

import flask_smorest
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.common import resolve_schema_cls
from flask import Flask

from api import (
    access,
    accounts,
    certificates,
    deliveries,
    departures,
    devices,
    docs,
    families,
    gifts,
    grants,
    health,
    honours,
    log,
    me,
    members,
    metrics,
    needs,
    notices,
    pairing,
    places,
    points,
    receipts,
    recoveries,
    reports,
    services,
    sheets,
    shop,
    supply,
    teams,
    tokens,
    volunteers,
)
from api.errors import MEDIA_TYPE
from api.schemas import Problem
from timebank.schemas import Secret, Text

VERSION = "1"
BLUEPRINTS = (
    tokens.blueprint,
    me.blueprint,
    members.blueprint,
    volunteers.blueprint,
    access.blueprint,
    recoveries.blueprint,
    families.blueprint,
    places.blueprint,
    teams.blueprint,
    pairing.blueprint,
    needs.blueprint,
    services.blueprint,
    notices.blueprint,
    accounts.blueprint,
    devices.blueprint,
    points.blueprint,
    shop.blueprint,
    supply.blueprint,
    gifts.blueprint,
    grants.blueprint,
    departures.blueprint,
    deliveries.blueprint,
    sheets.blueprint,
    certificates.blueprint,
    reports.blueprint,
    honours.blueprint,
    receipts.blueprint,
)


class Api(flask_smorest.Api):  # type: ignore[misc]  # the library declares no types
    """The OpenAPI document; errors are answered by `api.errors`, not by the library."""

    def _register_error_handlers(self) -> None:
        """Leave the handlers of the application alone."""

    def _register_responses(self) -> None:
        content = {MEDIA_TYPE: {"schema": Problem}}
        problem = {"description": "A problem document (RFC 9457)", "content": content}
        for name in (self.DEFAULT_ERROR_RESPONSE_NAME, "UNPROCESSABLE_ENTITY", "UNPROCESSABLE_CONTENT"):
            self.spec.components.response(name, problem, lazy=True)

    def _register_pagination_header(self) -> None:
        """Leave out what lists here do not have: they say the next cursor in the body."""

    def _register_etag_headers(self) -> None:
        """Leave out what answers here do not have."""


def register(app: Flask) -> None:
    """Add the API, its document and the pages for machines (health, metrics) to the application."""
    app.config |= {
        "API_TITLE": "Time Bank",
        "API_VERSION": VERSION,
        "OPENAPI_VERSION": "3.1.0",
        "OPENAPI_URL_PREFIX": "/api/v1",
    }
    api = Api(app, spec_kwargs={"marshmallow_plugin": MarshmallowPlugin(_schema_name), **_document()})
    api.ma_plugin.converter.add_attribute_function(_longest)
    for blueprint in BLUEPRINTS:
        api.register_blueprint(blueprint)
    for plain in (docs.blueprint, health.blueprint, log.blueprint, metrics.blueprint):
        app.register_blueprint(plain)
    metrics.measure(app)


def _document() -> dict[str, Any]:
    return {
        "info": {"description": "Times are ISO 8601; amounts are whole minutes; lists are paged by cursor."},
        "security": [{"bearer": []}],
        "components": {"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}},
    }


def _longest(_converter: Any, field: Any, **_: Any) -> dict[str, int]:
    return {"maxLength": field.longest} if isinstance(field, Text | Secret) else {}


def _schema_name(schema: Any) -> str:
    """Return the name of a schema in the document: inputs end in Input, so that none is called like a result."""
    kind = resolve_schema_cls(schema)
    assert isinstance(kind, type), f"{schema} is one schema"
    name = kind.__name__
    return f"{name.removesuffix('Schema').removesuffix('Input')}Input" if name.endswith("Schema") else name
