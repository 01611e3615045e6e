"""Mutual-aid sites, and regions that were closed since the published list was made."""

from datetime import date
from enum import StrEnum

from sqlalchemy import Date, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from timebank.db import Base
from timebank.errors import N_, Conflict, NotFound, Refused
from timebank.places.regions import is_within


class SiteNotFound(NotFound):
    """No such site, or a closed one that this actor has nothing to do with."""

    code = "site_not_found"
    message = N_("没有找到这个互助点。请核对编号，或从列表中选择。")


class SiteExists(Conflict):
    """The village has a site of this name already."""

    code = "site_exists"
    message = N_("这个村已经有叫“%(name)s”的互助点（%(site)s）。请换一个名字，或使用原来的互助点。")


class SiteClosed(Conflict):
    """The site was closed on the day given; nothing new begins there."""

    code = "site_closed"
    message = N_("互助点“%(name)s”已于 %(day)s 停用，不能再办理新的事项。请选择别的互助点，或联系乡镇。")


class CannotPairWithItself(Refused):
    """A site's own coordinator is the one who had a part; only another site can take over."""

    code = "cannot_pair_with_itself"
    message = N_("互助点不能与自己结对，请选择另一个互助点。")


class TooManySites(Refused):
    """All ninety-nine numbers of the village are given out."""

    code = "too_many_sites"
    message = N_("这个村的 99 个互助点编号已经用完。")


class RegionClosed(Conflict):
    """The region was merged or abolished; the day given was its last."""

    code = "region_closed"
    message = N_("“%(name)s”已于 %(day)s 撤销或合并，请选择现在的村（社区）。")


class RegionInUse(Conflict):
    """Open sites lie in the region; they are closed first."""

    code = "region_in_use"
    message = N_("“%(name)s”还有开放的互助点，例如“%(site)s”。请先停用或迁走，再撤销。")


class SiteKind(StrEnum):
    """What people call the place."""

    HAPPINESS_HOME = "happiness_home"
    NEIGHBOUR_HOME = "neighbour_home"
    SERVICE_STATION = "service_station"
    HOST_HOUSEHOLD = "host_household"
    OTHER = "other"


SITE_KIND_NAMES = {
    SiteKind.HAPPINESS_HOME: N_("幸福院"),
    SiteKind.NEIGHBOUR_HOME: N_("邻里互助点"),
    SiteKind.SERVICE_STATION: N_("养老服务站"),
    SiteKind.HOST_HOUSEHOLD: N_("中心户"),
    SiteKind.OTHER: N_("其他互助点"),
}


class SiteStatus(StrEnum):
    """Whether something new may begin at a site; what has begun is finished either way."""

    OPEN = "open"
    CLOSED = "closed"


class Site(Base):
    """A mutual-aid site. Its id is its village's code and two digits, so it lies in every region above."""

    __tablename__ = "site"
    __table_args__ = (
        UniqueConstraint("book", "region", "name"),
        ForeignKeyConstraint(["book", "paired_site"], ["site.book", "site.id"]),
        Index("ix_site_paired", "book", "paired_site"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(14), primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(20))
    region: Mapped[str] = mapped_column(String(12))
    status: Mapped[str] = mapped_column(String(8))
    paired_site: Mapped[str | None] = mapped_column(String(14))
    """Where services go that nobody here may verify; without one they go to the township."""
    phone: Mapped[str] = mapped_column(String(12))
    opening_hours: Mapped[str] = mapped_column(String(60))
    checklist: Mapped[str] = mapped_column(Text)
    """JSON list of the points of 四助五有 the site meets."""
    handle_pool: Mapped[str] = mapped_column(String(20))
    opened_on: Mapped[date] = mapped_column(Date)
    closed_on: Mapped[date | None] = mapped_column(Date)
    closed_reason: Mapped[str] = mapped_column(String(200))
    registered_by: Mapped[str] = mapped_column(String(36))

    @property
    def is_open(self) -> bool:
        """Tell whether something new may begin here."""
        return self.status == SiteStatus.OPEN

    def check_open(self, field: str = "site") -> None:
        """Pass an open site; raises SiteClosed, with the input that named the site."""
        if not self.is_open:
            raise SiteClosed(name=self.name, day=str(self.closed_on), field=field)

    def pair_with(self, other: "Site") -> None:
        """Send to the other site what nobody here may verify; both are open."""
        if other.id == self.id:
            raise CannotPairWithItself(field="paired_site")
        self.check_open()
        other.check_open(field="paired_site")
        self.paired_site = other.id

    def unpair(self) -> None:
        """Send such services to the township again."""
        self.paired_site = None

    def close(self, today: date, reason: str) -> None:
        """Let nothing new begin from today on."""
        self.check_open()
        self.status = SiteStatus.CLOSED
        self.closed_on = today
        self.closed_reason = reason
        self.unpair()


class ClosedRegion(Base):
    """A region on the published list that is no more, with the last day of its validity."""

    __tablename__ = "closed_region"

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    last_day: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(String(200))
    recorded_by: Mapped[str] = mapped_column(String(36))

    def covers(self, code: str, day: date) -> bool:
        """Tell whether a region was gone on that day: this one or any inside it."""
        return is_within(code, self.code) and day > self.last_day
