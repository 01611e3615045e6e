"""What a member or a site has, and what came and went."""

from dataclasses import dataclass

from api.blueprint import Blueprint
from api.context import bank, current_actor
from api.schemas import PageQuery, PageQuerySchema
from timebank.paging import Page
from timebank.schemas import Text
from timebank.statements import AccountView, StatementLine, accounts_of, statement_page
from timebank.units import MINUTES

blueprint = Blueprint("accounts", "Stored time, points and goods of members and sites")


@dataclass(frozen=True, slots=True)
class StatementQuery(PageQuery):
    """Which page, in which unit: `min`, `pt` or `g.<item>`."""

    unit: str = MINUTES


class StatementQuerySchema(PageQuerySchema):
    """How `StatementQuery` is read."""

    command = StatementQuery
    unit = Text(26)


@blueprint.get("/accounts/<holder>")
@blueprint.response(200, list[AccountView])
def show_accounts(holder: str) -> list[AccountView]:
    """Show the accounts of a member (id) or a site (14 digits), one a unit"""
    with bank().reading(current_actor()) as reading:
        return list(accounts_of(reading, holder, current_actor()))


@blueprint.get("/accounts/<holder>/statement")
@blueprint.arguments(StatementQuerySchema, location="query")
@blueprint.response(200, Page[StatementLine])
def show_statement(query: StatementQuery, holder: str) -> Page[StatementLine]:
    """Show what came and went in a unit, newest first, with the running balance"""
    with bank().reading(current_actor()) as reading:
        return statement_page(
            reading, holder, current_actor(), unit=query.unit, after=query.after, limit=query.limit
        )
