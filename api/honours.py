"""Honours: the monthly page of those who agreed to be named."""

from dataclasses import dataclass

from api.blueprint import Blueprint
from api.context import bank, current_actor
from timebank.honours.queries import HonourPage, honour_page
from timebank.honours.stars import Standing, standing
from timebank.members.queries import find_member
from timebank.schemas import CommandSchema, Text

blueprint = Blueprint("honours", "Stars, and the monthly page of honours")


@dataclass(frozen=True, slots=True)
class HonoursQuery:
    """Which month is wanted, "" for the latest."""

    month: str = ""


class HonoursQuerySchema(CommandSchema):
    """How `HonoursQuery` is read."""

    command = HonoursQuery
    month = Text(7)


@blueprint.get("/honours", is_public=True)
@blueprint.arguments(HonoursQuerySchema, location="query")
@blueprint.response(200, HonourPage)
def show_honours(query: HonoursQuery) -> HonourPage:
    """Show the page of a month, or the latest; anybody may"""
    with bank().reading(current_actor()) as reading:
        return honour_page(reading, query.month)


@blueprint.get("/members/<member_id>/stars")
@blueprint.response(200, Standing)
def show_stars(member_id: str) -> Standing:
    """Show the settled service and the stars of a member one may see"""
    with bank().reading(current_actor()) as reading:
        return standing(reading, find_member(reading, member_id, current_actor()).id)
