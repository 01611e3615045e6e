"""What somebody wants to take away: which part of which list."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from timebank.errors import N_, NotFound
from timebank.members.commands import LookPurpose
from timebank.reports.files import FileKind
from timebank.schemas import Choice, CommandSchema, Day, Digits, Text


class SheetNotFound(NotFound):
    """There is no sheet of this name."""

    code = "sheet_not_found"
    message = N_("没有这张表。请从列表中选择。")


class SheetName(StrEnum):
    """The sheets there are."""

    MEMBERS = "members"
    SERVICES = "services"
    NEEDS = "needs"
    SITES = "sites"
    FIGURES = "figures"
    INDICATORS = "indicators"
    LIABILITIES = "liabilities"
    STATEMENT = "statement"
    OBJECTIONS = "objections"
    CERTIFICATES = "certificates"
    ORDERS = "orders"
    POINTS = "points"
    GIFTS = "gifts"


@dataclass(frozen=True, slots=True)
class Ask:
    """Which rows of a sheet: of a site or region, from one day until another, of one account.

    `purpose` opens names, telephones and addresses of members; each look is written down.
    """

    site: str = ""
    from_day: date | None = None
    until_day: date | None = None
    holder: str = ""
    purpose: str = ""
    format: str = FileKind.XLSX


class AskSchema(CommandSchema):
    """How `Ask` is read."""

    command = Ask
    site = Digits(14)
    from_day = Day()
    until_day = Day()
    holder = Text(36)
    purpose = Choice(("", *LookPurpose))
    format = Choice(FileKind)


def sheet_named(name: str) -> SheetName:
    """Return the sheet of a name.

    Raises:
        SheetNotFound: there is none.
    """
    if name not in set(SheetName):
        raise SheetNotFound
    return SheetName(name)
