"""Samples of the pages of those who give care."""

from tests.web.samples.shell import NINE, PAGED, VOLUNTEER, Samples
from tests.web.samples.things import BALANCE, DAYS, KINDS, LENGTHS, LINES, SERVICE, STEPS, TASK, TIMES

ABOVE_CAP = {
    "cap_minutes": 90_000,
    "cap_choice": "pool",
    "cap_choices": [{"code": "pool", "words": "归时间池"}, {"code": "honour", "words": "只记荣誉"}],
}
GIVING: Samples = {
    "volunteer_home.html": [
        {
            **VOLUNTEER,
            "today": [TASK, {**TASK, "state": "checked_in", "next": "check_out", "kind": "助洁"}],
            "coming": [TASK],
            "open_count": 7,
            "pairs": {"names": "王桂兰", "waiting": 1, "any": True},
            "balance": BALANCE,
        },
        {
            **VOLUNTEER,
            "today": [],
            "coming": [],
            "open_count": 0,
            "pairs": {"names": "", "waiting": 0, "any": False},
            "balance": BALANCE,
        },
    ],
    "open_needs.html": [
        {
            **VOLUNTEER,
            **PAGED,
            "here": "/open-needs",
            "everywhere": False,
            "township": "大丰镇",
            "county": "上林县",
            "needs": [
                {
                    "id": "n1",
                    "kind": "助医",
                    "icon": "clinic",
                    "hamlet": "那马屯",
                    "elder": {"name": "桂兰"},
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
            "actions": [
                "check_out",
                "confirm",
                "card",
                "slip",
                "verify",
                "amend",
                "correct",
                "cancel",
                "no_show",
            ],
            "days": DAYS,
            "past_days": DAYS,
            "clocks": TIMES,
            "correction": None,
            "has_photo": True,
            "card": "",
            "entries": [{"seq": 1041, "words": "预留 1小时", "at": NINE, "url": "/ledger/1041"}],
            "back_url": "/",
        },
        {
            **VOLUNTEER,
            "service": {**SERVICE, "state": "declined"},
            "steps": STEPS,
            "actions": ["check_in", "appeal"],
            "entries": [],
            "days": DAYS,
            "past_days": DAYS,
            "clocks": TIMES,
            "correction": None,
            "has_photo": False,
            "card": "",
            "back_url": "/",
            "errors": {"_schema": ["已经向乡镇申请过一次，不能再次申请。"]},
        },
        {
            **VOLUNTEER,
            "service": {**SERVICE, "state": "settled"},
            "steps": STEPS,
            "actions": ["decide_correction"],
            "entries": [],
            "days": DAYS,
            "past_days": DAYS,
            "clocks": TIMES,
            "correction": {
                "minutes": 75,
                "reason": "漏记了",
                "proposed_by_name": "陈志远",
                "proposed_at": NINE,
            },
            "has_photo": False,
            "card": "",
            "back_url": "/",
        },
        {
            **VOLUNTEER,
            "service": {**SERVICE, "state": "confirmed"},
            "steps": STEPS,
            "actions": ["take_back"],
            "entries": [],
            "days": DAYS,
            "past_days": DAYS,
            "clocks": TIMES,
            "correction": None,
            "has_photo": False,
            "card": "",
            "back_url": "/",
        },
    ],
    "service_log.html": [
        {
            **VOLUNTEER,
            "elders": [("m1", "王桂兰 · 那马屯"), ("m2", "韦大爷 · 岜独屯")],
            "is_desk": False,
            "kinds": KINDS,
            "days": DAYS,
            "times": TIMES,
            "lengths": LENGTHS,
            "errors": {"starts_time": ["这段时间您已经有另一次服务，请核对几点开始。"]},
            "values": {"kind": "medical", "starts_time": "09:00", "minutes": 60},
        }
    ],
    "volunteer_hours.html": [
        {
            **VOLUNTEER,
            **PAGED,
            "balance": BALANCE,
            "may_redeem": False,
            "redeem_age": 60,
            **ABOVE_CAP,
            "star": {"stars": 2, "minutes_to_next": 18000},
            "lines": LINES,
        },
        {
            **VOLUNTEER,
            **PAGED,
            "balance": BALANCE,
            "may_redeem": True,
            "redeem_age": 60,
            **ABOVE_CAP,
            "star": {"stars": 5, "minutes_to_next": 0},
            "lines": [],
        },
    ],
}
