"""What the county owes, as a sheet."""

from collections.abc import Iterator

from timebank.actors import Actor
from timebank.age_bands import AGE_BANDS
from timebank.errors import N_
from timebank.liabilities import liabilities, outlook
from timebank.reports.asked import Ask
from timebank.reports.sheet import Row, Say, Sheet
from timebank.work import Reading

MAY_BE_ASKED, CAN_BE_GIVEN = N_("可能要用的"), N_("能服务的")
NOW, BY_AGE, AHEAD = N_("现在"), N_("按年龄"), N_("往后")


def liabilities_sheet(reading: Reading, actor: Actor, ask: Ask, say: Say) -> Sheet:
    """Return what is owed now, by the holders' age, and the outlook; the whole county, whatever was asked."""
    columns = (N_("类别"), N_("项目"), N_("分钟"), N_("人数"))
    owed, ahead = liabilities(reading, actor), outlook(reading, actor)
    bands = {code: words for code, words, _ in AGE_BANDS}

    def rows() -> Iterator[Row]:
        yield say(NOW), say(N_("一共发出")), owed.issued, None
        yield say(NOW), say(N_("约好还没发出")), owed.reserved, None
        yield say(NOW), say(N_("县里承担的损失")), owed.lost, None
        yield say(NOW), say(N_("成员和互助点手里")), owed.held, None
        for band in ahead.by_age:
            yield say(BY_AGE), say(bands[band.band]), band.minutes, band.holders
        yield say(AHEAD), say(N_("最近一年一共服务")), ahead.given_last_year, None
        for year in ahead.years:
            yield say(AHEAD), f"{year.year} {say(MAY_BE_ASKED)}", year.may_be_asked, None
            yield say(AHEAD), f"{year.year} {say(CAN_BE_GIVEN)}", year.given_at_this_pace, None

    return Sheet(say(N_("欠着的时间")), tuple(map(say, columns)), rows())
