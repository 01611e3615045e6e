"""Samples of the pages of roles, cards and logins, and of what is given anew by two people."""

from tests.web.samples.desk import BANK_CARD
from tests.web.samples.shell import COORDINATOR, COUNTY, MONDAY, NINE, PAGED, TEN, Samples
from tests.web.samples.things import RECOVERY

WHO = {"id": "m1", "name": "王桂兰"}

ACCESS: Samples = {
    "recoveries.html": [
        {**COORDINATOR, **PAGED, "recoveries": [RECOVERY]},
        {**COORDINATOR, "recoveries": [], "next_url": None, "first_url": None},
    ],
    "recovery_new.html": [
        {
            **COORDINATOR,
            "member": {**WHO, "number": "10006"},
            "kinds": [{"code": "card", "words": "卡丢了或坏了", "hint": "给一张新卡，数字密码也重新设"}],
            "may_stop": True,
            "values": {"stop_now": "yes"},
        },
        {**COORDINATOR, "member": {**WHO, "number": "10006"}, "kinds": [], "may_stop": False},
    ],
    "recovery_show.html": [
        {
            **COORDINATOR,
            "recovery": {**RECOVERY, "state": state},
            "may_agree": state == "asked",
            "may_hand_over": state == "agreed",
            "may_take_back": state != "handed_over",
            "needs_pin": True,
            "fresh_card": BANK_CARD if state == "handed_over" else None,
            "fresh_code": {"code": "3141 5926 5358", "expires_at": TEN} if state == "handed_over" else None,
        }
        for state in ("asked", "agreed", "handed_over")
    ],
    "member_access.html": [
        {
            **COUNTY,
            "member": WHO,
            "roles": [
                {
                    "role": "coordinator",
                    "scope": "45012510020101",
                    "words": "养老协管员",
                    "place": "大丰村互助点",
                    "may_end": True,
                },
                {"role": "volunteer", "scope": "", "words": "志愿者", "place": "", "may_end": False},
            ],
            "has_card": True,
            "may_end": True,
            "may_recover": True,
            "may_drop_factor": True,
            "recoveries": [RECOVERY],
        }
    ],
    "deliveries.html": [
        {
            **COORDINATOR,
            **PAGED,
            "state": "",
            "states": [("waiting", "等着发"), ("given_up", "没有发成")],
            "is_set_up": True,
            "may_print": True,
            "deliveries": [
                {
                    "member_id": "m1",
                    "name": "王桂兰",
                    "way": "短信",
                    "state": state,
                    "reason": reason,
                    "tries": tries,
                    "made_at": NINE,
                    "next_at": TEN if state == "waiting" else None,
                    "sent_at": TEN if state == "sent" else None,
                    "is_read": state == "sent",
                }
                for state, reason, tries in (
                    ("waiting", "status 503", 2),
                    ("sent", "", 1),
                    ("given_up", "status 400", 1),
                    ("skipped", "没有手机号或账号，可以打印给本人", 0),
                )
            ],
        },
        {
            **COORDINATOR,
            "state": "given_up",
            "states": [("given_up", "没有发成")],
            "is_set_up": False,
            "deliveries": [],
            "next_url": None,
            "first_url": None,
        },
    ],
    "message_slip_new.html": [{**COORDINATOR, "member": WHO}],
    "message_slip.html": [
        {
            "lang": "zh-Hans-CN",
            "back_url": "/members/m1/messages",
            "member": WHO,
            "messages": messages,
            "more": len(messages),
            "newest": "m2",
            "printed": MONDAY,
            "site": {"name": "大丰村互助点", "phone": "0771-5550101"},
        }
        for messages in ([{"words": "您的卡停用了。", "at": TEN}] * 2, [])
    ],
    "region_close.html": [
        {**COUNTY, "regions": [("450125100202", "大丰镇 云城村")], "values": {}, "errors": {}}
    ],
}
