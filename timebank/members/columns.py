"""Two kinds of column the register uses: numbers read aloud, and lists of codes."""

from sqlalchemy import BigInteger, Dialect, Text
from sqlalchemy.types import TypeDecorator

from timebank.codec import from_json, to_json


class SpokenNumber(TypeDecorator[str]):
    """A number people read aloud: text in the code, an integer in the table, so that 100005 sorts after 99994."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> int | None:
        """Store the digits as a number."""
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> str | None:
        """Read the digits back; they never begin with 0."""
        return None if value is None else str(value)


class Codes(TypeDecorator[tuple[str, ...]]):
    """Some codes of a list, stored as JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        """Store the codes as a JSON list."""
        return None if value is None else to_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        """Read the codes back."""
        return None if value is None else from_json(value, tuple[str, ...])
