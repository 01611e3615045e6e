"""How results are shown: a marshmallow schema made from the result's own dataclass, so that the two never differ."""

import types
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from marshmallow import Schema, validate
from marshmallow import fields as marshmallow_fields
from marshmallow.fields import Field

from timebank.errors import Fact
from timebank.paging import LONGEST_PAGE, PAGE
from timebank.schemas import CommandSchema, Number, Text

LONGEST_CURSOR = 80


class UtcMoment(marshmallow_fields.AwareDateTime):
    """A moment in ISO 8601, always in UTC: 2026-11-23T01:00:00+00:00."""

    def _serialize(self, value: datetime | None, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return super()._serialize(None if value is None else value.astimezone(UTC), attr, obj, **kwargs)


SCALARS: Mapping[type, type[Field[Any]]] = {
    str: marshmallow_fields.String,
    int: marshmallow_fields.Integer,
    bool: marshmallow_fields.Boolean,
    date: marshmallow_fields.Date,
    datetime: UtcMoment,
}


@dataclass(frozen=True, slots=True)
class PageQuery:
    """Which part of a list is wanted: `after` is the cursor of the page before, "" at the beginning."""

    after: str = ""
    limit: int = PAGE


class PageQuerySchema(CommandSchema):
    """How `PageQuery` is read; lists that can be narrowed add their own fields."""

    command = PageQuery
    after = Text(LONGEST_CURSOR)
    limit = Number(1, LONGEST_PAGE)


class Problem(Schema):
    """What a refusal looks like (RFC 9457)."""

    type = marshmallow_fields.String(required=True)
    title = marshmallow_fields.String(required=True)
    status = marshmallow_fields.Integer(required=True)
    detail = marshmallow_fields.String(required=True)
    code = marshmallow_fields.String(required=True, metadata={"description": "Stable; for programs"})
    field = marshmallow_fields.String(metadata={"description": "The input at fault, where one is"})
    facts = marshmallow_fields.Dict(metadata={"description": "The numbers and names the detail speaks of"})
    errors = marshmallow_fields.Dict(
        marshmallow_fields.String(), marshmallow_fields.List(marshmallow_fields.String())
    )
    request_id = marshmallow_fields.String()


@cache
def schema_of(kind: Any) -> type[Schema]:
    """Return the schema that shows a result: a frozen dataclass, or a generic one such as `Page[NeedView]`."""
    origin, arguments = get_origin(kind) or kind, get_args(kind)
    assert isinstance(origin, type) and is_dataclass(origin), f"{kind} is not a result"
    hints = get_type_hints(origin)
    meant = dict(zip(getattr(origin, "__parameters__", ()), arguments, strict=True))
    shown = {one.name: _field(hints[one.name], meant) for one in fields(origin)}
    name = "".join(argument.__name__ for argument in arguments) + origin.__name__
    return Schema.from_dict(shown, name=name)


def _field(kind: Any, meant: Mapping[Any, Any], *, is_optional: bool = False) -> Field[Any]:
    """Return the field that shows a type; `meant` says what the type variables of a generic result stand for."""
    kind = meant.get(kind, kind)
    settings: dict[str, Any] = {"required": True, "allow_none": is_optional}
    if kind == Fact:
        return marshmallow_fields.Raw(metadata={"type": ["string", "integer"]}, **settings)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        (inner,) = [one for one in arguments if one is not type(None)]
        return _field(inner, meant, is_optional=True)
    if origin is tuple:
        return marshmallow_fields.List(_field(arguments[0], meant), **settings)
    if origin is Mapping:
        key, value = (_field(argument, meant) for argument in arguments)
        return marshmallow_fields.Dict(key, value, **settings)
    if isinstance(kind, type) and is_dataclass(kind):
        return marshmallow_fields.Nested(schema_of(kind), **settings)
    if issubclass(kind, StrEnum):
        return marshmallow_fields.String(validate=validate.OneOf([str(one) for one in kind]), **settings)
    return SCALARS[kind](**settings)
