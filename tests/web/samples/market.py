"""Samples of the pages of points and of the shop."""

from tests.web.samples.shell import COORDINATOR, COUNTY, ELDER, MONDAY, NINE, PAGED, TEN, THURSDAY, Samples
from tests.web.samples.teams import TEAM

POINTS = {
    "household_id": "h1",
    "household_number": "100045",
    "members": ("李秀英", "王桂兰"),
    "available": 64,
    "reserved": 36,
    "balance": 100,
    "lifetime": 260,
    "deed_points": 40,
}
AWARD = {
    "id": "a1",
    "number": "10009",
    "kind": "加分",
    "is_deduction": False,
    "state": "on_notice",
    "member": "李秀英",
    "head": "人居环境",
    "points": 30,
    "counted_points": 0,
    "site": "大丰村互助点",
    "notice_until": THURSDAY,
}
AWARD_FACTS = {**AWARD, "words": "庭院干净", "day": MONDAY, "rule": ""}
NOTICE = {
    "number": "10009",
    "member": "李*英",
    "site_name": "大丰村互助点",
    "head": "人居环境",
    "points": 30,
    "notice_until": THURSDAY,
}
GOODS = [
    {"item": "rice", "name": "大米", "measure": "袋", "points": 8, "available": 49, "donors": ()},
    {
        "item": "oil",
        "name": "食用油",
        "measure": "瓶",
        "points": 20,
        "available": 178,
        "donors": ("宁记商行",),
    },
    {"item": "soap", "name": "肥皂", "measure": "块", "points": 2, "available": 0, "donors": ()},
]
SHOP = {
    "site": "45012510020101",
    "site_name": "大丰村互助点",
    "status": "open",
    "price_list": "10012",
    "valid_from": MONDAY,
    "goods": GOODS,
}
SHOPS = [("45012510020101", "大丰村互助点"), ("45012510020201", "云城村幸福院")]
ORDER = {
    "id": "o1",
    "number": "10031",
    "state": "reserved",
    "site": "大丰村互助点",
    "points": 36,
    "price_list": "10012",
    "household": "100045",
    "ordered_by": "李秀英",
    "placed_by": "卢彩霞",
    "placed_at": NINE,
    "hold_until": THURSDAY,
    "code": "042917",
    "title": "食用油 1瓶、大米 2袋",
    "lines": [
        {"item": "oil", "name": "食用油", "measure": "瓶", "quantity": 1, "points": 20, "returned": 0},
        {"item": "rice", "name": "大米", "measure": "袋", "quantity": 2, "points": 8, "returned": 1},
    ],
}
STOCK = [
    {
        "item": "oil",
        "name": "食用油",
        "measure": "瓶",
        "points": 20,
        "delivered": 180,
        "held": 176,
        "reserved": 1,
        "handed_over": 2,
        "spoiled": 1,
        "difference": -1,
        "low_at": 180,
        "is_low": True,
        "donors": ("宁记商行",),
    }
]
COUNT = {
    "id": "c1",
    "name": "食用油",
    "expected": 180,
    "counted": 179,
    "difference": -1,
    "reason": "碰碎了",
    "state": "waiting",
    "counted_by": "卢彩霞",
    "counted_at": TEN,
    "confirmed_by": "",
}
ITEMS = [("oil", "食用油（瓶）"), ("rice", "大米（袋）")]
SHEET = {
    "back_url": "/points/notices",
    "place": "大丰村互助点",
    "telephone": "0771-5550101",
    "printed": MONDAY,
}
OBJECTION = {
    "id": "o1",
    "number": "10002",
    "reason": "院子没有扫",
    "contact": "13800000078",
    "answer_by": THURSDAY,
}
STEPS = [
    {"words": "提出", "at": NINE, "who": "农建华", "note": None},
    {"words": "审核", "at": None, "who": None, "note": None},
]

