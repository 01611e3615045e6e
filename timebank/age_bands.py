"""Bands of age in reports: below 60, the young-old from 60, 70 to 79, the old-old from 80."""

from datetime import date

from sqlalchemy import ColumnElement, case

from timebank.errors import N_
from timebank.members.model import Member

AGE_BANDS = (
    ("0-59", N_("60 岁以下"), 0),
    ("60-69", N_("60 到 69 岁"), 60),
    ("70-79", N_("70 到 79 岁"), 70),
    ("80+", N_("80 岁以上"), 80),
)
"""Code, words, and the age at which a band begins."""


def age_band(day: date) -> ColumnElement[str]:
    """Return the band of a member's age on a day, by the code of `AGE_BANDS`."""
    oldest_first = [
        (Member.birth_date <= born_by(day, age), code) for code, _, age in reversed(AGE_BANDS) if age
    ]
    return case(*oldest_first, else_=AGE_BANDS[0][0])


def born_by(day: date, age: int) -> date:
    """Return the last birthday of those who are so old on a day; on 29 February the day before counts."""
    try:
        return day.replace(year=day.year - age)
    except ValueError:  # the year has no 29 February, and who was born on 1 March is not so old yet
        return day.replace(year=day.year - age, day=28)
