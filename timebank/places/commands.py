"""What can be asked of places, and how it is read from input."""

from dataclasses import dataclass
from datetime import date

from marshmallow import fields

from timebank.places.equipment import SITE_CHECKLIST
from timebank.places.model import SiteKind
from timebank.schemas import NOT_A_CHOICE, Choice, CommandSchema, Day, Digits, Text


@dataclass(frozen=True, slots=True)
class RegisterSite:
    """Open a site in a village of the book. `kind` is a `SiteKind`; `checklist` codes of `SITE_CHECKLIST`."""

    region: str
    name: str
    kind: str = SiteKind.NEIGHBOUR_HOME
    phone: str = ""
    opening_hours: str = ""
    checklist: tuple[str, ...] = ()


class RegisterSiteSchema(CommandSchema):
    """How `RegisterSite` is read."""

    command = RegisterSite

    region = Digits(12, required=True)
    name = Text(40, required=True)
    kind = Choice(SiteKind)
    phone = Digits(12)
    opening_hours = Text(60)
    checklist = fields.List(
        Choice([point.code for point in SITE_CHECKLIST]), error_messages={"invalid": NOT_A_CHOICE}
    )


@dataclass(frozen=True, slots=True)
class PairSites:
    """Send what nobody at `site` may verify to `paired_site`."""

    site: str
    paired_site: str


class PairSitesSchema(CommandSchema):
    """How `PairSites` is read."""

    command = PairSites

    site = Digits(14, required=True)
    paired_site = Digits(14, required=True)


@dataclass(frozen=True, slots=True)
class CloseSite:
    """Let nothing new begin at a site."""

    site: str
    reason: str


class CloseSiteSchema(CommandSchema):
    """How `CloseSite` is read."""

    command = CloseSite

    site = Digits(14, required=True)
    reason = Text(200, required=True)


@dataclass(frozen=True, slots=True)
class CloseRegion:
    """Record that a region was merged or abolished after its last day."""

    region: str
    last_day: date
    reason: str


class CloseRegionSchema(CommandSchema):
    """How `CloseRegion` is read."""

    command = CloseRegion

    region = Digits(12, required=True)
    last_day = Day(required=True)
    reason = Text(200, required=True)
