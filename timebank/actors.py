"""Who acts: a member with the roles granted, the system itself, or somebody unknown."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a member may be; one member may be several."""

    ELDER = "elder"
    KIN = "kin"
    VOLUNTEER = "volunteer"
    TEAM_LEAD = "team_lead"
    COORDINATOR = "coordinator"
    SHOPKEEPER = "shopkeeper"
    TOWNSHIP = "township"
    COUNTY = "county"
    AUDITOR = "auditor"
    DONOR = "donor"


@dataclass(frozen=True, slots=True)
class Grant:
    """A role within a scope: a site (14 digits), a township (9), a county (6), or "" for one's own person."""

    role: Role
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who acts in a book, with what was granted."""

    book: str
    member_id: str
    grants: tuple[Grant, ...] = ()
    session_id: str = ""

    def has(self, *roles: Role) -> bool:
        """Tell whether any of the roles was granted, in whatever scope."""
        return any(grant.role in roles for grant in self.grants)

    def scopes(self, *roles: Role) -> tuple[str, ...]:
        """Return the scopes in which one of the roles was granted, sorted."""
        return tuple(sorted({grant.scope for grant in self.grants if grant.role in roles}))

    def may_act_at(self, place: str, roles: Iterable[Role]) -> bool:
        """Tell whether one of the roles covers the place: a site or a region code under the grant's scope."""
        return any(place.startswith(scope) for scope in self.scopes(*roles) if scope)

    @property
    def is_known(self) -> bool:
        """Tell whether this is a member or the system."""
        return bool(self.member_id)


SYSTEM = "system"


def system(book: str) -> Actor:
    """Return the actor of scheduled work."""
    return Actor(book, SYSTEM)


def anonymous(book: str) -> Actor:
    """Return the actor of somebody who did not log in."""
    return Actor(book, "")
