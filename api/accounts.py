"""What a member or a site has, and what came and went."""

from api.blueprint import Blueprint
from api.context import bank, current_actor
from api.schemas import PageQuery, PageQuerySchema
from timebank.paging import Page
from timebank.statements import AccountView, StatementLine, accounts_of, statement_page

blueprint = Blueprint("accounts", "Stored time of members and sites")


@blueprint.get("/accounts/<holder>")
@blueprint.response(200, list[AccountView])
def show_accounts(holder: str) -> list[AccountView]:
    """Show the accounts of a member (id) or a site (14 digits), one a unit"""
    with bank().reading(current_actor()) as reading:
        return list(accounts_of(reading, holder, current_actor()))


@blueprint.get("/accounts/<holder>/statement")
@blueprint.arguments(PageQuerySchema, location="query")
@blueprint.response(200, Page[StatementLine])
def show_statement(query: PageQuery, holder: str) -> Page[StatementLine]:
    """Show what came and went, newest first, with the running balance"""
    with bank().reading(current_actor()) as reading:
        return statement_page(reading, holder, current_actor(), after=query.after, limit=query.limit)
