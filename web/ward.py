"""For whom one asks for care: oneself, or, as kin, an elder for whom one may act."""

from flask import g, session

from timebank.actors import Role
from timebank.members.model import Member
from timebank.members.naming import name_of
from timebank.members.queries import elders_of_proxy, find_member
from web.current import current_actor, reading
from web.doors import CARE, door_of


def ward() -> Member:
    """Return the member whose care this is about."""
    return find_member(reading(), ward_id(), current_actor())


def ward_id() -> str:
    """Return the id of the one chosen among those one may act for; kin who chose nobody act for the first."""
    if "ward" not in g:
        actor = current_actor()
        wards = elders_of_proxy(reading(), actor.member_id)
        own = () if wards and not actor.has(Role.ELDER, Role.VOLUNTEER) else (actor.member_id,)
        chosen = session.get("ward", "")
        g.ward = chosen if chosen in (*own, *wards) else (*own, *wards)[0]
    return str(g.ward)


def acting_for() -> str | None:
    """Return the name of the elder for whom the actor acts, or None."""
    actor = current_actor()
    if door_of(actor) is not CARE or ward_id() == actor.member_id:
        return None
    return name_of(reading(), ward_id())


def others() -> list[tuple[str, str]]:
    """Return (id, name) of those whose care one could turn to instead."""
    actor = current_actor()
    ids = (actor.member_id, *elders_of_proxy(reading(), actor.member_id))
    return [(one, name_of(reading(), one)) for one in ids if one != ward_id()]
