"""The rules' numbers: defaults, each overridable by region and by date.

A policy is one published text a version. Its number stands in every ledger entry and its SHA-256 in the `policy`
entry that brought it into force, so that decades later anyone can see by which rules an hour was credited.

The text is one setting a line, ``name = value``, or ``name @ region = value`` for a region and all below it,
sorted, so that two texts with the same rules are the same bytes.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType

from sqlalchemy import Date, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from timebank.db import Base

Value = int | str

DEFAULTS: Mapping[str, Value] = {
    "account.cap_minutes": 90_000,  # what settles above it goes to the site's pool
    "account.cap_warning_minutes": 1_200,  # a member this near to the cap is told
    "certificate.notice_days": 7,  # calendar days; 0 where the region asks for no notice
    "credit.care_day_minutes": 240,  # volunteers of 70 and more get a word of care above this
    "credit.day_max_minutes": 480,
    "credit.session_max_minutes": 480,
    "departure.claim_months": 24,
    "departure.wait_days": 7,
    "dispute.answer_days": 10,
    "dispute.window_days": 30,
    "earn.impossible_minutes": 960,
    "earn.late_hours": 72,  # logged later than this, a reviewer of another site is wanted
    "earn.manual_reviewers": 2,
    "earn.notice_days": 3,
    "gift.age_years": 60,  # of whoever receives it
    "gift.answer_days": 30,
    "gift.delay_hours": 24,  # what goes beyond the next number on one day waits so long
    "gift.free_minutes": 600,
    "gift.relations": "spouse parent child grandparent grandchild",  # "friend" among them: anybody
    "issue.budget_minutes": 6_000_000,
    "points.award_max": 100,  # the most one village deed brings
    "points.notice_days": 3,
    "log.entries_open": 0,  # 1: anybody may read the entries of the published log
    "points.per_hour": 0,
    "pool.age_years": 80,  # from this age on, or with little ability, nobody is expected to earn
    "redeem.age_years": 60,
    "shop.hold_days": 14,
    "shop.tell_points": 100,  # a larger spend is told to the other adults of the household
    "team.donate_only": 0,  # 1: what is given for a team goes to the pool of its site
    "volunteer.approvals": 2,
    "volunteer.care_age_years": 70,
    "volunteer.min_age_years": 18,
}


class PolicyVersion(Base):
    """One version of the rules of a book."""

    __tablename__ = "policy_version"

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    valid_from: Mapped[date] = mapped_column(Date)
    text: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules in force on a day."""

    version: int
    rules: Mapping[str, Value]

    def number(self, name: str, region: str = "") -> int:
        """Return the number of a rule for a region: the nearest region's word counts, then the book's default."""
        value = self._value(name, region)
        assert isinstance(value, int), f"the rule {name} is not a number"
        return value

    def codes(self, name: str, region: str = "") -> tuple[str, ...]:
        """Return the codes a rule lists, divided by blanks in the published text."""
        return tuple(str(self._value(name, region)).split())

    def _value(self, name: str, region: str) -> Value:
        for length in (14, 12, 9, 6, 4):  # site, village, township, county, city
            if len(region) >= length and (key := f"{name} @ {region[:length]}") in self.rules:
                return self.rules[key]
        return self.rules.get(name, DEFAULTS[name])


def format_policy(rules: Mapping[str, Value]) -> str:
    """Return the published text of the rules."""
    return "".join(f"{name} = {value}\n" for name, value in sorted(rules.items()))


@lru_cache(maxsize=64)
def parse_policy(text: str) -> Mapping[str, Value]:
    """Return the rules of a published text; every command asks for them, so the last texts are remembered."""
    rules: dict[str, Value] = {}
    for line in text.splitlines():
        name, _, value = line.partition(" = ")
        rules[name] = int(value) if value.isdigit() else value
    return MappingProxyType(rules)


def policy_digest(text: str) -> bytes:
    """Return the SHA-256 of a published text, as the ledger quotes it."""
    return hashlib.sha256(text.encode()).digest()
