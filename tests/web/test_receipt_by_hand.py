"""From the volunteer's own page to the checker, over the town's real log: on paper, offline, and when it forks."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import open_at, publish
from tests.town import GiveMinutes, Town, give_minutes
from tests.walk import settled as settle_a_service
from tests.web.phones import NARROW, Phone
from tests.web.served_town import Walk
from timebank.actors import system
from timebank.clock import SetClock
from timebank.settings import Settings

GOOD = "核对通过"


@pytest.fixture
def town(signed_town: Town) -> Town:
    return signed_town


@pytest.fixture
def settings(signed_settings: Settings) -> Settings:
    return signed_settings


@pytest.fixture
def phone(walk: Walk, town: Town, settings: Settings) -> Iterator[Phone]:
    """Li's phone, on the receipt of 60 minutes that were settled and signed."""
    settle_a_service(town)
    publish(town, settings)
    phone = walk.phone("li", width=NARROW).opens("/hours").taps("我的凭证").taps("入账")
    yield phone
    phone.page.context.close()


def test_what_the_paper_shows_is_read_without_a_network(phone: Phone) -> None:
    phone.sees("收到", "证明：第 1 个", "/r/450125-").keeps_a_picture("receipt")
    assert phone.faults() == []
    pictures = phone.page.locator(".code-picture").all()
    photos = [
        {"name": f"{place}.png", "mimeType": "image/png", "buffer": picture.screenshot(scale="device")}
        for place, picture in enumerate(pictures)
    ]
    assert 2 <= len(photos) - 1 <= 4
    phone.opens("/verify").page.wait_for_selector("#kept:has-text('没有网络也能用')")
    phone.page.context.set_offline(True)
    phone.opens("/verify")

    phone.page.set_input_files("#f-receipt", photos[1:])  # type: ignore[arg-type]  # it takes such records
    phone.page.wait_for_selector("#answer h2")

    phone.sees(GOOD, "收到 1小时", "对方账户有多少").keeps_a_picture("receipt_checked_offline")


def test_a_server_with_two_histories_is_caught_by_one_visit(
    phone: Phone, town: Town, settings: Settings, settled: tuple[Path, Town], tmp_path: Path
) -> None:
    phone.opens("/verify").page.wait_for_load_state("networkidle")
    phone.sees("账本现在有")
    other = fork(settled[0], settings, tmp_path / "other", town)

    shutil.rmtree(settings.published_folder)
    shutil.copytree(other.published_folder, settings.published_folder)
    phone.opens("/verify").page.wait_for_load_state("networkidle")

    phone.sees("账本签了两段不同的历史").keeps_a_picture("two_histories")


def fork(before: Path, settings: Settings, home: Path, town: Town) -> Settings:
    """Write and sign another history of the town's book with its own key, longer than what the phone saw."""
    shutil.copytree(before.parent, home)
    other = Settings(home, f"sqlite:///{home / before.name}")
    bank = open_at(home / before.name, SetClock(town.clock.now()))
    with town.bank.reading(town.li) as reading:
        size = reading.ledger.book.head().size
    while publish(replace(town, bank=bank), other) <= size:
        bank.run(give_minutes, GiveMinutes(town.li.member_id, 1), system(town.li.book))
    bank.close()
    return other
