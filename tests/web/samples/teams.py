"""Samples of the pages of teams and pairs."""

from datetime import date

from tests.web.samples.shell import COORDINATOR, ELDER, PAGED, VOLUNTEER, Context, Samples

TEAM: Context = {
    "id": "t1",
    "number": "10006",
    "name": "大丰互助服务队",
    "kind": "互助服务队",
    "site": "大丰村互助点",
    "lead": "李秀英",
    "people": 12,
    "founded_on": date(2026, 3, 5),
    "ended_on": None,
    "my_state": "",
}
PEOPLE = [
    {
        "id": f"m{number}",
        "number": f"1023{number}",
        "name": name,
        "is_asked": is_asked,
        "is_lead": number == 1,
        "is_me": False,
        "since": None if is_asked else date(2026, 3, 6),
        "minutes": 0 if is_asked else 480,
    }
    for number, name, is_asked in ((1, "李秀英", False), (2, "韦建国", False), (3, "莫凤仙", True))
]
SHOWN: Context = {**PAGED, "team": {**TEAM, "minutes": 5400, "services": 61}, "people": PEOPLE}

PAIR: Context = {
    "id": "p1",
    "number": "10006",
    "state": "等答复",
    "volunteer": "李秀英",
    "elder": "王桂兰",
    "hamlet": "那马屯",
    "volunteer_said": "本人同意",
    "elder_said": "还没有答复",
    "began_on": None,
    "ended_on": None,
    "waits_for": ["volunteer", "elder"],
    "is_desk": False,
    "may_end": True,
}
ENDED_PAIR: Context = {
    **PAIR,
    "state": "已经停止",
    "elder_said": "代办人同意",
    "began_on": date(2026, 3, 5),
    "ended_on": date(2026, 9, 1),
    "waits_for": [],
    "may_end": False,
}
TEAMS: Samples = {
    "teams.html": [
        {
            **VOLUNTEER,
            **PAGED,
            "teams": [{**TEAM, "my_state": "asked"}, {**TEAM, "lead": None, "ended_on": date(2026, 9, 1)}],
            "may_found": False,
        },
        {**COORDINATOR, "teams": [], "may_found": True, "next_url": None, "first_url": None},
    ],
    "pairs.html": [
        {**COORDINATOR, **PAGED, "pairs": [{**PAIR, "is_desk": True}, ENDED_PAIR], "may_propose": True},
        {
            **ELDER,
            "pairs": [{**PAIR, "waits_for": ["elder"]}],
            "may_propose": False,
            "next_url": None,
            "first_url": None,
        },
        {**VOLUNTEER, "pairs": [], "may_propose": False, "next_url": None, "first_url": None},
    ],
    "pair_new.html": [{**COORDINATOR, "values": {"elder": "10014"}}],
    "team_new.html": [
        {
            **COORDINATOR,
            "sites": [("45012510020101", "大丰村互助点 · 大丰镇")],
            "team_kinds": [("mutual_aid", "互助服务队"), ("elders", "老年协会")],
        }
    ],
    "team_show.html": [
        {
            **COORDINATOR,
            **SHOWN,
            "is_donate_only": True,
            "may_see_people": True,
            "actions": ["keep", "ask"],
        },
        {
            **VOLUNTEER,
            **SHOWN,
            "is_donate_only": False,
            "may_see_people": True,
            "actions": ["leave"],
        },
        {
            **VOLUNTEER,
            **SHOWN,
            "people": [],
            "is_donate_only": False,
            "may_see_people": False,
            "actions": ["answer"],
        },
    ],
}
