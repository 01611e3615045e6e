"""The stored form of commands and results: frozen dataclasses to JSON and back."""

import json
from datetime import date, datetime
from typing import Any, TypeVar

from cattrs import Converter

from timebank.errors import Fact

T = TypeVar("T")

_converter = Converter()
_converter.register_unstructure_hook(datetime, datetime.isoformat)
_converter.register_unstructure_hook(date, date.isoformat)
_converter.register_structure_hook(datetime, lambda text, _: datetime.fromisoformat(text))
_converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))
_converter.register_structure_hook(Fact, lambda value, _: value)  # JSON tells the two apart by itself


def to_plain(value: object) -> Any:
    """Return a value as dicts, lists, texts and numbers."""
    return _converter.unstructure(value)


def to_json(value: object) -> str:
    """Return a value as JSON text with sorted keys."""
    return json.dumps(to_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str, kind: type[T]) -> T:
    """Return the value of the kind that `to_json` wrote."""
    return _converter.structure(json.loads(text), kind)
