"""The pages and addresses of a book that goes on in a second log: both are found, each under its own address."""

from dataclasses import dataclass

import pytest
from flask import Flask

from ledger.checkpoint import parse_checkpoint
from ledger.note import split_note
from ledger.receipt import check_receipt
from tests import walk
from tests.api.caller import bearer_token
from tests.home import WHY, Home
from tests.town import BOOK, Town
from tests.web.visitor import Visitor, logged_in
from timebank.actors import Actor
from timebank.settings import Settings
from timebank.signing import size_of
from wsgi import create_app

NEW = f"{BOOK}/2"


@dataclass
class Continued:
    """The home, its application, and how many entries each log has."""

    home: Home
    app: Flask

    def browse(self, actor: Actor) -> Visitor:
        return logged_in(self.app, self.home.town.bank, actor)

    def size(self, log: str) -> int:
        return len(self.home.entries(log))


@pytest.fixture
def continued(signed_town: Town, signed_settings: Settings) -> Continued:
    """A book that went on in its second log, in which a service of the first one settled."""
    home = Home(signed_town, signed_settings)
    walk.verified(home.town)
    home.lose_entries()
    home.go_on()
    walk.pass_notice(home.town)
    home.publish()
    return Continued(home, create_app(home.town.bank, home.settings))


def test_the_ledger_shows_the_new_log_and_leads_to_the_old_one(continued: Continued) -> None:
    chen = continued.browse(continued.home.town.chen).opens("/ledger")
    assert "test.invalid/log/450125/2" in chen.words

    chen.taps("第 1 本账")

    assert "这是以前的账本，只能查看。" in chen.words
    assert f"后来丢了一部分，这里还有 {continued.size(BOOK)} 条" in chen.words
    assert f'href="/ledger/{continued.size(BOOK) - 1}"' in chen.page
    assert chen.taps("第 2 本账").words.count("这是以前的账本") == 0


def test_an_entry_is_found_in_the_log_on_show(continued: Continued) -> None:
    chen = continued.browse(continued.home.town.chen)

    first_of_new = chen.opens("/ledger?seq=0").path, chen.words
    first_of_old = chen.opens("/ledger?log=1&seq=0").path, chen.words

    assert (first_of_new[0], first_of_old[0]) == ("/ledger/2-0", "/ledger/0")
    assert WHY in first_of_new[1]
    assert WHY not in first_of_old[1]
    assert chen.opens("/ledger/2-1").taps("上一条").path == "/ledger/2-0"
    assert chen.opens("/ledger?log=3").status == chen.opens("/ledger/3-0").status == 404


def test_both_logs_are_served_at_their_own_addresses(continued: Continued) -> None:
    client = continued.app.test_client()
    heads = {log: client.get(f"/log/{log}/checkpoint").data for log in (BOOK, NEW)}
    keys = {log: client.get(f"/log/{log}/vkey").text.strip() for log in (BOOK, NEW)}
    token = bearer_token(continued.home.town.bank, continued.home.town.huang)
    width = continued.size(NEW)
    tile = client.get(f"/log/{NEW}/tile/0/000.p/{width}")
    bundle = f"/log/{NEW}/tile/entries/000.p/{width}"

    origins = {log: parse_checkpoint(split_note(note)[0]).origin for log, note in heads.items()}
    assert origins == {log: f"test.invalid/log/{log}" for log in (BOOK, NEW)}
    assert [key.vkey for log in (BOOK, NEW) for key in continued.home.keys(log)] == [*keys.values()]
    assert len(tile.data) == 32 * width
    assert client.get(bundle).status_code == 401
    assert client.get(bundle, headers={"Authorization": f"Bearer {token}"}).status_code == 200
    assert client.get(f"/log/{BOOK}/3/checkpoint").status_code == 404


def test_a_volunteer_finds_the_receipts_of_both(continued: Continued) -> None:
    li = continued.browse(continued.home.town.li).opens("/receipts")
    newest = continued.size(NEW) - 1
    assert f'href="/receipts/2-{newest}"' in li.page

    li.opens(f"/receipts/2-{newest}")
    assert f"凭证 {NEW}-{newest}" in li.words
    assert f"/r/{NEW}-{newest}" in li.page
    file = li.taps("保存凭证文件").answer
    old = li.opens(f"/receipts/{continued.size(BOOK) - 1}")

    assert file is not None
    assert check_receipt(file.data, continued.home.keys(NEW)).entry.seq == newest
    assert f"凭证 {BOOK}-{continued.size(BOOK) - 1}" in old.words
    assert "保存凭证文件" in old.words


def test_a_receipt_whose_proof_is_lost_says_so_and_gives_no_file(
    signed_town: Town, signed_settings: Settings
) -> None:
    home = Home(signed_town, signed_settings)
    home.lose_everything_published()
    home.go_on()
    app = create_app(home.town.bank, home.settings)
    wang = logged_in(app, home.town.bank, home.town.wang)
    seq = len(home.entries(BOOK)) - 1

    page = wang.opens(f"/receipts/{seq}")

    assert page.status == 200
    assert "保存凭证文件" not in page.words
    assert wang.opens(f"/receipts/{seq}/file").status == 404
    assert "您手里的凭证一直有效" in wang.words


def test_a_log_whose_files_are_lost_says_so_where_its_growth_is_asked_for(
    signed_town: Town, signed_settings: Settings
) -> None:
    home = Home(signed_town, signed_settings)
    signed = size_of(home.lose_everything_published())
    home.go_on()
    client = create_app(home.town.bank, home.settings).test_client()

    older, same = (client.get(f"/log/{BOOK}/consistency?from={size}") for size in (3, signed))

    assert (older.status_code, older.json) == (404, older.json | {"code": "growth_lost"})
    assert same.status_code == 200  # the last head itself needs no proof


def test_short_addresses_of_both_logs_lead_to_their_receipts(continued: Continued) -> None:
    stranger = Visitor(continued.app)
    newest = continued.size(NEW) - 1

    new = stranger.opens(f"/r/{NEW}-{newest}").words
    old = stranger.opens(f"/r/{BOOK}-2").words

    assert f"凭证 {NEW}-{newest}" in new
    assert "test.invalid/log/450125/2" in new
    assert f"凭证 {BOOK}-2" in old
    assert "test.invalid/log/450125/2" not in old
    assert stranger.opens(f"/r/{BOOK}/3-0").status == 404


def test_the_page_that_checks_receipts_trusts_the_keys_of_both(continued: Continued) -> None:
    page = Visitor(continued.app).opens(f"/verify?number={NEW}-1").page

    assert all(continued.home.keys(log)[0].vkey in page for log in (BOOK, NEW))
    assert f'data-number="{NEW}-1"' in page
