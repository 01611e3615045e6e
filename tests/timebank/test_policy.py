"""The rules' numbers: the nearest region's word counts, and the text of a version is the same bytes for ever."""

from datetime import timedelta

import pytest

from tests.timebank.kernel import BOOK
from timebank.actors import system
from timebank.clock import SetClock, local_day
from timebank.policy import DEFAULTS, Policy, PolicyVersion, format_policy, parse_policy, policy_digest
from timebank.writer import Bank

SITE = "45012510020101"
RULE = "earn.notice_days"


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ({}, DEFAULTS[RULE]),
        ({RULE: 4}, 4),
        ({RULE: 4, f"{RULE} @ 4501": 5}, 5),
        ({f"{RULE} @ 4501": 5, f"{RULE} @ 450125": 6}, 6),
        ({f"{RULE} @ 450125": 6, f"{RULE} @ 450125100": 7}, 7),
        ({f"{RULE} @ 450125100": 7, f"{RULE} @ 450125100201": 8}, 8),
        ({f"{RULE} @ 450125100201": 8, f"{RULE} @ {SITE}": 9}, 9),
        ({RULE: 4, f"{RULE} @ 450126": 5, f"{RULE} @ 450125101": 6}, 4),
    ],
)
def test_the_nearest_region_counts(rules: dict[str, int | str], expected: int) -> None:
    assert Policy(1, rules).number(RULE, SITE) == expected


def test_a_rule_nobody_knows_is_a_fault() -> None:
    with pytest.raises(KeyError):
        Policy(1, {}).number("earn.notice_day")


def test_the_text_of_rules_is_read_back_and_sorted() -> None:
    rules = {**DEFAULTS, f"{RULE} @ 450125": 4, "name": "上林县"}

    text = format_policy(rules)

    assert parse_policy(text) == rules
    assert text.splitlines() == sorted(text.splitlines())
    assert policy_digest(text) == policy_digest(format_policy(dict(reversed(rules.items()))))


def test_the_version_in_force_is_the_newest_whose_day_has_come(bank: Bank, clock: SetClock) -> None:
    today = local_day(clock.now())
    with bank._writer_engine.begin() as connection:
        for version, days in ((2, 2), (3, 5)):
            connection.execute(
                PolicyVersion.__table__.insert(),  # type: ignore[attr-defined]  # a Table at run time
                {
                    "book": BOOK,
                    "version": version,
                    "valid_from": today + timedelta(days=days),
                    "text": format_policy({RULE: 3 + version}),
                    "digest": "",
                    "made_at": clock.now(),
                },
            )

    seen = []
    for _ in range(7):
        with bank.reading(system(BOOK)) as reading:
            seen.append((reading.policy.version, reading.policy.number(RULE)))
        clock.advance(days=1)

    assert seen == [(1, 3), (1, 3), (2, 5), (2, 5), (2, 5), (3, 6), (3, 6)]


def test_before_the_first_policy_the_defaults_hold(empty_bank: Bank) -> None:
    with empty_bank.reading(system(BOOK)) as reading:
        assert (reading.policy.version, reading.policy.number(RULE)) == (0, DEFAULTS[RULE])
