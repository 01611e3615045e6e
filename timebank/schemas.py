"""How commands are read from input: one schema beside each command, with the fields all features share.

Input is made plain before it is judged: full-width digits become digits, texts are trimmed, composed (NFC) and
rid of the unseen characters that come along with copied text. Messages are Chinese msgids; the faces translate them.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from marshmallow import RAISE, Schema, ValidationError, fields, post_load, validate

from timebank.clock import SHANGHAI
from timebank.errors import N_

# Characters that reorder what is read: with them a name can pretend to be another one.
BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Characters that show nothing: zero-width space, word joiner, byte order mark, fillers of Korean type.
UNSEEN = str.maketrans("", "", "\u200b\u2060\ufeff\u115f\u1160\u3164\uffa0")
JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f")
"""Seen only between other characters, as in a family emoji; a text of them alone is blank."""
LONGEST_MINUTES = 100_000
FIRST_YEAR, LAST_YEAR = 1900, 2200

REQUIRED = N_("请填写这一项。")
NOT_A_TEXT = N_("请填写文字。")
TOO_LONG = N_("太长了，请缩短一些。")
NOT_A_NUMBER = N_("请填写整数。")
NOT_A_DAY = N_("没有这一天，请核对年月日。")
NOT_A_MOMENT = N_("请填写日期和时间，例如 2026-11-23T09:00。")
NOT_A_CHOICE = N_("请从给出的选项中选择。")
BAD_CHARACTER = N_("有不能使用的字符，请删除后重填。")
UNKNOWN = N_("没有这一项，请删除。")
NOT_YES_OR_NO = N_("请回答是或否。")
WHOLE_NUMBER = re.compile(r"-?[0-9]{1,15}")
NOT_POSITIVE = N_("请填写大于 0 的数。")
NO_MINUTES = N_("请填写大于 0 的分钟数。")
OUT_OF_RANGE = N_("这个数不在允许的范围内。")


class CommandSchema(Schema):
    """A schema whose result is the command dataclass named in `command`; unknown fields are refused."""

    command: ClassVar[type[Any]]
    error_messages = {  # noqa: RUF012 - marshmallow's own declaration
        "unknown": UNKNOWN,
        "type": N_("请按字段填写。"),
    }

    class Meta:
        """Refuse what we do not know."""

        unknown = RAISE

    @post_load
    def _make(self, data: Mapping[str, Any], **_: object) -> Any:
        return self.command(**data)


class Text(fields.String):
    """A text, trimmed and composed, without control characters; a blank required one counts as missing."""

    default_error_messages = {"required": REQUIRED, "null": REQUIRED, "invalid": NOT_A_TEXT}  # noqa: RUF012 - marshmallow's own declaration

    def __init__(self, longest: int = 200, *, lines: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.longest, self.lines = longest, lines

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs) or ""
        text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").translate(UNSEEN)).strip()
        if JOINERS.issuperset(text):
            text = ""
        if self.required and not text:
            raise ValidationError(REQUIRED)
        if len(text) > self.longest:
            raise ValidationError(TOO_LONG)
        if any(self._is_refused(character) for character in text):
            raise ValidationError(BAD_CHARACTER)
        return text

    def _is_refused(self, character: str) -> bool:
        if character == "\n":
            return not self.lines
        # An unassigned character is one newer than our tables, as some in people's names are; those that will
        # never be assigned end in FFFE or FFFF, or lie in one block (Unicode 15 §23.7).
        code = ord(character)
        is_no_character = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
        return (
            is_no_character
            or character in BIDI_CONTROLS
            or unicodedata.category(character) in ("Cc", "Cs", "Co")
        )


class Digits(Text):
    """A text of digits such as a card number: full-width digits are taken, spaces and dashes dropped."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        text = super()._deserialize(plain_digits(str(value)), attr, data, **kwargs)
        if text and not (text.isascii() and text.isdigit()):
            raise ValidationError(N_("请只填写数字。"))
        return text


