"""A sample of the variables of each page, and some of its other faces: what the templates document, filled in.

The cast is that of all tests: Wang (78) receives, Li (63) gives, Nong verifies, Chen runs the county.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

Context = dict[str, Any]

NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TEN = datetime(2026, 11, 23, 2, 20, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
THURSDAY = date(2026, 11, 26)
ROOT = "9f2c4be07a16d83355a0c1be74f2906d13c8e5aa0b77f4d2169e3c5a8842f01b"

WANG = {"name": "王桂兰", "masked": False, "age": 78}
LI = {"name": "李秀英", "masked": False, "age": 63}
NAV_ELDER = [
    ("/", "首页", "home"),
    ("/needs/new", "我要帮助", "help"),
    ("/time", "我的时间", "clock"),
    ("/confirmations", "确认服务", "done"),
    ("/me", "我的", "person"),
]
NAV_VOLUNTEER = [
    ("/", "今天", "home"),
    ("/open-needs", "谁要帮忙", "help"),
    ("/hours", "我的时间", "clock"),
    ("/me", "我的", "person"),
]
NAV_COORDINATOR = [
    ("/", "待办", "list"),
    ("/needs", "需求", "help"),
    ("/members", "成员", "people"),
    ("/notices", "公示", "board"),
    ("/me", "我的", "person"),
]
NAV_COUNTY = [
    ("/", "全县", "tree"),
    ("/objections", "异议", "flag"),
    ("/sites", "互助点", "home"),
    ("/ledger", "账本", "book"),
    ("/audit", "审计", "shield"),
    ("/me", "我的", "person"),
]

SHELL: Context = {
    "lang": "zh-Hans-CN",
    "languages": [("zh-Hans-CN", "中文"), ("en", "English")],
    "mode": "standard",
    "demo": True,
    "county": "上林县",
    "here": "/",
    "nav": [],
    "doors": [],
    "actor": None,
    "acting_for": None,
    "contact": {"name": "农建华", "phone": "0771-5550101", "site": "大丰村互助点"},
    "emergency": False,
    "values": {},
    "errors": {},
}
DOORS = [
    {"url": "/doors/serving", "words": "我来服务", "icon": "hands", "is_current": True},
    {"url": "/doors/care", "words": "我要帮助", "icon": "help", "is_current": False},
]
ELDER: Context = {"nav": NAV_ELDER, "actor": {"name": "王桂兰", "roles": "老人"}, "emergency": True}
VOLUNTEER: Context = {"nav": NAV_VOLUNTEER, "doors": DOORS, "actor": {"name": "李秀英", "roles": "志愿者"}}
COORDINATOR: Context = {"nav": NAV_COORDINATOR, "actor": {"name": "农建华", "roles": "协管员"}}
COUNTY: Context = {"nav": NAV_COUNTY, "actor": {"name": "陈卫国", "roles": "县级"}}
PAGED: Context = {"next_url": "?after=20", "first_url": None}

NOTICE_LINES = [
    {
        "number": f"450125-26-{number:06}",
        "volunteer": masked,
        "site": site,
        "day": MONDAY,
        "minutes": worked,
        "until": THURSDAY,
    }
    for number, masked, site, worked in (
        (1234, "李*英", "大丰村互助点", 80),
        (1235, "韦*", "云城村幸福院", 120),
        (1236, "蓝**", "东春社区邻里互助点", 45),
    )
]
STEPS = [
    {"words": "接单，预留1小时", "at": NINE, "who": "李秀英", "note": None},
    {"words": "签到", "at": NINE, "who": "李秀英", "note": None},
    {"words": "签退", "at": TEN, "who": "李秀英", "note": "比约好的多20分"},
    {"words": "老人确认", "at": TEN, "who": "王桂兰", "note": "用卡和数字密码"},
    {"words": "审核", "at": None, "who": None, "note": None},
    {"words": "公示 3 个工作日", "at": None, "who": None, "note": None},
    {"words": "入账", "at": None, "who": None, "note": None},
]
SERVICE = {
    "id": "s1",
    "number": "450125-26-001234",
    "kind": "助医",
    "state": "confirmed",
    "volunteer": LI,
    "elder": WANG,
    "planned_at": NINE,
    "planned_minutes": 60,
    "started_at": NINE,
    "ended_at": TEN,
    "worked_minutes": 80,
    "credited_minutes": None,
    "payer": "老人自己存的时间",
    "place": "大丰村那马屯，祠堂后面第二家",
    "phone": "13800000078",
    "note": "腿脚不便，请带上轮椅",
    "way": "老人的卡和数字密码，在志愿者的手机上",
    "recorded_by": None,
    "notice_begins": None,
    "notice_ends": None,
    "is_logged_afterwards": False,
}
NEED = {
    "id": "n1",
    "kind": "助医",
    "starts_at": NINE,
    "minutes": 60,
    "state": "open",
    "payer": None,
    "note": "腿脚不便，请带上轮椅",
    "hamlet": "那马屯",
    "elder": {"name": "王奶奶", "masked": True, "age": 78},
    "place": None,
    "phone": None,
    "entered_by": "农建华 代办",
}
BALANCE = {"available": 540, "reserved": 60, "coming": 80, "lifetime": 1260}
LINES = [
    {"at": TEN, "words": "助医，李秀英来帮忙", "minutes": -80, "balance": 540, "url": "/services/s1"},
    {"at": NINE, "words": "助餐，帮韦大爷", "minutes": 620, "balance": 620, "url": "/services/s0"},
]
KINDS = [
    {"code": "meals", "words": "助餐", "hint": "做饭、送饭，陪您吃饭", "icon": "bowl"},
    {"code": "bathing", "words": "助浴", "hint": "帮您洗澡、洗头、擦身", "icon": "bath"},
    {"code": "cleaning", "words": "助洁", "hint": "打扫屋子，洗衣服、晒被子", "icon": "broom"},
    {"code": "medical", "words": "助医", "hint": "陪您去看病、取药，不打针不治疗", "icon": "clinic"},
    {"code": "walking", "words": "助行", "hint": "扶您出门走走，推轮椅、上下楼", "icon": "walk"},
    {"code": "shopping", "words": "助购", "hint": "替您或陪您赶圩、买东西", "icon": "basket"},
    {"code": "company", "words": "助聊", "hint": "上门陪您说说话", "icon": "chat"},
    {"code": "safety", "words": "助安", "hint": "看看家里的电、煤气、水和门窗", "icon": "shield"},
    {"code": "comfort", "words": "精神慰藉", "hint": "长期陪伴和开导，由学过的人来做", "icon": "hands"},
    {"code": "errands", "words": "代办", "hint": "替您交费、取件、跑手续", "icon": "form"},
    {"code": "visit", "words": "探访", "hint": "定期上门看望，问问您缺什么", "icon": "door"},
    {"code": "respite", "words": "喘息", "hint": "替家里照顾您的人歇一歇", "icon": "rest"},
]
KIND_CHOICES = [{"code": kind["code"], "words": kind["words"], "icon": kind["icon"]} for kind in KINDS]
KIND_CARDS = [{**kind, "url": f"/needs/new?kind={kind['code']}"} for kind in KINDS]
DAYS = [
    {"code": "2026-11-22", "words": "今天", "hint": "11月22日", "icon": None},
    {"code": "2026-11-23", "words": "明天", "hint": "11月23日", "icon": None},
    {"code": "2026-11-24", "words": "后天", "hint": "11月24日", "icon": None},
]
LENGTHS = [
    {"code": code, "words": words, "hint": None, "icon": None}
    for code, words in ((30, "半小时"), (60, "1小时"), (90, "1小时30分"), (120, "2小时"))
]
TIMES = [(f"{hour:02}:00", f"{hour}点") for hour in range(7, 20)]
TIME_CARDS = [
    {"url": f"/needs/new?starts_time={code}", "words": words, "hint": None, "icon": None}
    for code, words in TIMES
]
PLACES = [
    {"code": "home", "words": "家里", "hint": None, "icon": "home"},
    {"code": "site", "words": "互助点", "hint": None, "icon": "people"},
]
PAYERS = [
    {"code": "own", "words": "老人自己存的时间", "hint": "可用 9小时", "icon": "wallet"},
    {"code": "public", "words": "公益：由县里付", "hint": "在全县公开的额度之内", "icon": "people"},
]
CHOSEN = [
    {"term": term, "words": words, "change_url": "/needs/new"}
    for term, words in (
        ("帮什么忙", "助医"),
        ("哪一天", "明天 11月23日"),
        ("几点", "9点"),
        ("多久", "1小时"),
        ("在哪里", "家里"),
        ("谁来付", "我自己存的时间"),
    )
]
TASK = {
    "id": "s1",
    "kind": "助医",
    "at": NINE,
    "minutes": 60,
    "elder": "王桂兰",
    "place": "大丰村那马屯，祠堂后面第二家",
    "phone": "13800000078",
    "state": "accepted",
    "next": "check_in",
}
QUEUE_ITEM = {
    "url": "/services/s1/verification",
    "title": "助医 · 李秀英 → 王桂兰",
    "words": "11月23日 周一 09:00 · 1小时20分",
    "state": "confirmed",
}
SLIP_SERVICE = {
    "id": "s2",
    "number": "450125-26-001240",
    "kind": "助洁",
    "volunteer": "李秀英",
    "elder": "韦大爷",
    "at": NINE,
    "minutes": 60,
}
MEMBER = {
    "id": "m1",
    "number": "450125-000078",
    "name": "王桂兰",
    "age": 78,
    "sex": "女",
    "roles": "老人、志愿者",
    "place": "大丰村 那马屯",
    "site": "大丰村互助点",
    "languages": "壮语、普通话",
    "since": MONDAY,
}
SENSITIVE = {
    "phone": "13800000078",
    "address": "那马屯，祠堂后面第二家",
    "id_number": None,
    "living": "独居",
    "ability_level": "2 能力中度受损",
    "tags": "高龄",
}
LOOKS = [{"at": NINE, "who": "农建华", "why": "陪去医院要带的资料"}]
OBJECTION = {
    "id": "o1",
    "number": "Y-000012",
    "reason": "那天下午志愿者在圩上，没有来。",
    "contact": None,
    "received": NINE,
    "answer_by": THURSDAY,
    "state": "open",
    "decided": None,
}
FIGURES = [
    ("成员", 2014, "count"),
    ("互助点", 18, "count"),
    ("服务", 1512, "count"),
    ("时间", 98740, "minutes"),
]
CELLS = [
    {"value": value, "unit": unit, "url": f"/members?region=450125&f={value}"} for _, value, unit in FIGURES
]
ENTRY_TEXT = (
    "tb1\nbook 450125\nseq 1041\nkind settle\nrecorded 2026-11-26T16:00:02Z\nposting a7k… min -80 v5\n"
)

Samples = dict[str, list[Context]]

PUBLIC: Samples = {
    "front.html": [{"verify_url": "/verify"}, {"verify_url": None, "mode": "elder"}],
    "login.html": [
        {"way": "card", "next": "", "needs_code": False, "resume": ""},
        {
            "way": "phone",
            "next": "/",
            "needs_code": True,
            "resume": "c2VhbGVk",
            "values": {"phone": "13800000063"},
            "errors": {"password": ["手机号或密码不对。再试一次，或者请协管员帮您换密码。"]},
        },
    ],
    "error.html": [
        {"status": status, "message": message, "code": code, "retry": retry}
        for status, message, code, retry in (
            (404, None, None, None),
            (422, "可用时间不够：还差 20分。", "not_enough_time", "/needs/new"),
            (503, None, "busy", "/"),
        )
    ],
    "notices.html": [
        {"number": "", "lines": NOTICE_LINES, **PAGED},
        {"number": "450125-26-009999", "lines": [], "next_url": None, "first_url": None},
    ],
    "notices_print.html": [
        {
            "back_url": "/notices",
            "place": "大丰镇 大丰村",
            "printed": MONDAY,
            "telephone": "0771-5550100",
            "lines": NOTICE_LINES * 4,
        }
    ],
    "objection_new.html": [
        {
            "service": NOTICE_LINES[0],
            "days": 10,
            "values": {"number": "450125-26-001234"},
            "errors": {"reason": ["请写一句哪里不对，县里才好核查。"]},
        }
    ],
    "objection_done.html": [
        {"objection": {"number": "Y-000012", "service_number": "450125-26-001234", "answer_by": THURSDAY}}
    ],
    "one_time_code.html": [{"min_length": 8}],
}

CARE: Samples = {
    "elder_home.html": [
        {
            **ELDER,
            "waiting": 1,
            "available": 540,
            "coming": {"id": "n1", "kind": "助医", "at": NINE, "volunteer": "李秀英"},
        }
    ],
    "need_new.html": [
        {
            **ELDER,
            "step": step,
            "position": position,
            "total": 6,
            "back_url": "/",
            "choices": choices,
            "chosen": CHOSEN[: position - 1] if step != "confirm" else CHOSEN,
            "available": 540,
            "minutes": 60,
            "payer": payer,
            "values": {
                "kind": "medical",
                "starts_day": "2026-11-23",
                "starts_time": "09:00",
                "minutes": "60",
            },
        }
        for step, position, choices, payer in (
            ("kind", 1, KIND_CARDS, None),
            ("time", 3, TIME_CARDS, None),
            ("payer", 6, [{**each, "url": "/needs/new"} for each in PAYERS], None),
            ("confirm", 7, [], {"words": "我自己存的时间", "takes_own": True}),
            ("confirm", 7, [], None),
        )
    ],
    "need_list.html": [
        {
            **ELDER,
            **PAGED,
            "needs": [
                {**NEED, "payer_to_be_found": True, "volunteer": None, "elder": None},
                {**NEED, "state": "taken", "payer_to_be_found": False, "volunteer": "李秀英", "elder": None},
            ],
        }
    ],
    "need_show.html": [
        {**VOLUNTEER, "need": NEED, "steps": [], "service_id": None, "actions": ["accept"]},
        {
            **ELDER,
            "need": {
                **NEED,
                "elder": WANG,
                "place": "家里",
                "phone": "13800000078",
                "payer": "我自己存的时间",
            },
            "steps": STEPS,
            "service_id": "s1",
            "actions": ["choose_payer", "cancel"],
        },
    ],
    "elder_time.html": [{**ELDER, **PAGED, "here": "/time", "balance": BALANCE, "lines": LINES}],
    "confirm_list.html": [
        {
            **ELDER,
            "here": "/confirmations",
            "services": [{"id": "s1", "kind": "助医", "volunteer": "李秀英", "at": NINE, "minutes": 80}],
        },
        {**ELDER, "services": []},
    ],
    "confirm_service.html": [
        {**ELDER, "service": {**SERVICE, "minutes": 80, "takes_own": True}, "way": "own"},
        {
            **VOLUNTEER,
            "service": {**SERVICE, "minutes": 80, "takes_own": True},
            "way": "card",
            "acting_for": "王桂兰",
            "errors": {"pin": ["数字密码不对，还可以再试 3 次。"]},
        },
    ],
}

GIVING: Samples = {
    "volunteer_home.html": [
        {
            **VOLUNTEER,
            "today": [TASK, {**TASK, "state": "checked_in", "next": "check_out", "kind": "助洁"}],
            "coming": [TASK],
            "open_count": 7,
            "balance": BALANCE,
        },
        {**VOLUNTEER, "today": [], "coming": [], "open_count": 0, "balance": BALANCE},
    ],
    "open_needs.html": [
        {
            **VOLUNTEER,
            **PAGED,
            "here": "/open-needs",
            "needs": [
                {
                    "id": "n1",
                    "kind": {"name": "助医", "icon": "clinic"},
                    "hamlet": "那马屯",
                    "elder": "桂兰",
                    "starts_at": NINE,
                    "minutes": 60,
                    "urgent": urgent,
                    "reasons": ["80 岁以上独居", "等了 2 天"],
                }
                for urgent in (True, False)
            ],
        }
    ],
    "service_show.html": [
        {
            **VOLUNTEER,
            "service": {**SERVICE, "state": "checked_out", "way": None},
            "steps": STEPS,
            "actions": ["check_in", "check_out", "confirm", "slip", "verify", "correct", "cancel", "no_show"],
            "entries": [{"seq": 1041, "words": "预留 1小时", "at": NINE, "url": "/ledger/1041"}],
            "correction": {"url": "/services/s9", "words": "这一笔已经更正。"},
            "back_url": "/",
        }
    ],
    "service_log.html": [
        {
            **VOLUNTEER,
            "elders": [("m1", "王桂兰 · 那马屯"), ("m2", "韦大爷 · 岜独屯")],
            "kinds": KIND_CHOICES,
            "days": DAYS,
            "times": TIMES,
            "lengths": LENGTHS,
            "errors": {"starts_time": ["这段时间您已经有另一次服务，请核对几点开始。"]},
            "values": {"kind": "medical", "starts_time": "09:00", "minutes": 60},
        }
    ],
    "volunteer_hours.html": [
        {**VOLUNTEER, **PAGED, "balance": BALANCE, "may_redeem": False, "redeem_age": 60, "lines": LINES},
        {**VOLUNTEER, **PAGED, "balance": BALANCE, "may_redeem": True, "redeem_age": 60, "lines": []},
    ],
}

DESK: Samples = {
    "coordinator_home.html": [
        {
            **COORDINATOR,
            "site": "大丰村互助点",
            "groups": [
                {
                    "code": "verify",
                    "total": 12,
                    "items": [QUEUE_ITEM] * 3,
                    "more_url": "/services?state=confirmed",
                },
                {"code": "payer", "total": 1, "items": [{**QUEUE_ITEM, "state": None}], "more_url": None},
                {"code": "objections", "total": 0, "items": [], "more_url": None},
                {"code": "referred", "total": 1, "items": [QUEUE_ITEM], "more_url": None},
                {
                    "code": "settle",
                    "total": 1,
                    "items": [{**QUEUE_ITEM, "state": "on_notice"}],
                    "more_url": None,
                },
            ],
        }
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
            "kinds": KIND_CHOICES,
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
            "consent": {
                "version": "2026-11-01",
                "paragraphs": [
                    "我们登记您的姓名、出生日期、住址和电话，只用来安排互助服务、记您的时间。",
                    "身体情况另外存放，加密保存；谁看过都有记录，您可以来问。",
                ],
            },
            "values": {"roles": ["elder"], "birth_date_year": "1948", "birth_date_month": "2"},
            "errors": {"birth_date": ["没有这一天，请核对月和日。"], "roles": ["请至少选一样。"]},
        }
    ],
    "member_list.html": [
        {
            **COORDINATOR,
            **PAGED,
            "here": "/members",
            "q": "",
            "role": "elder",
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
        {**COORDINATOR, "q": "zz", "role": "", "members": [], "next_url": None, "first_url": None},
    ],
    "member_show.html": [
        {
            **COORDINATOR,
            "member": MEMBER,
            "sensitive": sensitive,
            "balance": BALANCE,
            "looks": LOOKS,
            "actions": ["look", "enter_need", "issue_card", "one_time_code", "statement"],
            "fresh_card": card,
        }
        for sensitive, card in ((None, None), (SENSITIVE, {"card": "6201 0078 4415", "pin": "482913"}))
    ],
    "slip_new.html": [
        {**COORDINATOR, "service": None, "services": [SLIP_SERVICE]},
        {**COORDINATOR, "service": SLIP_SERVICE, "services": []},
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
            "shortfall": {"missing": 20, "payers": PAYERS[1:]},
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

OVERSIGHT: Samples = {
    "county_home.html": [
        {
            **COUNTY,
            "path": [{"name": "上林县", "url": "/?region=450125"}, {"name": "大丰镇", "url": None}],
            "figures": [{"words": words, **cell} for (words, _, _), cell in zip(FIGURES, CELLS, strict=True)],
            "heads": [words for words, _, _ in FIGURES],
            "rows": [
                {"name": name, "url": "/?region=450125100", "cells": CELLS}
                for name in ("大丰村", "云城村", "东春社区")
            ],
            "liabilities": {"issued": 98740, "held": 64210, "reserved": 1380},
        }
    ],
    "objections.html": [
        {
            **COUNTY,
            **PAGED,
            "here": "/objections",
            "objections": [
                {
                    **OBJECTION,
                    "service_number": "450125-26-001234",
                    "kind": "助医",
                    "site": "大丰村互助点",
                    "late": late,
                    "state": state,
                }
                for late, state in ((True, "open"), (False, "open"), (False, "upheld"))
            ],
        }
    ],
    "objection_decide.html": [
        {
            **COUNTY,
            "objection": OBJECTION,
            "service": {**SERVICE, "state": "objected", "credited_minutes": 80},
            "steps": STEPS,
            "is_settled": True,
            "refusal": None,
        },
        {
            **COUNTY,
            "objection": {
                **OBJECTION,
                "state": "upheld",
                "decided": {"at": TEN, "who": "陈卫国", "reason": "圩上有三人作证。"},
            },
            "service": {**SERVICE, "state": "reversed", "notice_begins": MONDAY, "notice_ends": THURSDAY},
            "steps": STEPS,
            "is_settled": True,
            "refusal": None,
        },
    ],
    "correction_new.html": [{**COUNTY, "service": {**SERVICE, "state": "settled", "credited_minutes": 80}}],
    "sites.html": [
        {
            **COUNTY,
            **PAGED,
            "here": "/sites",
            "may_open": True,
            "sites": [
                {
                    "id": "45012510020101",
                    "name": "大丰村互助点",
                    "place": "大丰镇 大丰村",
                    "coordinator": "农建华",
                    "members": 214,
                    "state": "active",
                    "url": None,
                }
            ],
        }
    ],
    "site_new.html": [
        {
            **COUNTY,
            "villages": [("450125100201", "大丰镇 大丰村")],
            "checklist": [("helps_meals", "助餐"), ("has_premises", "有场所")],
        }
    ],
    "coordinator_new.html": [
        {
            **COUNTY,
            "sites": [("45012510020101", "大丰村互助点")],
            "roles": [{"code": "coordinator", "words": "养老协管员", "hint": "登记、审核", "icon": None}],
            "created": None,
        },
        {
            **COUNTY,
            "sites": [],
            "roles": [],
            "created": {"name": "赵明", "phone": "13800000044", "code": "K7Q4-MX2P", "expires_at": TEN},
        },
    ],
    "ledger.html": [
        {
            **COUNTY,
            **PAGED,
            "here": "/ledger",
            "head": {
                "size": 10412,
                "root": ROOT,
                "at": TEN,
                "origin": "timebank.example/450125",
                "signed_at": None,
            },
            "seq": "",
            "entries": [
                {"seq": 10411 - index, "at": TEN, "words": words, "kind": "settle", "leaf": ROOT}
                for index, words in enumerate(("入账 1小时20分", "预留 1小时", "设立账户"))
            ],
        }
    ],
    "entry_show.html": [
        {
            **COUNTY,
            "entry": {
                "seq": 1041,
                "id": "tr-1",
                "kind": "settle",
                "at": TEN,
                "text": ENTRY_TEXT,
                "leaf": ROOT,
                "prev": ROOT,
            },
            "meaning": [("这是什么", "入账"), ("多少", "1小时20分")],
            "postings": [
                {"account": "a7kq2mzn4x5w6r7t3y2p", "holder": "王桂兰", "minutes": -80},
                {"account": "c2wq7bzn4x5w6r7t3y9k", "holder": None, "minutes": 80},
            ],
            "links": [{"url": "/services/s1", "words": "服务 450125-26-001234"}],
            "previous_url": "/ledger/1040",
            "next_url": "/ledger/1042",
        }
    ],
    "audit.html": [
        {
            **COUNTY,
            "here": "/audit",
            "audit": {"at": TEN, "entries": 10412, "seconds": 7, "root": ROOT},
            "findings": [],
            "may_run": True,
            "running": None,
        },
        {
            **COUNTY,
            "audit": {"at": TEN, "entries": 10412, "seconds": 7, "root": ROOT},
            "findings": [
                {"seq": 1041, "words": "内容和指纹对不上：有人改过这一条。", "url": "/ledger/1041"},
                {"seq": None, "words": "不许修改的锁不见了。", "url": None},
            ],
            "may_run": True,
            "running": {"done": 400, "total": 10412},
        },
    ],
}

OWN: Samples = {
    "my_page.html": [
        {
            **VOLUNTEER,
            "here": "/me",
            "me": [("姓名", "李秀英"), ("手机号", "138****0063"), ("住址", None)],
            "consents": [
                {"id": "c1", "name": "登记资料", "version": "2026-11-01", "at": NINE, "withdrawn_at": None},
                {"id": "c2", "name": "身体情况", "version": "2026-11-01", "at": NINE, "withdrawn_at": TEN},
            ],
            "sessions": [
                {"id": "d1", "device": "安卓手机，微信", "last_seen": TEN, "is_current": True},
                {"id": "d2", "device": "电脑，Edge", "last_seen": NINE, "is_current": False},
            ],
            "looks": LOOKS,
            "has_password": True,
            "has_card": True,
            "min_length": 8,
            "export_url": "/me/export",
        }
    ],
    "resume.html": [{**VOLUNTEER, "path": "/services", "inputs": [("kind", "medical"), ("minutes", "60")]}],
    "api_docs.html": [{"spec_url": "/api/v1/openapi.json"}],
}

SAMPLES: Samples = {**PUBLIC, **CARE, **GIVING, **DESK, **OVERSIGHT, **OWN}


def all_samples() -> Iterator[tuple[str, str, Context]]:
    """Yield (name of the sample, template, full context) for every page and each of its faces."""
    for template, contexts in SAMPLES.items():
        for index, context in enumerate(contexts):
            yield f"{template.removesuffix('.html')}-{index}", template, {**SHELL, **context}
