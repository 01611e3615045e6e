"""The reads of the register, in one list for the other features and the faces."""

from timebank.members.finding import (
    MemberNotFound,
    SiteWanted,
    find_any_member,
    find_by_card,
    find_by_identity_number,
    find_by_name,
    find_by_number,
    find_by_phone,
    find_member,
    find_whole_member,
    search_members,
)
from timebank.members.kinship import (
    WARDS,
    are_family,
    elders_of_proxy,
    family_of,
    households_of,
    proxies_of,
    relatives_of,
    spouse_of,
)
from timebank.members.looks import LookLine, looks_page
from timebank.members.lookups import sharing_phone
from timebank.members.my_page import MyPage, me, volunteer_view
from timebank.members.names import given_name, masked
from timebank.members.naming import hamlets_of, name_of, names_of
from timebank.members.pages import MemberLine, applicants_page, member_line, members_page
from timebank.members.roles import (
    coordinators_of,
    county_officers_of,
    grants_of,
    has_role,
    officers_of,
    shopkeepers_of,
)
from timebank.members.secret_holders import secret_holders
from timebank.members.volunteering import find_volunteer, is_trained

__all__ = [
    "WARDS",
    "LookLine",
    "MemberLine",
    "MemberNotFound",
    "MyPage",
    "SiteWanted",
    "applicants_page",
    "are_family",
    "coordinators_of",
    "county_officers_of",
    "elders_of_proxy",
    "family_of",
    "find_any_member",
    "find_by_card",
    "find_by_identity_number",
    "find_by_name",
    "find_by_number",
    "find_by_phone",
    "find_member",
    "find_volunteer",
    "find_whole_member",
    "given_name",
    "grants_of",
    "hamlets_of",
    "has_role",
    "households_of",
    "is_trained",
    "looks_page",
    "masked",
    "me",
    "member_line",
    "members_page",
    "name_of",
    "names_of",
    "officers_of",
    "proxies_of",
    "relatives_of",
    "search_members",
    "secret_holders",
    "sharing_phone",
    "shopkeepers_of",
    "spouse_of",
    "volunteer_view",
]