class Number(fields.Integer):
    """A whole number between two bounds; full-width digits are taken, 1.5, "1e3" and "60-90" are not."""

    default_error_messages = {"required": REQUIRED, "null": REQUIRED, "invalid": NOT_A_NUMBER}  # noqa: RUF012 - marshmallow's own declaration

    def __init__(self, least: int, most: int, *, below: str = NOT_POSITIVE, **kwargs: Any) -> None:
        bounds = [
            validate.Range(min=least, error=below if least == 1 else OUT_OF_RANGE),
            validate.Range(max=most, error=OUT_OF_RANGE),
        ]
        super().__init__(strict=True, validate=bounds, **kwargs)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> int:
        if isinstance(value, str):
            digits = unicodedata.normalize("NFKC", value).strip()
            if not WHOLE_NUMBER.fullmatch(digits):
                raise ValidationError(NOT_A_NUMBER)
            value = int(digits)
        if isinstance(value, bool | float):
            raise ValidationError(NOT_A_NUMBER)
        number: int = super()._deserialize(value, attr, data, **kwargs)
        return number


class Minutes(Number):
    """Whole minutes, at least one."""

    def __init__(self, least: int = 1, **kwargs: Any) -> None:
        super().__init__(least, LONGEST_MINUTES, below=NO_MINUTES, **kwargs)


class Choice(fields.String):
    """One of a closed list."""

    default_error_messages = {"required": REQUIRED, "null": REQUIRED, "invalid": NOT_A_CHOICE}  # noqa: RUF012 - marshmallow's own declaration

    def __init__(self, choices: Any, **kwargs: Any) -> None:
        super().__init__(validate=validate.OneOf([str(one) for one in choices], error=NOT_A_CHOICE), **kwargs)


class YesNo(fields.Boolean):
    """A yes or no."""

    default_error_messages = {"required": REQUIRED, "null": REQUIRED, "invalid": NOT_YES_OR_NO}  # noqa: RUF012 - marshmallow's own declaration


class Secret(fields.String):
    """A password, taken as typed: blanks count. Half a surrogate pair, which no encoding knows, is refused."""

    default_error_messages = {"required": REQUIRED, "null": REQUIRED, "invalid": NOT_A_TEXT}  # noqa: RUF012 - marshmallow's own declaration
    longest = 200

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(load_only=True, **kwargs)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs) or ""
        if len(text) > self.longest:
            raise ValidationError(TOO_LONG)
        if any(unicodedata.category(character) == "Cs" for character in text):
            raise ValidationError(BAD_CHARACTER)
        return text


class Day(fields.Date):
    """A calendar day, ISO 8601; 31 February is refused."""

    default_error_messages = {"required": REQUIRED, "null": REQUIRED, "invalid": NOT_A_DAY}  # noqa: RUF012 - marshmallow's own declaration

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> date:
        text = unicodedata.normalize("NFKC", str(value)).strip()
        try:
            day = datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).date()
        except ValueError as error:
            raise ValidationError(NOT_A_DAY) from error
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError(NOT_A_DAY)
        return day


class LocalMoment(fields.AwareDateTime):
    """A moment, ISO 8601; without an offset it is meant in Asia/Shanghai, as people write it. Returned in UTC."""

    default_error_messages = {  # noqa: RUF012 - marshmallow's own declaration
        "required": REQUIRED,
        "null": REQUIRED,
        "invalid": NOT_A_MOMENT,
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="iso", default_timezone=SHANGHAI, **kwargs)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> datetime:
        if isinstance(value, str) and len(value.strip()) <= len("2026-11-23"):
            raise ValidationError(NOT_A_MOMENT)  # a day alone would be taken for its midnight
        try:
            moment: datetime = super()._deserialize(value, attr, data, **kwargs)
            moment = moment.astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise ValidationError(NOT_A_MOMENT) from error
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise ValidationError(NOT_A_MOMENT)
        return moment


def plain_digits(text: str) -> str:
    """Return the text with full-width characters made plain, and spaces and dashes dropped."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain if not (c.isspace() or c in "-‐–—"))
