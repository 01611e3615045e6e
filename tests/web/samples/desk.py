"""Samples of the coordinator's pages."""

from markupsafe import Markup

from tests.web.samples.shell import COORDINATOR, MONDAY, PAGED, TEN, THURSDAY, WANG, Samples
from tests.web.samples.things import (
    BALANCE,
    CONSENT,
    DAYS,
    KINDS,
    LENGTHS,
    LOOKS,
    MEMBER,
    NEED,
    PAYERS,
    PLACES,
    QUEUE_ITEM,
    SENSITIVE,
    SERVICE,
    SLIP_SERVICE,
    STEPS,
    TIMES,
    VOLUNTEERING,
)

BANK_CARD = {"number": "6201 0078 44", "name": "王秀英", "code": Markup("<svg></svg>")}

DESK: Samples = {
    "coordinator_home.html": [
        {
            **COORDINATOR,
            "standstill": "这里放回的是较旧的备份：签过名的账到第 13 条，这里只有 8 条。现在只能查看，不能办理。",
            "site": "大丰村互助点",
            "may_see_tree": False,
            "may_record_offline": False,
            "may_keep_shop": False,
            "groups": [],
        },
        {
            **COORDINATOR,
            "site": "大丰村互助点",
            "may_see_tree": True,
            "may_record_offline": True,
            "may_keep_shop": True,
            "groups": [
                {
                    "code": "verify",
                    "total": 12,
                    "items": [QUEUE_ITEM] * 3,
                    "more_url": "/services?state=confirmed",
                },
                {"code": "payer", "total": 1, "items": [{**QUEUE_ITEM, "state": None}], "more_url": None},
                {"code": "set_aside", "total": 1, "items": [{**QUEUE_ITEM, "state": None}], "more_url": None},
                {"code": "awards", "total": 1, "items": [{**QUEUE_ITEM, "state": None}], "more_url": None},
                {"code": "orders", "total": 0, "items": [], "more_url": None},
                {"code": "objections", "total": 0, "items": [], "more_url": None},
                {"code": "corrections", "total": 1, "items": [QUEUE_ITEM], "more_url": None},
                {"code": "decide", "total": 0, "items": [], "more_url": None},
                {"code": "referred", "total": 1, "items": [QUEUE_ITEM], "more_url": None},
                {
                    "code": "settle",
                    "total": 1,
                    "items": [{**QUEUE_ITEM, "state": "on_notice"}],
                    "more_url": None,
                },
            ],
        },
    ],
    "need_enter.html": [
        {
            **COORDINATOR,
            "elder": None,
            "q": "wgl",
            "found": [{"id": "m1", "words": "王桂兰 · 78岁", "hint": "大丰村 那马屯 · 450125-000078"}],
        },
        {
            **COORDINATOR,
            "elder": {"id": "m1", "name": "王桂兰", "age": 78, "hamlet": "那马屯", "available": 0},
            "q": "",
            "found": None,
            "kinds": KINDS,
            "days": DAYS,
            "times": TIMES,
            "lengths": LENGTHS,
            "places": PLACES,
            "payers": PAYERS,
        },
    ],
    "need_payer.html": [{**COORDINATOR, "need": {**NEED, "elder": WANG}, "payers": PAYERS}],
    "member_new.html": [
        {
            **COORDINATOR,
            "villages": [("450125100201", "大丰镇 大丰村")],
            "sites": [("45012510020101", "大丰村互助点")],
            "tags": [("disabled", "失能"), ("oldest_old", "高龄")],
            "spoken": [("putonghua", "普通话"), ("zhuang", "壮语"), ("cantonese", "粤语（白话）")],
            "ability_levels": [(0, "0 能力完好"), (2, "2 能力中度受损")],
            "livings": [("alone", "独居"), ("with_family", "与家人同住")],
            "skills": [("cooking", "做饭"), ("first_aid", "急救")],
            "consent": CONSENT,
            "sensitive_consent": {**CONSENT, "version": "sensitive-1"},
            "values": {"kind": "elder", "birth_date_year": "1948", "birth_date_month": "2"},
            "errors": {"birth_date": ["没有这一天，请核对月和日。"], "tags": ["请从给出的选项中选择。"]},
        }
    ],
    "member_list.html": [
        {
            **COORDINATOR,
            **PAGED,
            "here": "/members",
            "q": "",
            "role": "elder",
            "site": "",
            "total": 214,
            "may_register": True,
            "members": [
                {
                    "id": "m1",
                    "number": "450125-000078",
                    "name": "王桂兰",
                    "age": 78,
                    "roles": "老人",
                    "place": "那马屯",
                }
            ],
        },
        {
            **COORDINATOR,
            "q": "zz",
            "role": "",
            "site": "45012510020101",
            "total": None,
            "may_register": False,
            "members": [],
            "next_url": None,
            "first_url": None,
        },
    ],
    "member_show.html": [
        {
            **COORDINATOR,
            "member": MEMBER,
            "sensitive": sensitive,
            "balance": BALANCE,
            "looks": LOOKS,
            "departure": {"id": "d1", "state": "pending"} if sensitive else None,
            "relations": [("parent", "父母"), ("child", "子女")],
            "actions": [
                "pair",
                "kin",
                "depart",
                "look",
                "correct",
                "family",
                "enter_need",
                "issue_card",
                "set_pin",
                "one_time_code",
                "recover",
                "access",
                "message_slip",
                "statement",
                "apply",
                "train",
                "approve_site",
                "suspend",
                "reinstate",
            ],
            "volunteer": VOLUNTEERING,
            "pairs": {"names": "李秀英", "waiting": 0, "any": bool(sensitive)},
            "purposes": [("care", "安排服务")],
            "kinds": [("bathing", "助浴")],
            "fresh_card": card,
            "fresh_code": code,
        }
        for sensitive, card, code in (
            (None, None, None),
            (
                SENSITIVE,
                BANK_CARD,
                {"code": "3141592653589", "expires_at": TEN},
            ),
        )
    ],
    "member_correct.html": [
        {
            **COORDINATOR,
            "member": {"id": "m1", "name": "王桂兰"},
            "values": {"phone": "123"},
            "errors": {"phone": ["手机号应是 11 个数字。"]},
        }
    ],
    "member_family.html": [
        {
            **COORDINATOR,
            "member": {"id": "m1", "name": "王桂兰"},
            "is_elder": True,
            "guardian": {"name": "韦晓梅"},
            "kin": [{"name": "韦晓梅", "words": "子女"}],
            "household": ["王桂香"],
            "proxies": [
                {
                    "id": "m7",
                    "name": "韦晓梅",
                    "scope": "登记需求，也确认服务",
                    "from_day": MONDAY,
                    "until_day": THURSDAY,
                }
            ],
            "relations": [("child", "子女"), ("sibling_in_law", "兄弟姐妹的配偶、配偶的兄弟姐妹")],
            "scopes": [
                {"code": "all", "words": "登记需求，也确认服务"},
                {"code": "needs", "words": "只登记需求"},
            ],
            "errors": errors,
        }
        for errors in ({}, {"other_id": ["找到好几位：李桂兰 10014、李桂兰 10022。请填成员号。"]})
    ]
    + [
        {
            **COORDINATOR,
            "member": {"id": "m2", "name": "李秀英"},
            "is_elder": False,
            "guardian": None,
            "kin": [],
            "household": [],
            "proxies": [],
            "relations": [("child", "子女")],
            "scopes": [],
        }
    ],
    "slip_new.html": [
        {**COORDINATOR, "service": None, "services": [SLIP_SERVICE]},
        {**COORDINATOR, "service": SLIP_SERVICE, "services": [], "days": DAYS},
    ],
    "slip_print.html": [
        {
            "back_url": "/",
            "site": {"name": "大丰村互助点", "id": "45012510020101"},
            "kinds": [kind["words"] for kind in KINDS],
            "count": 2,
        }
    ],
    "verify_service.html": [
        {
            **COORDINATOR,
            "service": SERVICE,
            "steps": STEPS,
            "refusal": None,
            "signs": ["比约好的时间多 20分。"],
            "photos": [{"url": "/static/icon.svg", "words": "纸质服务单的照片"}],
            "shortfall": {"words": "老人的时间还差 20分。差的这部分由谁付？", "payers": PAYERS[1:]},
            "values": {"minutes": 80},
        },
        {
            **COORDINATOR,
            "service": SERVICE,
            "steps": STEPS,
            "refusal": "这张单是您录的，不能再由您审核。已经自动转给云城村幸福院。",
            "signs": [],
            "photos": [],
            "shortfall": None,
        },
    ],
}
