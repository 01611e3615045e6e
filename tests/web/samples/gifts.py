"""Samples of the pages of time given on: gifts, promises, the pool, grants, departures."""

from datetime import date

from tests.web.samples.shell import COORDINATOR, COUNTY, NINE, PAGED, VOLUNTEER, Samples

KIN = [{"code": "m1", "words": "王桂兰", "hint": "父母", "icon": "person"}]
GIFT = {
    "id": "g1",
    "number": "10006",
    "is_mine": True,
    "other": "王桂兰",
    "receiver": "王桂兰",
    "minutes": 300,
    "state": "offered",
    "on": date(2026, 11, 20),
    "free_from": NINE,
    "waits": False,
}
PROMISE = {"id": "p1", "is_mine": True, "other": "王桂兰", "minutes": 120, "may_end": True}
POOL = {
    "site_name": "大丰村互助点",
    "available": 600,
    "reserved": 60,
    "donated_minutes": 1200,
    "donors": 7,
    "services": 9,
    "elders": 4,
    "paid_minutes": 540,
    "services_since": 3,
}
PROGRAMME = {
    "id": "p1",
    "number": "10006",
    "name": "高龄独居补助",
    "who": "上林县 · 80 岁以上 · 独居",
    "monthly": 120,
    "budget": 60_000,
    "granted": 24_000,
    "left": 36_000,
    "ended_on": None,
}
RUN = {
    "month": date(2026, 11, 1),
    "granted": 200,
    "unfunded": 0,
    "lapsed_minutes": 3600,
    "finished_at": NINE,
}
DEPARTURE = {
    "id": "d1",
    "number": "10006",
    "member_id": "m1",
    "name": "韦老三",
    "kind": "离世",
    "on": date(2026, 11, 16),
    "state": "pending",
    "entered_by": "农美玲",
    "confirmed_by": None,
    "due_on": date(2026, 11, 23),
    "claim_until": None,
    "left": 120,
    "claimed": 0,
    "pooled": 0,
}
CLAIM = {
    "id": "c1",
    "heir": "韦晓梅",
    "relation": "子女",
    "minutes": 60,
    "state": "proposed",
    "may_pay": True,
    "may_withdraw": True,
}

GIFTS: Samples = {
    "gifts.html": [
        {
            **VOLUNTEER,
            **PAGED,
            "offered": [GIFT, {**GIFT, "id": "g2", "waits": True}],
            "gifts": [GIFT, {**GIFT, "id": "g3", "is_mine": False, "state": "accepted"}],
            "promises": [PROMISE, {**PROMISE, "id": "p2", "is_mine": False, "may_end": False}],
        },
        {**VOLUNTEER, **PAGED, "offered": [], "gifts": [], "promises": []},
    ],
    "gift_new.html": [
        {**VOLUNTEER, "kin": kin, "available": 900, "free_hours": 10, "delay_hours": 24} for kin in (KIN, [])
    ],
    "promise_new.html": [{**VOLUNTEER, "kin": kin} for kin in (KIN, [])],
    "donations.html": [
        {
            **VOLUNTEER,
            **PAGED,
            "pool": POOL,
            "available": 900,
            "donations": [
                {
                    "number": "10006",
                    "site_name": "大丰村互助点",
                    "minutes": 180,
                    "donated_on": date(2026, 11, 20),
                }
            ],
        },
        {**VOLUNTEER, **PAGED, "pool": {**POOL, "services_since": 0}, "available": 0, "donations": []},
    ],
    "programmes.html": [
        {
            **COUNTY,
            "programmes": [PROGRAMME, {**PROGRAMME, "ended_on": date(2026, 11, 30)}],
            "may_make": True,
        },
        {**COUNTY, "programmes": [], "may_make": False},
    ],
    "programme_new.html": [
        {**COUNTY, "living": [("alone", "独居")], "tags": [("disabled", "失能"), ("destitute", "特困")]}
    ],
    "programme_show.html": [
        {
            **COUNTY,
            "programme": PROGRAMME,
            "runs": [RUN, {**RUN, "month": date(2026, 10, 1), "finished_at": None}],
            "may_change": True,
        },
        {
            **COUNTY,
            "programme": {**PROGRAMME, "ended_on": date(2026, 11, 30)},
            "runs": [],
            "may_change": False,
        },
    ],
    "departures.html": [
        {**COORDINATOR, **PAGED, "departures": [DEPARTURE]},
        {**COORDINATOR, **PAGED, "departures": []},
    ],
    "departure_new.html": [
        {
            **COORDINATOR,
            "member": {"id": "m1", "name": "韦老三", "number": "10006"},
            "kinds": [{"code": "died", "words": "离世"}, {"code": "left", "words": "本人退出"}],
            "wait_days": 7,
        }
    ],
    "departure_show.html": [
        {
            **COORDINATOR,
            "departure": DEPARTURE,
            "claims": [],
            "may_confirm": True,
            "may_take_back": True,
            "may_claim": False,
        },
        {
            **COORDINATOR,
            "departure": {
                **DEPARTURE,
                "state": "frozen",
                "confirmed_by": "潘国栋",
                "due_on": None,
                "claim_until": date(2028, 11, 23),
                "claimed": 60,
                "pooled": 30,
            },
            "claims": [
                CLAIM,
                {**CLAIM, "id": "c2", "state": "paid", "may_pay": False, "may_withdraw": False},
            ],
            "may_confirm": False,
            "may_take_back": False,
            "may_claim": True,
        },
    ],
}
