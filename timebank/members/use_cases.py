"""The writes of the register, in one list for the faces: those of a `UnitOfWork`, and those that check a secret first.

`change_password`, `redeem_code`, `register_self` and `set_pin` take the bank: Argon2 runs before the writer's queue.
"""

from timebank.members.access import (
    change_password,
    create_account_by_code,
    end_member_sessions,
    issue_card,
    redeem_code,
    register_self,
    revoke_card,
    set_pin,
)
from timebank.members.corrections import correct_member, give_consent, withdraw_consent
from timebank.members.families import appoint_proxy, end_proxy, join_household, record_kin
from timebank.members.guardians import end_guardian, name_guardian
from timebank.members.looks import look_at_member, note_look
from timebank.members.registration import register_member
from timebank.members.roles import grant_role, revoke_role
from timebank.members.second_factor import begin_second_factor, confirm_second_factor, drop_second_factor
from timebank.members.user_sessions import revoke_session
from timebank.members.volunteering import (
    apply_as_volunteer,
    approve_volunteer,
    record_insurance,
    record_training,
    reinstate_volunteer,
    suspend_volunteer,
)

__all__ = [
    "apply_as_volunteer",
    "appoint_proxy",
    "approve_volunteer",
    "begin_second_factor",
    "change_password",
    "confirm_second_factor",
    "correct_member",
    "create_account_by_code",
    "drop_second_factor",
    "end_guardian",
    "end_member_sessions",
    "end_proxy",
    "give_consent",
    "grant_role",
    "issue_card",
    "join_household",
    "look_at_member",
    "name_guardian",
    "note_look",
    "record_insurance",
    "record_kin",
    "record_training",
    "redeem_code",
    "register_member",
    "register_self",
    "reinstate_volunteer",
    "revoke_card",
    "revoke_role",
    "revoke_session",
    "set_pin",
    "suspend_volunteer",
    "withdraw_consent",
]
