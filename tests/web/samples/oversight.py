"""Samples of the pages of county and auditor."""

from tests.web.samples.shell import COUNTY, MONDAY, PAGED, ROOT, TEN, THURSDAY, Samples
from tests.web.samples.things import (
    CELLS,
    CONSENT,
    ENTRY_TEXT,
    FIGURES,
    OBJECTION,
    SERVICE,
    SERVICE_LINE,
    STEPS,
)
from web.charts import bar_chart

OVERSIGHT: Samples = {
    "county_home.html": [
        {
            **COUNTY,
            "scope": "450125100",
            "path": [{"name": "上林县", "url": "/?region=450125"}, {"name": "大丰镇", "url": None}],
            "figures": [{"words": words, **cell} for (words, _, _), cell in zip(FIGURES, CELLS, strict=True)],
            "heads": [words for words, _, _ in FIGURES],
            "rows": [
                {"name": name, "url": "/?region=450125100", "cells": CELLS}
                for name in ("大丰村", "云城村", "东春社区")
            ],
            "state_heads": ["已入账", "公示中"],
            "state_totals": CELLS[:2],
            "state_rows": [
                {"name": name, "url": "/regions?region=450125100", "cells": CELLS[:2]}
                for name in ("大丰村", "云城村", "东春社区")
            ],
            "charts": [
                bar_chart("入账时间", [("大丰村", "1100小时", 66000), ("云城村", "545小时40分", 32740)])
            ],
            "liabilities": {"issued": 98740, "held": 64210, "reserved": 1380},
        }
    ],
    "objections.html": [
        {
            **COUNTY,
            **PAGED,
            "here": "/objections",
            "state": "open",
            "objections": [
                {
                    **OBJECTION,
                    "service_number": "450125-26-001234",
                    "volunteer": "李秀英",
                    "amount": "1小时20分",
                    "site": "大丰村互助点",
                    "late": late,
                    "state": state,
                }
                for late, state in ((True, "open"), (False, "open"), (False, "upheld"))
            ],
            "to_points": [
                {
                    "award_id": "a1",
                    "number": "10080",
                    "member": "李秀英",
                    "kind": "扣分",
                    "points": 20,
                    "site": "大丰村互助点",
                    "received": TEN,
                    "answer_by": THURSDAY,
                    "state": "open",
                    "late": False,
                }
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
        },
        {
            **COUNTY,
            "objection": {
                **OBJECTION,
                "state": "upheld",
                "decided": {"reason": "圩上有三人作证。"},
            },
            "service": {**SERVICE, "state": "reversed", "notice_begins": MONDAY, "notice_ends": THURSDAY},
            "steps": STEPS,
            "is_settled": True,
        },
    ],
    "correction_new.html": [{**COUNTY, "service": {**SERVICE, "state": "settled", "credited_minutes": 80}}],
    "site_close.html": [
        {
            **COUNTY,
            "sites": [("45012510020101", "大丰村互助点")],
            "errors": {"reason": ["请填写这一项。"]},
        }
    ],
    "site_pair.html": [{**COUNTY, "sites": [("45012510020101", "大丰村互助点")]}],
    "service_list.html": [
        {
            **COUNTY,
            **PAGED,
            "here": "/services",
            "states": ("settled",),
            "count": 1,
            "minutes": 80,
            "services": [{**SERVICE_LINE, "credited_minutes": 80}],
        },
        {
            **COUNTY,
            "states": (),
            "count": None,
            "minutes": None,
            "services": [],
            "next_url": None,
            "first_url": None,
        },
    ],
    "sites.html": [
        {
            **COUNTY,
            **PAGED,
            "here": "/sites",
            "total": 18,
            "may_open": True,
            "sites": [
                {
                    "id": "45012510020101",
                    "name": "大丰村互助点",
                    "place": "大丰镇 大丰村",
                    "coordinator": "农建华",
                    "paired": None,
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
            "site_kinds": [("happiness_home", "幸福院")],
            "checklist": [("helps_meals", "助餐"), ("has_premises", "有场所")],
        }
    ],
    "coordinator_new.html": [
        {
            **COUNTY,
            "sites": [("45012510020101", "大丰村互助点")],
            "roles": [{"code": "coordinator", "words": "养老协管员", "hint": "登记、审核", "icon": None}],
            "consent": CONSENT,
            "created": None,
        },
        {
            **COUNTY,
            "sites": [],
            "roles": [],
            "consent": CONSENT,
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
                "number": 2,
                "signed": 0,
            },
            "log": None,
            "others": [{"number": 1, "url": "/ledger?log=1"}],
            "seq": "",
            "totals": [
                {
                    "unit": "min",
                    "class": kind,
                    "words": words,
                    "accounts": accounts,
                    "balance": balance,
                    "reserved": 90,
                    "coming": 0,
                }
                for kind, words, accounts, balance in (
                    ("issue", "县公益发放", 1, -80_120),
                    ("member", "", 2041, 80_120),
                )
            ],
            "entries": [
                {
                    "seq": 10411 - index,
                    "url": f"/ledger/{10411 - index}",
                    "at": TEN,
                    "words": words,
                    "kind": "settle",
                    "leaf": ROOT,
                }
                for index, words in enumerate(("入账 1小时20分", "预留 1小时", "设立账户"))
            ],
        }
    ],
    "entry_show.html": [
        {
            **COUNTY,
            "entry": {
                "place": "1041",
                "id": "tr-1",
                "kind": "settle",
                "at": TEN,
                "text": ENTRY_TEXT,
                "leaf": ROOT,
                "prev": ROOT,
            },
            "acts": "timebank/acts/v1\naccepted - 2026-11-23T01:00:00Z - -\n",
            "meaning": [("这是什么", "入账"), ("多少", "1小时20分")],
            "postings": [
                {"account": "a7kq2mzn4x5w6r7t3y2p", "holder": "王桂兰", "minutes": -80},
                {"account": "c2wq7bzn4x5w6r7t3y9k", "holder": None, "minutes": 80},
            ],
            "links": [{"url": "/services/s1", "words": "服务 450125-26-001234"}],
            "ledger_url": "/ledger",
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
            "seals": [
                {"url": "/ledger/10409", "at": TEN, "sealed": 10408, "root": ROOT, "total": "1335小时20分"},
                {"url": "/ledger/10211", "at": TEN, "sealed": 10210, "root": ROOT, "total": "1304小时"},
            ],
            "new": {"at": TEN, "since": 10390, "entries": 22},
            "may_run": True,
            "running": None,
        },
        {
            **COUNTY,
            "audit": {"at": TEN, "entries": 10412, "seconds": 7, "root": ROOT},
            "findings": [
                {
                    "seq": 1041,
                    "words": "内容和当初的指纹对不上：有人改过这一条。",
                    "says": "its bytes are not those that were hashed",
                    "url": "/ledger/1041",
                },
                {
                    "seq": None,
                    "words": "不许修改的锁不见了，或者被换过。",
                    "says": "guard ledger_entry_no_update is missing or altered",
                    "url": None,
                },
            ],
            "seals": [],
            "new": None,
            "may_run": True,
            "running": {"done": 400, "total": 10412},
        },
        {
            **COUNTY,
            "audit": {"at": TEN, "entries": 10, "seconds": 0, "root": ROOT},
            "findings": [],
            "seals": [],
            "new": None,
            "may_run": True,
            "running": {"done": 0, "total": 0},
        },
    ],
}
