"""The doors: what one does here decides what the home page and the menu show. Who does several things has several."""

from dataclasses import dataclass

from flask import session

from timebank.actors import Actor, Role
from timebank.errors import N_
from timebank.members.queries import find_any_member
from web.current import reading

Link = tuple[str, str, str]
"""A place in the menu: path, words, icon."""

ME: Link = ("/me", N_("我的"), "person")


@dataclass(frozen=True, slots=True)
class Door:
    """A home page with its menu, for those who have one of the roles."""

    code: str
    words: str
    icon: str
    roles: tuple[Role, ...]
    menu: tuple[Link, ...]


OVERSIGHT = Door(
    "oversight",
    N_("全县"),
    "tree",
    (Role.COUNTY,),
    (
        ("/", N_("全县"), "tree"),
        ("/objections", N_("异议"), "flag"),
        ("/sites", N_("互助点"), "home"),
        ("/members", N_("成员"), "people"),
        ("/ledger", N_("账本"), "book"),
        ("/audit", N_("审计"), "shield"),
        ME,
    ),
)
BOOKS = Door(
    "books",
    N_("审计"),
    "book",
    (Role.AUDITOR,),
    (
        ("/", N_("账本"), "book"),
        ("/audit", N_("审计"), "shield"),
        ("/regions", N_("全县"), "tree"),
        ("/notices", N_("公示"), "board"),
        ME,
    ),
)
DESK = Door(
    "desk",
    N_("协管"),
    "list",
    (Role.COORDINATOR, Role.TOWNSHIP, Role.COUNTY),
    (
        ("/", N_("待办"), "list"),
        ("/needs", N_("需求"), "help"),
        ("/members", N_("成员"), "people"),
        ("/services", N_("服务"), "calendar"),
        ME,
    ),
)
MARKET = Door(
    "market",
    N_("积分超市"),
    "basket",
    (Role.SHOPKEEPER,),
    (
        ("/", N_("柜台"), "basket"),
        ("/shop", N_("下单"), "plus"),
        ("/shop/stock", N_("库存"), "list"),
        ("/shop/counts", N_("盘点"), "check"),
        ME,
    ),
)
GIVING = Door(
    "donor",
    N_("我捐物品"),
    "heart",
    (Role.DONOR,),
    (
        ("/", N_("我捐的"), "heart"),
        ("/shop", N_("积分超市"), "basket"),
        ME,
    ),
)
SERVING = Door(
    "serving",
    N_("我来服务"),
    "hands",
    (Role.VOLUNTEER, Role.TEAM_LEAD),
    (
        ("/", N_("今天"), "home"),
        ("/open-needs", N_("谁要帮忙"), "help"),
        ("/hours", N_("我的时间"), "clock"),
        ("/points", N_("积分"), "basket"),
        ME,
    ),
)
CARE = Door(
    "care",
    N_("我要帮助"),
    "help",
    (Role.ELDER, Role.KIN, Role.VOLUNTEER, Role.TEAM_LEAD),
    (
        ("/", N_("首页"), "home"),
        ("/needs/new", N_("我要帮助"), "help"),
        ("/time", N_("我的时间"), "clock"),
        ("/confirmations", N_("确认服务"), "done"),
        ME,
    ),
)
DOORS = (OVERSIGHT, BOOKS, DESK, MARKET, SERVING, CARE, GIVING)
"""In the order in which one is entered when nothing was chosen: the office first."""


def doors_of(actor: Actor) -> tuple[Door, ...]:
    """Return the doors that are open to an actor."""
    return tuple(door for door in DOORS if actor.has(*door.roles))


def door_of(actor: Actor) -> Door | None:
    """Return the door an actor went through last, else the first one open, or None."""
    open_ones = doors_of(actor)
    chosen = session.get("door")
    return next((door for door in open_ones if door.code == chosen), _nearest(actor, open_ones))


def _nearest(actor: Actor, open_ones: tuple[Door, ...]) -> Door | None:
    """Return the first door; an elder of the age to be helped who also helps comes in where help is asked for."""
    first = open_ones[0] if open_ones else None
    if first is SERVING and actor.has(Role.ELDER):
        me = find_any_member(reading(), actor.member_id)
        of_age = reading().policy.number("redeem.age_years", me.site)
        return CARE if me.age_on(reading().business_clock.today()) >= of_age else SERVING
    return first


def enter(door: Door) -> None:
    """Go through a door; the menu stays its own until another is chosen."""
    session["door"] = door.code
