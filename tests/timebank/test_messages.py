"""Messages: every kind has words, each member reads the own ones alone, and what was not shown stays unread."""

import ast
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

import timebank
from tests.town import TOMORROW_NINE, Done, GiveMinutes, Town
from tests.walk import accepted, checked_out
from timebank.actors import Actor, anonymous
from timebank.errors import Fact
from timebank.message_words import MESSAGE_WORDS, facts_wanted
from timebank.messages import MarkRead, MessageLine, MessageNotFound, mark_read, messages_page, unread_count
from timebank.work import UnitOfWork


def told_kinds() -> Iterator[tuple[str, set[str]]]:
    """Give each kind that the code tells by its own name, with the names of the facts told."""
    for file in Path(timebank.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("outbox.tell"):
                kind = node.args[1]
                if isinstance(kind, ast.Constant):
                    yield str(kind.value), {str(keyword.arg) for keyword in node.keywords}


def messages(town: Town, actor: Actor, after: str = "", limit: int = 100) -> tuple[MessageLine, ...]:
    with town.bank.reading(actor) as reading:
        return messages_page(reading, actor, after=after, limit=limit).items


def unread(town: Town, actor: Actor) -> int:
    with town.bank.reading(actor) as reading:
        return unread_count(reading, actor)


def three_messages(town: Town) -> tuple[MessageLine, ...]:
    """Let Li take three needs of Wang's, one a minute; return Wang's messages."""
    for hour in range(3):
        town.clock.advance(minutes=1)
        accepted(town, minutes=30, starts_at=TOMORROW_NINE + timedelta(hours=hour))
    return messages(town, town.wang)


def test_every_kind_told_has_words_and_the_facts_they_want() -> None:
    kinds = list(told_kinds())

    assert len(kinds) > 20
    assert [kind for kind, facts in kinds if kind not in MESSAGE_WORDS or facts_wanted(kind) - facts] == []


def test_they_come_newest_first_page_after_page(town: Town) -> None:
    newest, middle, oldest = three_messages(town)

    assert [line.kind for line in (newest, middle, oldest)] == ["need_taken"] * 3
    assert newest.facts["number"] > middle.facts["number"] > oldest.facts["number"]  # type: ignore[operator]  # numbers are texts
    assert messages(town, town.wang, limit=2) == (newest, middle)
    assert messages(town, town.wang, after=middle.id) == (oldest,)


def test_the_cursor_ends_with_the_last(town: Town) -> None:
    newest, middle, _ = three_messages(town)

    with town.bank.reading(town.wang) as reading:
        assert messages_page(reading, town.wang, limit=2).next_cursor == middle.id
        assert messages_page(reading, town.wang, limit=3).next_cursor == ""
        assert messages_page(reading, town.wang, after=newest.id, limit=2).next_cursor == ""


@pytest.mark.parametrize("who", ["zhao", "nong", "chen"])
def test_nobody_else_sees_them(town: Town, who: str) -> None:
    other = getattr(town, who)
    before, unread_before = messages(town, other), unread(town, other)

    checked_out(town)

    assert messages(town, town.wang)[0].kind == "service_to_confirm"
    assert (messages(town, other), unread(town, other)) == (before, unread_before)


def test_somebody_unknown_has_none(town: Town) -> None:
    accepted(town)

    assert messages(town, anonymous(town.wang.book)) == ()
    assert unread(town, anonymous(town.wang.book)) == 0


def test_marking_leaves_what_came_later_unread(town: Town) -> None:
    _, middle, _ = three_messages(town)

    marked = town.bank.run(mark_read, MarkRead(middle.id), town.wang)

    assert marked.unread == unread(town, town.wang) == 1
    assert [line.read_at is None for line in messages(town, town.wang)] == [True, False, False]


def test_a_message_keeps_the_moment_it_was_first_read(town: Town) -> None:
    newest, middle, _ = three_messages(town)
    town.bank.run(mark_read, MarkRead(middle.id), town.wang)
    read_at = town.clock.now()

    town.clock.advance(minutes=5)
    town.bank.run(mark_read, MarkRead(newest.id), town.wang)

    assert [line.read_at == read_at for line in messages(town, town.wang)] == [False, True, True]
    assert unread(town, town.wang) == 0


def test_nobody_marks_by_a_message_of_somebody_else(town: Town) -> None:
    newest, *_ = three_messages(town)

    for wanted in (newest.id, "absent"):
        with pytest.raises(MessageNotFound):
            town.bank.run(mark_read, MarkRead(wanted), town.zhao)
    assert unread(town, town.wang) == 3


def test_marking_the_own_leaves_the_others_unread(town: Town) -> None:
    checked_out(town)
    before = unread(town, town.li)

    town.bank.run(mark_read, MarkRead(messages(town, town.wang)[0].id), town.wang)

    assert before > 0
    assert (unread(town, town.wang), unread(town, town.li)) == (0, before)


@pytest.mark.parametrize(("kind", "facts"), [("nothing_known", {}), ("service_settled", {"number": "10006"})])
def test_what_cannot_be_put_in_words_is_not_told(town: Town, kind: str, facts: dict[str, Fact]) -> None:
    def tell(uow: UnitOfWork, command: GiveMinutes, actor: Actor) -> Done:
        uow.outbox.tell(actor.member_id, kind, **facts)
        return Done()

    with pytest.raises(AssertionError):
        town.bank.run(tell, GiveMinutes(town.wang.member_id, 1), town.wang)
    assert messages(town, town.wang) == ()
