"""Who belongs to whom: kin, households, proxies."""

from dataclasses import replace

from api.blueprint import Blueprint
from api.context import bank, current_actor, request_key
from timebank.members.families import AppointedProxy, JoinedHousehold, RecordedKin
from timebank.members.family_commands import (
    AppointProxy,
    AppointProxySchema,
    EndProxy,
    EndProxySchema,
    JoinHousehold,
    JoinHouseholdSchema,
    RecordKin,
    RecordKinSchema,
)
from timebank.members.use_cases import appoint_proxy, end_proxy, join_household, record_kin

blueprint = Blueprint("families", "Kin, households and proxies")


@blueprint.post("/members/<member_id>/kin")
@blueprint.arguments(RecordKinSchema)
@blueprint.response(201, RecordedKin)
def relate(command: RecordKin, member_id: str) -> RecordedKin:
    """Record what another member is to this one"""
    return bank().run(record_kin, replace(command, member_id=member_id), current_actor(), request_key())


@blueprint.post("/members/<member_id>/household")
@blueprint.arguments(JoinHouseholdSchema)
@blueprint.response(201, JoinedHousehold)
def move(command: JoinHousehold, member_id: str) -> JoinedHousehold:
    """Move a member into another one's household, or into one alone"""
    return bank().run(join_household, replace(command, member_id=member_id), current_actor(), request_key())


@blueprint.post("/members/<member_id>/proxies")
@blueprint.arguments(AppointProxySchema)
@blueprint.response(201, AppointedProxy)
def appoint(command: AppointProxy, member_id: str) -> AppointedProxy:
    """Let somebody act for an elder, for a term"""
    return bank().run(appoint_proxy, replace(command, member_id=member_id), current_actor(), request_key())


@blueprint.post("/members/<member_id>/proxy-endings")
@blueprint.arguments(EndProxySchema)
@blueprint.response(201, AppointedProxy)
def dismiss(command: EndProxy, member_id: str) -> AppointedProxy:
    """Let somebody no longer act for an elder"""
    return bank().run(end_proxy, replace(command, member_id=member_id), current_actor(), request_key())
