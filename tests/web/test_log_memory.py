"""What a browser remembers of a log: growth is asked for at the next visit, and two histories are kept as evidence."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Route

from ledger.keys import SigningKey
from ledger.merkle import leaf_hash, prove_consistency
from ledger.receipt import format_receipt, make_receipt
from ledger.submission import Submission, format_submission
from tests.ledger.receipts import desk_of_one_service, lis_receipt
from tests.ledger.signers import LOG, checkpoint_of, leaves, signer
from tests.ledger.trees import TreeInMemory
from tests.web.checking import book_signed_by, chromium
from tests.web.phones import Phone, serving
from tests.web.test_verify_page import gives_receipt

ENTRIES = [data for _, data in desk_of_one_service().store.entry_bytes(0, 11)]
HASHES = [leaf_hash(data) for data in ENTRIES]
GROWN = [*HASHES, *leaves(5)]
OTHER = [*leaves(3), *GROWN[3:]]
"""Another history of the same length."""
FILE = format_receipt(lis_receipt())


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Flask]:
    """The application over a book whose log this file's key signs."""
    with book_signed_by(LOG, tmp_path) as app:
        yield app


@pytest.fixture
def phone_at(home: Flask, browser: Browser) -> Iterator[Callable[..., Phone]]:
    """A phone that visits a server whose log holds these hashes; the next visit may meet others."""
    shown: dict[str, tuple[list[bytes], SigningKey, int | None]] = {}
    with serving(home) as address:
        phone = Phone(browser, address)

        def answer(route: Route) -> None:
            hashes, key, lies_from = shown["log"]
            old = re.search(r"from=(\d+)", route.request.url)
            note = checkpoint_of(hashes, key)
            if old is None:
                route.fulfill(body=note)
            elif int(old[1]) > len(hashes):
                route.fulfill(status=409, body=b"{}")
            else:
                size = int(old[1])
                proof = prove_consistency(size, hashes if lies_from is None else GROWN[: len(hashes)])
                route.fulfill(body=format_submission(Submission(size, tuple(proof), note)))

        phone.page.context.route("**/log/450125/*", answer)

        def visit(hashes: list[bytes], key: SigningKey = LOG, lies_from: int | None = None) -> Phone:
            shown["log"] = (hashes, key, lies_from)
            phone.opens("/verify")
            phone.page.wait_for_load_state("networkidle")
            return phone

        yield visit


def test_a_log_that_grows_is_said_to_extend_what_was_seen(phone_at: Callable[..., Phone]) -> None:
    phone_at(HASHES[:7]).sees("账本现在有 7 条")
    phone_at(HASHES).sees("账本现在有 11 条")
    phone_at(GROWN).sees("账本现在有 16 条，和您以前看到的接得上")


def test_a_log_that_shows_another_history_is_caught_and_the_evidence_verifies(
    phone_at: Callable[..., Phone],
) -> None:
    phone = gives_receipt(phone_at(HASHES), FILE)

    phone_at(OTHER).sees("账本签了两段不同的历史")
    phone.keeps_a_picture("verify_forked")
    with phone.page.expect_download() as saving:
        phone.taps("保存证据文件")
    evidence = Path(saving.value.path()).read_bytes()

    assert evidence.startswith(b"timebank/evidence/v1\n")
    phone_at(GROWN).sees("账本签了两段不同的历史")  # it goes on saying so, whatever it is shown now
    phone.page.evaluate("localStorage.clear()")
    gives_receipt(phone_at(GROWN), evidence).sees("账本签了两段不同的历史")


def test_a_receipt_from_another_history_is_evidence_without_any_network(
    phone_at: Callable[..., Phone],
) -> None:
    phone = gives_receipt(phone_at(GROWN), FILE)
    other = [*leaves(4), HASHES[4], *leaves(6)]
    lie = make_receipt(TreeInMemory(other), 4, ENTRIES[4], checkpoint_of(other))

    gives_receipt(phone, format_receipt(lie))

    phone.sees("账本签了两段不同的历史")


def test_a_log_that_shrank_or_cannot_prove_its_growth_is_evidence_to_ask_about(
    phone_at: Callable[..., Phone],
) -> None:
    phone = phone_at(GROWN)
    phone_at(HASHES).sees("没有证明后一份包含前一份")

    phone.page.evaluate("localStorage.clear()")
    phone_at(HASHES[:6])
    phone_at(OTHER, LOG, 6).sees("没有证明后一份包含前一份")


@pytest.mark.parametrize("term", ["last_size", "revoked_from"])
def test_a_key_that_was_replaced_or_revoked_since_hides_no_second_history(
    phone_at: Callable[..., Phone], term: str
) -> None:
    phone = phone_at(GROWN)
    told = f"{term}&#34;: "

    def say_so(route: Route) -> None:
        page = route.fetch()
        assert f"{told}null" in page.text()
        route.fulfill(response=page, body=page.text().replace(f"{told}null", f"{told}12"))

    phone.page.context.route("**/verify", say_so)
    phone = phone_at(OTHER[:11])

    phone.sees("没有证明后一份包含前一份")
    evidence = phone.page.evaluate("JSON.parse(localStorage.getItem(localStorage.key(0))).evidence").encode()
    gives_receipt(phone, evidence).sees("没有证明后一份包含前一份")


def test_what_another_key_signed_is_no_head_and_no_evidence(phone_at: Callable[..., Phone]) -> None:
    phone_at(HASHES)
    phone = phone_at(OTHER, signer("stranger.invalid/log/450125"))

    assert phone.page.inner_text("#log-state") == ""
    assert phone.page.inner_text("#answer") == ""


def test_changed_evidence_is_refused(phone_at: Callable[..., Phone]) -> None:
    phone_at(HASHES)
    phone = phone_at(OTHER[:11])
    evidence = phone.page.evaluate("JSON.parse(localStorage.getItem(localStorage.key(0))).evidence").encode()

    gives_receipt(phone, evidence).sees("账本签了两段不同的历史")
    gives_receipt(phone, evidence.replace(b"\n11\n", b"\n12\n", 1)).sees("核对没有通过")
    gives_receipt(phone, evidence + b"\n").sees("核对没有通过")