MARKET: Samples = {
    "points.html": [
        {
            **ELDER,
            **PAGED,
            "points": POINTS,
            "is_own": True,
            "lines": [
                {
                    "at": TEN,
                    "words": "换了东西",
                    "change": -36,
                    "set_aside": 0,
                    "balance": 64,
                    "url": "/shop/orders/o1",
                },
                {"at": NINE, "words": "订了东西", "change": 0, "set_aside": 36, "balance": 100, "url": None},
                {
                    "at": NINE,
                    "words": "做好事得的",
                    "change": 100,
                    "set_aside": 0,
                    "balance": 100,
                    "url": None,
                },
            ],
            "awards": [AWARD],
            "red_list": [{"id": "r1", "words": "带头扫巷子", "state": "asked"}],
        },
        {
            **COORDINATOR,
            "points": POINTS,
            "is_own": False,
            "lines": [],
            "awards": [],
            "red_list": [],
            "next_url": None,
            "first_url": None,
        },
    ],
    "points_entries.html": [
        {
            **COUNTY,
            **PAGED,
            "total": 30,
            "lines": [{"line": {"seq": 1041, "points": 30, "recorded_at": NINE}, "words": "做好事得的"}],
        },
        {**COUNTY, "total": None, "lines": [], "next_url": None, "first_url": None},
    ],
    "goods_moved.html": [
        {
            **COUNTY,
            **PAGED,
            "came_in": came_in,
            "total": 30,
            "lines": [
                {
                    "number": "450125-00000128",
                    "day": MONDAY,
                    "site_name": "大丰村互助点",
                    "item": "大米 5 公斤",
                    "measure": "袋",
                    "pieces": 30,
                }
            ],
        }
        for came_in in (True, False)
    ],
    "awards.html": [
        {**COORDINATOR, **PAGED, "awards": [AWARD, {**AWARD, "state": "proposed"}], "may_propose": True},
        {**ELDER, "awards": [], "may_propose": False, "next_url": None, "first_url": None},
    ],
    "award_new.html": [
        {**COORDINATOR, "member": None, "heads": [], "rules": [], "deducts": False},
        {
            **COORDINATOR,
            "member": {"id": "m1", "names": "李秀英"},
            "heads": [
                {"code": "clean", "words": "人居环境", "hint": "庭院干净、垃圾分类"},
                {"code": "customs", "words": "移风易俗", "hint": "红白事简办"},
            ],
            "rules": [("r1", "大丰村村规民约 · 2026-01-01")],
            "deducts": False,
            "values": {"day_year": "2026", "day_month": "11", "day_day": "23"},
            "errors": {"points": ["一件好事最多 100 分。"]},
        },
        {
            **COORDINATOR,
            "member": {"id": "m1", "names": "李秀英"},
            "heads": [],
            "rules": [("r1", "大丰村村规民约 · 2026-01-01")],
            "deducts": True,
            "values": {"day_year": "2026", "day_month": "11", "day_day": "23", "rule": "r1"},
            "errors": {"points": ["请填写大于 0 的数。"]},
        },
    ],
    "award_show.html": [
        {
            **COORDINATOR,
            "award": AWARD_FACTS,
            "steps": STEPS,
            "objection": None,
            "actions": ["decide", "object"],
        },
        {
            **ELDER,
            "award": {
                **AWARD_FACTS,
                "state": "may_object",
                "is_deduction": True,
                "head": "",
                "rule": "大丰村村规民约",
            },
            "steps": STEPS,
            "objection": None,
            "actions": ["object"],
        },
        {
            **COUNTY,
            "award": {
                **AWARD_FACTS,
                "state": "counted",
                "counted_points": 20,
                "is_deduction": True,
                "head": "",
                "rule": "大丰村村规民约",
            },
            "steps": STEPS,
            "objection": OBJECTION,
            "actions": [],
        },
    ],
    "award_notices.html": [
        {**PAGED, "lines": [NOTICE], "actor": {"name": "李秀英", "roles": "志愿者"}},
        {"lines": [], "next_url": None, "first_url": None, "errors": {"number": ["没有找到这条积分记录。"]}},
    ],
    "village_rules.html": [
        {
            **COORDINATOR,
            "village": "450125100201",
            "rules": [{"id": "r1", "title": "大丰村村规民约", "adopted_on": MONDAY}],
            "may_add": True,
        },
        {**ELDER, "village": "450125100201", "rules": [], "may_add": False},
    ],
    "shop.html": [
        {
            **ELDER,
            "shop": SHOP,
            "shops": SHOPS,
            "household": POINTS,
            "is_counter": False,
            "is_for_elder": True,
            "values": {"q-oil": "2"},
        },
        {
            **COORDINATOR,
            "shop": SHOP,
            "shops": SHOPS[:1],
            "household": None,
            "is_counter": True,
            "is_for_elder": False,
            "errors": {"_schema": ["价格变了（新价目表 10013）：食用油 22。现在一共 44 分，请看看再下单。"]},
        },
        {
            **ELDER,
            "shop": {**SHOP, "status": "closed"},
            "shops": SHOPS,
            "household": POINTS,
            "is_counter": False,
            "is_for_elder": False,
        },
        {**ELDER, "shop": None, "shops": [], "household": None, "is_counter": False, "is_for_elder": False},
        {
            **ELDER,
            "shop": {**SHOP, "goods": ()},
            "shops": [],
            "household": POINTS,
            "is_counter": False,
            "is_for_elder": False,
        },
    ],
    "order_show.html": [
        {**ELDER, "order": ORDER, "actions": ["cancel"]},
        {
            **COORDINATOR,
            "order": {**ORDER, "code": ""},
            "actions": ["hand_over", "cancel"],
            "errors": {"code": ["取货码不对。"]},
        },
        {**COORDINATOR, "order": {**ORDER, "code": "", "state": "handed_over"}, "actions": ["return"]},
    ],
    "orders.html": [
        {**COORDINATOR, **PAGED, "orders": [ORDER, {**ORDER, "state": "released"}], "is_counter": True},
        {**ELDER, "orders": [], "is_counter": False, "next_url": None, "first_url": None},
    ],
    "shop_desk.html": [
        {
            **COORDINATOR,
            "site": "45012510020101",
            "shop": SHOP,
            "waiting": [ORDER],
            "low": STOCK,
            "may_open": True,
        },
        {**COORDINATOR, "site": "45012510020101", "shop": None, "waiting": [], "low": [], "may_open": True},
    ],
    "stock.html": [
        {**COORDINATOR, "site": "45012510020101", "lines": STOCK, "may_keep": True},
        {**COUNTY, "site": "45012510020101", "lines": [], "may_keep": False},
    ],
    "delivery_new.html": [
        {
            **COORDINATOR,
            "site": "45012510020101",
            "items": ITEMS,
            "donors": [("d1", "宁记商行 · 10007")],
            "donor_kinds": [("person", "个人"), ("company", "企业、商户")],
            "form_shown": form,
            "errors": {"quantity": ["请填写整数。"]},
        }
        for form in ("deliveries", "pledges", "items", "donors")
    ],
    "counts.html": [
        {
            **COORDINATOR,
            **PAGED,
            "site": "45012510020101",
            "counts": [
                {"count": COUNT, "is_waiting": True},
                {
                    "count": {**COUNT, "id": "c2", "state": "confirmed", "confirmed_by": "农建华"},
                    "is_waiting": False,
                },
            ],
            "items": ITEMS,
            "may_keep": True,
            "form_shown": "counts",
        },
        {
            **COORDINATOR,
            **PAGED,
            "site": "45012510020101",
            "counts": [],
            "items": ITEMS,
            "may_keep": True,
            "form_shown": "spoilages",
            "errors": {"quantity": ["请填写大于 0 的数。"]},
        },
        {
            **COUNTY,
            "site": "45012510020101",
            "counts": [],
            "items": [],
            "may_keep": False,
            "form_shown": "alarms",
            "next_url": None,
            "first_url": None,
        },
    ],
    "prices.html": [
        {
            **COORDINATOR,
            **PAGED,
            "site": "45012510020101",
            "lists": [
                {
                    "number": "10012",
                    "valid_from": MONDAY,
                    "is_in_force": True,
                    "prices": [{"name": "食用油", "points": 20}, {"name": "大米", "points": 8}],
                }
            ],
            "items": ITEMS,
            "may_keep": True,
            "values": {"p-oil": "20"},
        },
        {
            **ELDER,
            "site": "45012510020101",
            "lists": [],
            "items": [],
            "may_keep": False,
            "next_url": None,
            "first_url": None,
        },
    ],
    "donors.html": [
        {
            **COORDINATOR,
            **PAGED,
            "donors": [
                {"id": "d1", "number": "10007", "kind": "company", "name": "宁记商行", "is_named": False}
            ],
            "kinds": {"company": "企业、商户"},
        },
        {**COORDINATOR, "donors": [], "kinds": {}, "next_url": None, "first_url": None},
    ],
    "donor_show.html": [
        {
            **COORDINATOR,
            "view": {
                "donor": {"name": "宁记商行", "number": "10007"},
                "pledges": [
                    {
                        "number": "10003",
                        "name": "食用油",
                        "site_name": "大丰村互助点",
                        "quantity": 200,
                        "delivered": 180,
                        "pledged_on": MONDAY,
                    }
                ],
                "deliveries": [
                    {
                        "number": "10005",
                        "name": "食用油",
                        "site_name": "大丰村互助点",
                        "day": MONDAY,
                        "quantity": 180,
                        "left": 176,
                        "spoiled": 1,
                        "missing": 1,
                        "villages": [{"name": "大丰镇 大丰村", "quantity": 2}],
                    }
                ],
            },
        },
        {
            **COORDINATOR,
            "view": {"donor": {"name": "宁记商行", "number": "10007"}, "pledges": [], "deliveries": []},
        },
    ],
    "red_list.html": [
        {
            **COORDINATOR,
            **PAGED,
            "site": "45012510020101",
            "place": "大丰村互助点",
            "names": [{"id": "r1", "name": "李秀英", "words": "带头扫巷子"}],
            "own": [
                {"id": "r2", "words": "三年如一日给邻居挑水", "state": "asked"},
                {"id": "r3", "words": "带头扫巷子", "state": "agreed"},
            ],
            "may_propose": True,
        },
        {
            **ELDER,
            "site": "45012510020101",
            "place": "大丰村互助点",
            "names": [],
            "own": [],
            "may_propose": False,
            "next_url": None,
            "first_url": None,
        },
    ],
    "wall_sheet.html": [
        {**SHEET, "kind": "prices", "title": "积分超市价目表", "shop": SHOP},
        {
            **SHEET,
            "kind": "rules",
            "title": "积分怎么得、怎么用",
            "heads": [("人居环境", "庭院干净、垃圾分类")],
            "most": 100,
            "notice_days": 3,
            "hold_days": 14,
            "village_rules": [{"title": "大丰村村规民约", "adopted_on": MONDAY}],
        },
        {**SHEET, "kind": "points", "title": "积分公示", "lines": [NOTICE]},
        {
            **SHEET,
            "kind": "red_list",
            "title": "红榜",
            "names": [{"name": "李秀英", "words": "带头扫巷子"}],
        },
    ],
    "site_account.html": [
        {
            **COUNTY,
            "site": {
                "id": "45012510020101",
                "name": "大丰村互助点",
                "place": "大丰镇 大丰村",
                "phone": "0771-5550101",
            },
            "staff": "农建华、卢彩霞",
            "figures": [
                {"words": "成员", "value": 120, "unit": "count", "url": "/members?site=45012510020101"},
                {"words": "入账时间", "value": 4800, "unit": "minutes", "url": None},
            ],
            "teams": [TEAM],
            "pool": {"available": 120, "reserved": 0, "lifetime": 300},
            "takings": {"balance": 36},
            "stock": STOCK,
        }
    ],
    "workbooks.html": [
        {
            **COORDINATOR,
            "site": "45012510020101",
            "kind": "prices",
            "kinds": [
                ("prices", "价目表", "物品、积分"),
                ("awards", "加分名单", "成员号、类别、积分、日期、说明"),
            ],
            "report": {"right": 12, "wrong": [{"line": 7, "words": "请填写整数。"}]},
        },
        {
            **COORDINATOR,
            "site": "45012510020101",
            "kind": "awards",
            "kinds": [("prices", "价目表", "物品、积分")],
            "report": {"right": 12, "wrong": []},
        },
        {
            **COORDINATOR,
            "site": "45012510020101",
            "kind": "awards",
            "kinds": [("prices", "价目表", "物品、积分")],
            "report": None,
            "errors": {"file": ["表里有公式。"]},
        },
    ],
}
