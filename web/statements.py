"""A statement in words: each line says what came or went, what was set aside, and what is left after it."""

from typing import Any

from timebank.statements import AccountView, StatementLine, accounts_of, statement_page
from web import filters
from web.current import current_actor, reading
from web.paged import after, pager
from web.translate import _
from web.words import ENTRY_WORDS


def balance_of(holder: str) -> AccountView:
    """Return the minutes of a member or a site."""
    return accounts_of(reading(), holder, current_actor())[0]


def statement_of(holder: str) -> dict[str, Any]:
    """Return balance and statement of a member or a site, with the links to more."""
    page = statement_page(reading(), holder, current_actor(), after=after())
    return {"balance": balance_of(holder), "lines": [line_shown(line) for line in page.items], **pager(page)}


def line_shown(line: StatementLine) -> dict[str, Any]:
    """Return what is shown of a line."""
    kind = _(ENTRY_WORDS[line.kind])
    of_a_service = _("服务 %(number)s", number=line.service_number) + f" · {kind}"
    return {
        "at": line.recorded,
        "words": of_a_service if line.service_number else kind,
        "minutes": line.change,
        "note": _held_words(line),
        "balance": line.balance,
        "reserved": line.reserved,
        "url": f"/services/{line.service_id}" if line.service_id else None,
    }


def _held_words(line: StatementLine) -> str:
    """Return what a line set aside or freed, in words; of a settled line only what was freed beyond it."""
    if line.kind == "reserve":
        amount = filters.minutes(line.set_aside)
        return _("预留 %(amount)s", amount=amount) if line.is_out else _("将收到 %(amount)s", amount=amount)
    freed = -line.set_aside - abs(line.change)
    if freed <= 0:
        return ""
    amount = filters.minutes(freed)
    return _("退回预留 %(amount)s", amount=amount) if line.is_out else _("少收到 %(amount)s", amount=amount)
