"""What can be asked of kin, households and proxies. The `member_id` comes from the address, never from the body."""

from dataclasses import dataclass
from datetime import date

from timebank.catalogue.relations import RELATIONS
from timebank.members.kinship import ProxyScope
from timebank.schemas import Choice, CommandSchema, Day, Text


@dataclass(frozen=True, slots=True)
class RecordKin:
    """Record what `other_id` is to the member: a code of `RELATIONS`."""

    other_id: str
    relation: str
    member_id: str = ""


class RecordKinSchema(CommandSchema):
    """How `RecordKin` is read."""

    command = RecordKin

    other_id = Text(36, required=True)
    relation = Choice([relation.code for relation in RELATIONS], required=True)


@dataclass(frozen=True, slots=True)
class JoinHousehold:
    """Move a member into the household of another; "" gives the member a household alone."""

    household_of: str
    member_id: str = ""


class JoinHouseholdSchema(CommandSchema):
    """How `JoinHousehold` is read."""

    command = JoinHousehold

    household_of = Text(36, load_default="")


@dataclass(frozen=True, slots=True)
class AppointProxy:
    """Let a member act for an elder, within a scope and a term; both days count."""

    proxy_id: str
    from_day: date
    until_day: date
    scope: str = ProxyScope.ALL
    member_id: str = ""


class AppointProxySchema(CommandSchema):
    """How `AppointProxy` is read."""

    command = AppointProxy

    proxy_id = Text(36, required=True)
    from_day = Day(required=True)
    until_day = Day(required=True)
    scope = Choice(ProxyScope)


@dataclass(frozen=True, slots=True)
class EndProxy:
    """Let somebody no longer act for an elder."""

    proxy_id: str
    member_id: str = ""


class EndProxySchema(CommandSchema):
    """How `EndProxy` is read."""

    command = EndProxy

    proxy_id = Text(36, required=True)
