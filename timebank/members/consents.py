"""What a person is asked to agree to, in words a person understands, and the record that it was given.

A text never changes once it was shown: a new wording is a new version. Nothing is stored of a person before the
basic consent; what is sensitive needs the second one, which can be taken back alone.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Date, ForeignKeyConstraint, Index, String, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from timebank.db import Base
from timebank.errors import N_, NotFound, Refused
from timebank.work import Reading, UnitOfWork


class ConsentKind(StrEnum):
    """`basic`: to be on the register. `sensitive`: health, ability, hardship. `honour`: to be named in public."""

    BASIC = "basic"
    SENSITIVE = "sensitive"
    HONOUR = "honour"


class ConsentWay(StrEnum):
    """How it was given: on the screen, or signed on paper that the site keeps."""

    SCREEN = "screen"
    PAPER = "paper"


class ConsentMissing(Refused):
    """Nothing is stored of a person who did not agree."""

    code = "consent_missing"
    message = N_("还没有本人同意，不能登记。请先读给本人听，同意后再办。")


class ConsentOutdated(Refused):
    """The text agreed to is not the one in force."""

    code = "consent_outdated"
    message = N_("同意书已有新的版本（%(version)s），请重新打开页面，读给本人听后再办。")


class ConsentNotFound(NotFound):
    """There is no consent of this kind to take back."""

    code = "consent_not_found"
    message = N_("没有这一项同意的记录，或者已经撤回。")


@dataclass(frozen=True, slots=True)
class ConsentText:
    """One version of what is agreed to, in force from a day on."""

    kind: ConsentKind
    version: str
    from_day: date
    chinese: str
    english: str


TEXTS = (
    ConsentText(
        ConsentKind.BASIC,
        "basic-1",
        date(2020, 1, 1),
        chinese="""\
我同意互助点登记我的情况。
登记什么：姓名、性别、出生日期、住处；愿意的话，还有电话和身份证号。
为了什么：安排互助服务，记清我付出和收到的时间，有事能找到我。
谁能看：本村协管员、乡镇和县里管这件事的人。来帮我的志愿者，在接下这次服务后才看到我的住处和电话，服务结束一天后就看不到了。每次有人查看，都有记录，我可以要来看。
放在哪里：只放在本县的时间银行机器里，加密保存，不给别人，不用来做买卖。
公示时：志愿者的名字只写一部分，不写老人的名字。
我可以：随时看、要求改正、带走一份；也可以不同意。撤回后，我的资料马上不再显示，法律要求的保存期满就销毁。
不识字的，由协管员读给我听，我按手印或由人作证。""",
        english="""\
I agree that the mutual-aid site keeps a record of me.
What: name, sex, date of birth, where I live; if I wish, also my telephone and identity number.
What for: to arrange help, to keep count of the time I give and receive, and to reach me when needed.
Who sees it: the coordinator of my village, and those in charge at the township and the county. A volunteer who \
comes to help me sees my address and telephone only after accepting, and no more a day after the service. Each look \
is written down, and I may ask to see who looked.
Where: only on the time bank's own machine of this county, encrypted; it is given to nobody and never traded.
On public lists: a volunteer's name is shown in part, an elder's not at all.
My rights: to see it, have it corrected and take a copy at any time; or to say no. If I take my consent back, my \
record disappears from every page at once and is destroyed when the legal term of keeping ends.
Who cannot read has it read aloud by the coordinator, and signs by thumb print or with a witness.""",
    ),
    ConsentText(
        ConsentKind.SENSITIVE,
        "sensitive-1",
        date(2020, 1, 1),
        chinese="""\
我另外同意互助点登记这些比较私密的情况：身体状况、能力等级、是不是独居、有没有困难（如低保、失能）。
为了什么：派合适的人来，该多来看看的时候多来看看；有危险时知道怎么帮我。
谁能看：只有为我办事的协管员和乡镇、县里管这件事的人。名单和公示里都不写。
不同意也行：照样可以登记、求助、收到和付出时间。
我可以随时单独撤回这一项，撤回后这些内容马上删掉。""",
        english="""\
