"""Looks at a record are written down, also the refused ones, and shown to the member."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.timebank.members.people import TODAY
from tests.town import BOOK, Town
from timebank.actors import Actor, anonymous
from timebank.errors import NotAllowed, NotFound
from timebank.members.commands import LookAtMember
from timebank.members.families import appoint_proxy
from timebank.members.family_commands import AppointProxy
from timebank.members.finding import MemberNotFound
from timebank.members.looks import ALL_FIELDS, FullRecord, Look, LookLine
from timebank.members.queries import looks_page
from timebank.members.use_cases import look_at_member
from timebank.requests import Request


def look(town: Town, by: Actor, purpose: str = "care") -> FullRecord:
    return town.bank.run(look_at_member, LookAtMember(town.wang.member_id, purpose), by)


def looks(town: Town, by: Actor | None = None) -> tuple[LookLine, ...]:
    actor = by or town.wang
    with town.bank.reading(actor) as reading:
        return looks_page(reading, actor, town.wang.member_id).items


def test_a_look_opens_the_record_and_leaves_a_line(town: Town) -> None:
    record = look(town, town.nong)

    assert (record.name, record.phone, record.hamlet, record.age) == ("王秀英", "17900000001", "那怀屯", 78)
    (line,) = looks(town)
    assert (line.by_name, line.fields, line.purpose, line.was_refused) == (
        "农美玲",
        ALL_FIELDS,
        "care",
        False,
    )


def test_a_refused_look_leaves_a_line_too(town: Town) -> None:
    with pytest.raises(MemberNotFound):
        look(town, town.zhao)

    (line,) = looks(town)
    assert (line.by_name, line.fields, line.was_refused) == ("赵永福", (), True)


def test_a_look_at_nobody_leaves_nothing(town: Town) -> None:
    with pytest.raises(MemberNotFound):
        town.bank.run(look_at_member, LookAtMember("nobody"), town.nong)

    with town.bank.reading(town.nong) as reading:
        assert reading.session.scalar(select(func.count()).select_from(Look)) == 0


def test_a_stranger_sees_nothing(town: Town) -> None:
    with pytest.raises(MemberNotFound):
        look(town, anonymous(BOOK))


def test_ones_own_look_is_no_news(town: Town) -> None:
    assert look(town, town.wang).name == "王秀英"
    assert looks(town) == ()


def test_the_record_is_not_kept_as_an_answer(town: Town) -> None:
    with town.bank.reading(town.nong) as reading:
        before = reading.session.scalar(select(func.count()).select_from(Request))

    look(town, town.nong)

    with town.bank.reading(town.nong) as reading:
        assert reading.session.scalar(select(func.count()).select_from(Request)) == before


def test_who_looked_is_told_to_the_elders_side(town: Town) -> None:
    term = AppointProxy(town.li.member_id, TODAY, TODAY + timedelta(days=5), member_id=town.wang.member_id)
    town.bank.run(appoint_proxy, term, town.nong)
    look(town, town.nong)

    for who in (town.wang, town.li, town.nong, town.chen):
        assert len(looks(town, who)) == 1
    with pytest.raises(NotFound):
        looks(town, town.zhao)
    with pytest.raises(NotAllowed):
        looks(town, town.huang)


def test_looks_are_paged_from_the_latest(town: Town) -> None:
    for minute in range(5):
        town.clock.advance(minutes=1)
        look(town, town.nong, purpose=("care", "audit")[minute % 2])

    seen: list[LookLine] = []
    after = ""
    with town.bank.reading(town.wang) as reading:
        for _ in range(3):
            page = looks_page(reading, town.wang, town.wang.member_id, after=after, limit=2)
            seen += page.items
            after = page.next_cursor

    assert after == ""
    assert [line.at for line in seen] == sorted((line.at for line in seen), reverse=True)
    assert len({line.id for line in seen}) == 5
