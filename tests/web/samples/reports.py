"""Samples of the pages of reports."""

from tests.web.samples.shell import COUNTY, MONDAY, THURSDAY, Samples

REPORTS: Samples = {
    "exports.html": [
        {
            **COUNTY,
            "here": "/exports",
            "sheets": [{"code": "members", "words": "成员"}, {"code": "services", "words": "服务"}],
            "sites": [("45012510020201", "上林县大丰镇云城村 云城社区第二邻里互助点暨幸福院")],
            "purposes": purposes,
            "first_day": MONDAY,
            "last_day": THURSDAY,
        }
        for purposes in ([("care", "安排服务"), ("report", "汇总、上报")], [])
    ],
    "indicators.html": [
        {
            **COUNTY,
            "groups": [
                {"words": "人员", "lines": [{"name": "每千名登记老人的志愿者", "value": "212 人"}]},
                {"words": "按服务类别", "lines": [{"name": "助聊", "value": "1234小时30分"}]},
            ],
            "scope": "450125",
            "place": "上林县",
            "first_day": MONDAY,
            "last_day": THURSDAY,
        }
    ],
    "liabilities.html": [
        {
            **COUNTY,
            "owed": {"issued": 98740, "held": 64210, "reserved": 1380, "lost": 0},
            "bands": [{"words": "80 岁以上", "minutes": 1200, "holders": 3}],
            "given_last_year": 54000,
            "redeem_age": 60,
            "years": [
                {"year": 2026, "asked": 64000, "given": 5400, "is_short": True},
                {"year": 2030, "asked": 64000, "given": 256000, "is_short": False},
            ],
        }
    ],
}
