"""Samples of the pages of those who receive care."""

from tests.web.samples.shell import ELDER, NINE, PAGED, VOLUNTEER, WANG, Samples
from tests.web.samples.things import (
    BALANCE,
    CHOSEN,
    KIND_CARDS,
    LINES,
    NEED,
    PAYERS,
    SERVICE,
    STEPS,
    TIME_CARDS,
)

OWN = {"words": "我自己存的时间", "takes_own": True}

CARE: Samples = {
    "elder_home.html": [
        {
            **ELDER,
            "waiting": 1,
            "confirm_url": "/services/s1/confirmation",
            "available": 540,
            "gifts": 1,
            "pairs": {"names": "李秀英", "waiting": 0, "any": True},
            "others": [("m2", "韦大爷")],
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
            "place": "家里",
            "posts_at_once": step == "when",
            "values": {
                "elder": "m1",
                "kind": "medical",
                "starts_day": "2026-11-23",
                "starts_time": "09:00",
                "minutes": "60",
            },
        }
        for step, position, choices, payer in (
            ("kind", 1, KIND_CARDS, None),
            ("when", 2, [{**each, "posts": {"kind": "medical"}} for each in TIME_CARDS], OWN),
            ("time", 3, TIME_CARDS, None),
            ("payer", 6, [{**each, "posts": None, "url": "/needs/new"} for each in PAYERS], None),
            ("confirm", 7, [], OWN),
            ("confirm", 7, [], None),
        )
    ],
    "need_list.html": [
        {
            **ELDER,
            **PAGED,
            "is_own": True,
            "total": None,
            "needs": [
                {**NEED, "payer_to_be_found": True, "volunteer": None, "elder": None},
                {**NEED, "state": "taken", "payer_to_be_found": False, "volunteer": "李秀英", "elder": None},
            ],
        }
    ],
    "need_show.html": [
        {**VOLUNTEER, "need": NEED, "proposals": [], "steps": [], "service_id": None, "actions": ["accept"]},
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
            "proposals": [
                {
                    "id": "m1",
                    "name": "李秀英",
                    "number": "10231",
                    "reasons": ["和老人结对", "同村"],
                    "ahead": 2,
                }
            ],
            "actions": ["choose_payer", "cancel"],
        },
    ],
    "elder_time.html": [
        {
            **ELDER,
            **PAGED,
            "here": "/time",
            "whose": None,
            "balance": BALANCE,
            "grants": [{"programme": "高龄补助", "last_day": NINE.date(), "available": 90, "reserved": 30}],
            "lines": LINES,
        }
    ],
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
