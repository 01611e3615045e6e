"""The lists of an office as sheets. Each shows what the same list on the page shows, with the names in part."""

from collections.abc import Iterator

from timebank.actors import Actor
from timebank.catalogue.kinds import kind
from timebank.certificates.queries import certificates_page
from timebank.errors import N_
from timebank.members.queries import masked
from timebank.needs.queries import needs_page
from timebank.notices.model import ObjectionState
from timebank.notices.queries import objections_page
from timebank.paging import LONGEST_PAGE
from timebank.places.model import SITE_KIND_NAMES
from timebank.places.queries import sites_page
from timebank.reports.asked import Ask
from timebank.reports.sheet import Row, Say, Sheet, every_item
from timebank.reports.words import (
    CERTIFICATE_STATES,
    NEED_STATES,
    OBJECTION_STATES,
    PAYERS,
    SERVICE_STATES,
    SITE_STATES,
)
from timebank.services.queries import services_page
from timebank.work import Reading

NUMBER, STATE, KIND, SITE = N_("编号"), N_("状态"), N_("服务类别"), N_("互助点")
VOLUNTEER, ELDER, MINUTES = N_("志愿者"), N_("老人"), N_("分钟")


def services_sheet(reading: Reading, actor: Actor, ask: Ask, say: Say) -> Sheet:
    """Return the services one may see, newest first, by the day they began."""
    columns = (
        NUMBER,
        N_("开始"),
        KIND,
        SITE,
        VOLUNTEER,
        ELDER,
        N_("实际分钟"),
        N_("入账分钟"),
        N_("谁付时间"),
        STATE,
    )
    lines = every_item(
        lambda after: services_page(
            reading,
            actor,
            site=ask.site,
            from_day=ask.from_day,
            until_day=ask.until_day,
            after=after,
            limit=LONGEST_PAGE,
        )
    )
    rows: Iterator[Row] = (
        (
            line.number,
            line.begins_at,
            say(kind(line.kind).name),
            line.site_name,
            masked(line.volunteer_name),
            masked(line.elder_name),
            line.worked_minutes,
            line.credited_minutes,
            say(PAYERS[line.pay_from]),
            say(SERVICE_STATES[line.state]),
        )
        for line in lines
    )
    return Sheet(say(N_("服务")), tuple(map(say, columns)), rows)


def needs_sheet(reading: Reading, actor: Actor, ask: Ask, say: Say) -> Sheet:
    """Return the needs one may see, newest first."""
    columns = (NUMBER, N_("什么时候"), KIND, SITE, ELDER, MINUTES, N_("谁付时间"), STATE)
    views = every_item(
        lambda after: needs_page(reading, actor, site=ask.site, after=after, limit=LONGEST_PAGE)
    )
    rows: Iterator[Row] = (
        (
            view.number,
            view.starts_at,
            say(kind(view.kind).name),
            view.site_name,
            masked(view.elder_name),
            view.minutes,
            say(PAYERS[view.pay_from]),
            say(NEED_STATES[view.state]),
        )
        for view in views
    )
    return Sheet(say(N_("需求")), tuple(map(say, columns)), rows)


def sites_sheet(reading: Reading, actor: Actor, ask: Ask, say: Say) -> Sheet:
    """Return the mutual-aid sites one may see, by number."""
    columns = (
        NUMBER,
        N_("名称"),
        N_("所在地"),
        N_("类别"),
        N_("电话"),
        N_("开放日期"),
        N_("关闭日期"),
        STATE,
    )
    views = every_item(lambda after: sites_page(reading, actor, after, LONGEST_PAGE, ask.site))
    rows: Iterator[Row] = (
        (
            view.id,
            view.name,
            view.place,
            say(SITE_KIND_NAMES[view.kind]),
            view.phone,
            view.opened_on,
            view.closed_on,
            say(SITE_STATES[view.status]),
        )
        for view in views
    )
    return Sheet(say(N_("互助点")), tuple(map(say, columns)), rows)


def objections_sheet(reading: Reading, actor: Actor, ask: Ask, say: Say) -> Sheet:
    """Return the objections one decides, those to be decided first; without what was said or by whom."""
    columns = (NUMBER, N_("服务编号"), SITE, VOLUNTEER, MINUTES, N_("收到"), N_("最迟答复"), STATE)
    rows: Iterator[Row] = (
        (
            view.number,
            view.service_number,
            view.site_name,
            masked(view.volunteer_name),
            view.minutes,
            view.made_at,
            view.answer_by,
            say(OBJECTION_STATES[view.state]),
        )
        for state in ObjectionState
        for view in every_item(
            lambda after, state=state: objections_page(  # type: ignore[misc]  # the state of this turn is bound
                reading, actor, state=state, after=after, limit=LONGEST_PAGE
            )
        )
    )
    return Sheet(say(N_("异议")), tuple(map(say, columns)), rows)


def certificates_sheet(reading: Reading, actor: Actor, ask: Ask, say: Say) -> Sheet:
    """Return the certificates one may see, newest first."""
    columns = (
        NUMBER,
        VOLUNTEER,
        N_("出具单位"),
        MINUTES,
        N_("次数"),
        N_("申请"),
        N_("出具日期"),
        N_("结束"),
        STATE,
    )
    lines = every_item(lambda after: certificates_page(reading, actor, after=after, limit=LONGEST_PAGE))
    rows: Iterator[Row] = (
        (
            line.number,
            masked(line.holder_name),
            line.issuer_name,
            line.minutes,
            line.services,
            line.asked_at,
            line.issued_on,
            line.ended_on,
            say(CERTIFICATE_STATES[line.state]),
        )
        for line in lines
    )
    return Sheet(say(N_("服务证明")), tuple(map(say, columns)), rows)