I agree besides that the site records these private matters: my health, my ability level, whether I live alone, and \
hardship such as an allowance or a disability.
What for: to send the right person, to look in on me more often when that is needed, and to know how to help in danger.
Who sees it: only the coordinator who looks after me and those in charge at the township and the county. It stands on \
no list and no notice.
I may say no and still be registered, ask for help, and receive and give time.
I may take back this consent alone at any time; what was recorded under it is deleted at once.""",
    ),
    ConsentText(
        ConsentKind.HONOUR,
        "honour-1",
        date(2020, 1, 1),
        chinese="""\
我同意把我的名字写在每个月的光荣榜上。
写什么：我的全名、互助点、那个月服务了多久、几颗星。不写服务过哪位老人。
谁能看：光荣榜是公开的，不用登录就能看，也可能打印贴在墙上。
不同意也行：时间照样记，星照样有，只是榜上没有我的名字。
我可以随时收回。收回以后，以前各个月的榜上也马上不再显示我的名字。""",
        english="""\
I agree that my name is shown on the monthly page of honours.
What: my full name, my site, how long I served that month, and my stars. Never which elder I served.
Who sees it: the page is public, can be read without a login, and may be printed for the wall.
I may say no: my time counts all the same and so do my stars; only my name is not on the page.
I may take this back at any time. My name then disappears at once from the pages of all earlier months too.""",
    ),
)


class Consent(Base):
    """A consent given: to which text, on which day, how, and who wrote it down."""

    __tablename__ = "consent"
    __table_args__ = (
        ForeignKeyConstraint(["book", "member_id"], ["member.book", "member.id"]),
        Index("ix_consent_member", "book", "member_id"),
    )

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    member_id: Mapped[str] = mapped_column(String(36))
    kind: Mapped[str] = mapped_column(String(10))
    version: Mapped[str] = mapped_column(String(20))
    given_on: Mapped[date] = mapped_column(Date)
    way: Mapped[str] = mapped_column(String(8))
    recorded_by: Mapped[str] = mapped_column(String(36))
    withdrawn_on: Mapped[date | None] = mapped_column(Date)


_RECORD = insert(Consent)


def consent_text(kind: ConsentKind, day: date) -> ConsentText:
    """Return the text in force on a day."""
    in_force = [text for text in TEXTS if text.kind is kind and text.from_day <= day]
    assert in_force, f"no text of the {kind} consent is in force on {day}"
    return max(in_force, key=lambda text: text.from_day)


def check_consent(kind: ConsentKind, version: str, day: date, field: str) -> None:
    """Pass the version in force.

    Raises:
        ConsentMissing: none was given.
        ConsentOutdated: it is another version.
    """
    if not version:
        raise ConsentMissing(field=field)
    current = consent_text(kind, day).version
    if version != current:
        raise ConsentOutdated(field=field, version=current)


def record_consent(uow: UnitOfWork, member_id: str, kind: ConsentKind, version: str, way: str) -> None:
    """Write down that a member agreed today; the version was checked."""
    uow.connection.execute(
        _RECORD,
        {
            "book": uow.book,
            "id": uow.new_id(),
            "member_id": member_id,
            "kind": kind,
            "version": version,
            "given_on": uow.business_clock.today(),
            "way": way,
            "recorded_by": uow.actor.member_id,
        },
    )


def consents_in_force(reading: Reading, member_id: str, kind: ConsentKind) -> list[Consent]:
    """Return the consents of a kind a member has given and not taken back, one for each version agreed to."""
    return list(
        reading.session.scalars(
            select(Consent).where(
                Consent.book == reading.book,
                Consent.member_id == member_id,
                Consent.kind == kind,
                Consent.withdrawn_on.is_(None),
            )
        )
    )
