"""The register as a sheet: names in part, or in clear for a stated task, and then every look is written down."""

from collections.abc import Callable, Iterator, Sequence

from timebank.actors import Actor
from timebank.errors import N_
from timebank.members.finding import find_any_member
from timebank.members.pages import MemberLine, members_page
from timebank.members.queries import masked
from timebank.paging import LONGEST_PAGE
from timebank.places.queries import site_names
from timebank.reports.asked import Ask
from timebank.reports.sheet import MOST_ROWS, Row, Say, Sheet, TooManyRows
from timebank.reports.words import MEMBER_STATES, ROLES, SEXES
from timebank.work import Reading

Look = Callable[[Sequence[str]], None]
"""Writes down that the actor looks at these members; raises where the actor may not."""
MASKED = (N_("成员号"), N_("姓名"), N_("性别"), N_("年龄"), N_("互助点"), N_("身份"), N_("状态"))
IN_CLEAR = (N_("出生日期"), N_("电话"), N_("屯"), N_("住址"))
LOOKED_AT = ("name", "phone", "hamlet", "address")
"""Fields of a record that a sheet in clear shows."""


def members_sheet(reading: Reading, actor: Actor, ask: Ask, say: Say, look: Look | None = None) -> Sheet:
    """Return the members one may see, by number; with `look` their names, telephones and addresses in clear."""
    columns = MASKED if look is None else (*MASKED, *IN_CLEAR)
    return Sheet(say(N_("成员")), tuple(map(say, columns)), _rows(reading, actor, ask, say, look))


def _rows(reading: Reading, actor: Actor, ask: Ask, say: Say, look: Look | None) -> Iterator[Row]:
    after, given = "", 0
    while True:
        page = members_page(reading, actor, after, LONGEST_PAGE, ask.site)
        given += len(page.items)
        if given > MOST_ROWS:
            raise TooManyRows(most=MOST_ROWS)
        if look is not None:  # a page is opened once its looks are written down
            look([line.id for line in page.items])
        names = site_names(reading, {line.site for line in page.items})
        for line in page.items:
            row = _row(line, names.get(line.site, line.site), say)
            yield row if look is None else _in_clear(reading, line, row)
        if not page.next_cursor:
            return
        after = page.next_cursor


def _row(line: MemberLine, site: str, say: Say) -> Row:
    return (
        line.number,
        masked(line.name),
        say(SEXES[line.sex]),
        line.age,
        site,
        "、".join(say(ROLES[role]) for role in line.roles),
        say(MEMBER_STATES[line.status]),
    )


def _in_clear(reading: Reading, line: MemberLine, row: Row) -> Row:
    member, people = find_any_member(reading, line.id), reading.people
    number, _masked, *rest = row
    opened = [member.opened(people, field) for field in ("phone", "hamlet", "address")]
    return (number, line.name, *rest, member.birth_date, *opened)
