"""Finding members: who may not see a person does not find one."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from tests.timebank.members.people import TODAY, papers, registration
from tests.town import BOOK, FAR_SITE, SITE, Town
from timebank.actors import Actor, anonymous, system
from timebank.errors import InvalidInput
from timebank.members.commands import WithdrawConsent
from timebank.members.families import appoint_proxy, end_proxy
from timebank.members.family_commands import AppointProxy, EndProxy
from timebank.members.finding import MemberNotFound, SiteWanted
from timebank.members.model import Member
from timebank.members.queries import (
    applicants_page,
    find_by_name,
    find_by_number,
    find_by_phone,
    find_member,
    member_line,
    members_page,
    search_members,
)
from timebank.members.registration import register_member
from timebank.members.use_cases import withdraw_consent


def finds(town: Town, actor: Actor, member_id: str) -> bool:
    with town.bank.reading(actor) as reading:
        try:
            return find_member(reading, member_id, actor).id == member_id
        except MemberNotFound:
            return False


def names(town: Town, actor: Actor, text: str, site: str = "") -> list[str]:
    with town.bank.reading(actor) as reading:
        found = find_by_name(reading, actor, text, site)
        return [member.opened(reading.people, "name") for member in found]


def number_of(town: Town, actor: Actor) -> str:
    with town.bank.reading(actor) as reading:
        return reading.session.get_one(Member, (BOOK, actor.member_id)).number


@pytest.mark.parametrize(
    ("who", "is_found"),
    [
        ("wang", True),
        ("nong", True),
        ("pan", True),
        ("chen", True),
        ("huang", True),
        ("li", False),
        ("meng", False),
        ("zhao", False),
        ("qin", False),
        ("far", False),
    ],
)
def test_an_elder_is_found_by_herself_and_her_keepers(town: Town, who: str, is_found: bool) -> None:
    assert finds(town, getattr(town, who), town.wang.member_id) is is_found


def test_a_stranger_finds_nobody(town: Town) -> None:
    assert not finds(town, anonymous(BOOK), town.wang.member_id)


def test_the_system_finds_anybody(town: Town) -> None:
    assert finds(town, system(BOOK), town.wang.member_id)


@pytest.mark.parametrize("member_id", ["", "nobody", "x" * 400, "' OR 1=1 --"])
def test_a_bad_id_is_not_found(town: Town, member_id: str) -> None:
    assert not finds(town, town.chen, member_id)


def test_a_proxy_finds_the_elder_in_the_term_only(town: Town) -> None:
    term = AppointProxy(town.li.member_id, TODAY, TODAY + timedelta(days=10), member_id=town.wang.member_id)
    town.bank.run(appoint_proxy, term, town.nong)

    assert finds(town, town.li, town.wang.member_id)

    town.clock.advance(days=11)
    assert not finds(town, town.li, town.wang.member_id)


def test_a_proxy_who_was_ended_finds_nobody(town: Town) -> None:
    term = AppointProxy(town.li.member_id, TODAY, TODAY + timedelta(days=10), member_id=town.wang.member_id)
    town.bank.run(appoint_proxy, term, town.nong)

    town.bank.run(end_proxy, EndProxy(town.li.member_id, town.wang.member_id), town.wang)

    assert not finds(town, town.li, town.wang.member_id)


def test_a_restricted_member_is_found_by_nobody(town: Town) -> None:
    town.bank.run(withdraw_consent, WithdrawConsent("basic", town.wang.member_id), town.wang)

    for who in (town.wang, town.nong, town.chen):
        assert not finds(town, who, town.wang.member_id)
    assert names(town, town.nong, "王秀英") == []


def test_a_number_finds_one_and_its_typing_error_none(town: Town) -> None:
    number = number_of(town, town.wang)
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)

    with town.bank.reading(town.nong) as reading:
        assert find_by_number(reading, town.nong, f" {number} ").id == town.wang.member_id
        for text in (wrong, "", "abc", "9" * 40):
            with pytest.raises(MemberNotFound):
                find_by_number(reading, town.nong, text)


def test_a_number_finds_nobody_for_a_neighbour(town: Town) -> None:
    number = number_of(town, town.wang)

    with town.bank.reading(town.zhao) as reading, pytest.raises(MemberNotFound):
        find_by_number(reading, town.zhao, number)


def test_a_phone_finds_all_who_share_it(town: Town) -> None:
    for name, born in (("黄玉兰", date(1947, 2, 3)), ("黄国安", date(1945, 1, 1))):
        town.bank.run(register_member, registration(name=name, birth_date=born), town.nong)

    with town.bank.reading(town.nong) as reading:
        assert len(find_by_phone(reading, town.nong, "179 0000 0501")) == 2
        assert find_by_phone(reading, town.zhao, "17900000501") == ()
        with pytest.raises(InvalidInput):
            find_by_phone(reading, town.nong, "12")


@pytest.mark.parametrize("text", ["王秀英", "秀英", "秀", "wxy", "WXY", " 王秀英 "])
def test_a_name_is_found_by_its_whole_its_parts_and_its_initials(town: Town, text: str) -> None:
    assert names(town, town.nong, text) == ["王秀英"]


@pytest.mark.parametrize("text", ["英秀", "王英", "wyx", "张", "", "·", "%"])
def test_a_name_is_not_found_by_what_it_does_not_hold(town: Town, text: str) -> None:
    assert names(town, town.nong, text) == []


def test_names_are_looked_up_at_ones_own_sites(town: Town) -> None:
    assert names(town, town.far, "王秀英") == []
    assert names(town, town.far, "王秀英", SITE) == []
    assert names(town, town.far, "赵永福") == ["赵永福"]
    assert names(town, town.li, "王秀英") == []


def test_nobody_looks_a_name_up_over_the_county(town: Town) -> None:
    with pytest.raises(SiteWanted) as refused:
        names(town, town.chen, "王秀英")

    assert refused.value.field == "site"
    assert names(town, town.chen, "王秀英", SITE) == ["王秀英"]


def test_one_box_takes_a_number_a_phone_papers_or_a_name(town: Town) -> None:
    number = papers(date(1947, 2, 3))
    made = town.bank.run(register_member, registration(identity_number=number), town.nong)

    with town.bank.reading(town.nong) as reading:
        for text in (made.number, "17900000501", number, number.lower(), "黄玉兰", "hyl"):
            assert [one.id for one in search_members(reading, town.nong, text)] == [made.id], text
        for text in ("10000", "12345678901", number[:-2] + "00", "1234567890"):
            assert search_members(reading, town.nong, text) == (), text


# Lists


def listed(town: Town, actor: Actor, **more: str) -> list[str]:
    with town.bank.reading(actor) as reading:
        return [line.name for line in members_page(reading, actor, **more).items]


def test_a_list_holds_whom_the_actor_keeps_by_number(town: Town) -> None:
    with town.bank.reading(town.nong) as reading:
        numbers = [int(line.number) for line in members_page(reading, town.nong).items]

    assert numbers == sorted(numbers)
    assert "王秀英" in listed(town, town.nong)
    assert "赵永福" not in listed(town, town.nong)
    assert listed(town, town.far) == ["赵永福"]
    assert "赵永福" in listed(town, town.chen)


def test_a_volunteers_list_is_the_volunteer(town: Town) -> None:
    assert listed(town, town.li) == ["李桂兰"]


def test_a_strangers_list_is_empty(town: Town) -> None:
    assert listed(town, anonymous(BOOK)) == []


def test_an_auditors_list_masks_the_names(town: Town) -> None:
    assert "王*英" in listed(town, town.huang)
    assert "王秀英" not in listed(town, town.huang)


def test_a_list_is_narrowed_to_a_site_within_ones_scope(town: Town) -> None:
    assert listed(town, town.chen, site=FAR_SITE) == ["赵永福"]
    assert listed(town, town.nong, site=FAR_SITE) == []


def test_pages_hold_each_member_once_past_the_turn_of_digits(town: Town) -> None:
    for serial in range(7):
        town.bank.run(
            register_member,
            registration(name=f"黄{'一二三四五六七'[serial]}", phone=f"1790000051{serial}"),
            town.nong,
        )

    seen: list[str] = []
    after = ""
    with town.bank.reading(town.nong) as reading:
        while True:
            page = members_page(reading, town.nong, after=after, limit=3)
            seen += [line.id for line in page.items]
            after = page.next_cursor
            if not after:
                break
        everybody = [line.id for line in members_page(reading, town.nong, limit=100).items]

    assert seen == everybody
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("cursor", ["abc", "-1", "１", "9" * 30])
def test_a_cursor_nobody_gave_out_is_refused(town: Town, cursor: str) -> None:
    with town.bank.reading(town.nong) as reading, pytest.raises(InvalidInput) as refused:
        members_page(reading, town.nong, after=cursor)

    assert refused.value.field == "after"


def test_a_line_shows_roles_and_no_secret(town: Town) -> None:
    with town.bank.reading(town.nong) as reading:
        line = member_line(reading, town.li.member_id, town.nong)

    assert (line.name, line.age, line.roles, line.volunteer_state) == (
        "李桂兰",
        63,
        ("volunteer",),
        "approved",
    )


def test_who_waits_for_approval_is_listed_to_the_keepers(town: Town) -> None:
    command = registration(kind="volunteer", name="韦晓梅", birth_date=date(1974, 5, 5))
    made = town.bank.run(register_member, command, town.nong)

    for actor, waiting in ((town.nong, [made.id]), (town.pan, [made.id]), (town.far, []), (town.li, [])):
        with town.bank.reading(actor) as reading:
            assert [line.id for line in applicants_page(reading, actor).items] == waiting


def test_a_list_is_narrowed_to_a_role(town: Town) -> None:
    assert set(listed(town, town.nong, role="elder")) == {"王秀英", "蒙玉莲"}
    assert listed(town, town.nong, role="donor") == []


@pytest.mark.parametrize("who", ["nong", "pan", "chen", "huang", "li"])
def test_a_page_is_read_off_an_index_and_never_sorted(town: Town, who: str) -> None:
    asked: list[tuple[str, tuple[object, ...]]] = []

    def note(_: object, __: object, statement: str, values: tuple[object, ...], *___: object) -> None:
        asked.append((statement, values))

    event.listen(town.bank._reader_engine, "before_cursor_execute", note)
    listed(town, getattr(town, who))

    (page,) = [one for one in asked if "FROM member " in one[0] and "ORDER BY member.number" in one[0]]
    with town.bank.connect() as connection:
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {page[0]}", page[1])]
    assert len(plan) == 1, plan
    assert "USING INDEX" in plan[0]
