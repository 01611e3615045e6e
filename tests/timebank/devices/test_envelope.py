"""The bytes of an item: what is signed, what is sealed, and that any change of either is noticed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.timebank.devices.phone import DeskPhone, elder
from timebank.crypto import Vault
from timebank.devices.envelope import (
    Item,
    check_signature,
    from_base64url,
    open_body,
    parse_item,
    parse_public_key,
    seal_body,
    sealing_point,
    to_base64url,
)
from timebank.devices.refusals import BodyUnreadable, ItemMalformed, SignatureWrong

BOOK, OTHER_BOOK = "450125", "360702"
PLAIN = Item("0d1c9d1e-5f0a", "2026-11-16T00:00:00.000Z", "elder", 1, b'{"name":"\xe7\x8e\x8b"}')
VAULT = Vault(bytes(32))
SEALED = replace(PLAIN, body=seal_body(sealing_point(VAULT, BOOK), BOOK, PLAIN))


def test_the_head_and_what_is_signed_are_these_bytes() -> None:
    assert PLAIN.head(BOOK) == (
        b"timebank/sync-item/1\n450125\n0d1c9d1e-5f0a\n2026-11-16T00:00:00.000Z\nelder\n1\n"
    )
    assert PLAIN.signed_bytes(BOOK, "d-1") == PLAIN.head(BOOK) + (
        b"d-1\n9bb30193d511936fbe2e154d9074a9fec779dadf8545343d246f8beeca2365f6\n"
    )


def test_what_was_sealed_opens_again() -> None:
    assert open_body(VAULT, BOOK, SEALED) == PLAIN.body


def test_the_same_body_is_never_sealed_the_same() -> None:
    assert seal_body(sealing_point(VAULT, BOOK), BOOK, PLAIN) != SEALED.body


def test_it_opens_under_an_older_key_too() -> None:
    older = replace(PLAIN, body=seal_body(sealing_point(VAULT, BOOK, 7), BOOK, PLAIN, 7))

    assert open_body(VAULT, BOOK, older) == PLAIN.body


@pytest.mark.parametrize(
    "moved",
    [
        replace(SEALED, key="0d1c9d1e-5f0b"),
        replace(SEALED, made_at="2026-11-17T00:00:00.000Z"),
        replace(SEALED, type="service"),
        replace(SEALED, version=2),
        replace(SEALED, body=b""),
        replace(SEALED, body=b"\x02" + SEALED.body[1:]),
        replace(SEALED, body=SEALED.body[:70]),
    ],
    ids=["key", "made_at", "type", "version", "empty", "format", "cut"],
)
def test_a_body_moved_to_another_item_does_not_open(moved: Item) -> None:
    with pytest.raises(BodyUnreadable):
        open_body(VAULT, BOOK, moved)


def test_nor_in_another_book_nor_at_another_server() -> None:
    with pytest.raises(BodyUnreadable):
        open_body(VAULT, OTHER_BOOK, SEALED)
    with pytest.raises(BodyUnreadable):
        open_body(Vault(bytes([1]) * 32), BOOK, SEALED)


@given(st.integers(0, len(SEALED.body) * 8 - 1))
def test_no_bit_of_a_sealed_body_may_change(bit: int) -> None:
    changed = bytearray(SEALED.body)
    changed[bit // 8] ^= 1 << bit % 8

    with pytest.raises(BodyUnreadable):
        open_body(VAULT, BOOK, replace(SEALED, body=bytes(changed)))


def test_a_changed_part_breaks_the_signature(phone: DeskPhone) -> None:
    sent = phone.records("elder", elder())
    point = parse_public_key(phone.public_key)
    changes = {
        "key": "another-key",
        "made_at": "2026-11-15T23:00:00.000Z",
        "type": "service",
        "version": 2,
        "body": to_base64url(SEALED.body),
    }

    check_signature(parse_item(sent), BOOK, phone.id, point)
    for name, value in changes.items():
        with pytest.raises(SignatureWrong):
            check_signature(parse_item({**sent, name: value}), BOOK, phone.id, point)
    for book, device in ((OTHER_BOOK, phone.id), (BOOK, "another device")):
        with pytest.raises(SignatureWrong):
            check_signature(parse_item(sent), book, device, point)


def test_no_bit_of_a_signature_may_change(phone: DeskPhone) -> None:
    item = parse_item(phone.records("elder", elder()))
    point = parse_public_key(phone.public_key)

    for bit in range(512):
        changed = bytearray(item.signature)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(SignatureWrong):
            check_signature(replace(item, signature=bytes(changed)), BOOK, phone.id, point)
    for cut in (b"", item.signature[:-1], item.signature + b"\0", bytes(64)):
        with pytest.raises(SignatureWrong):
            check_signature(replace(item, signature=cut), BOOK, phone.id, point)


SENT = {
    "key": "0d1c9d1e",
    "made_at": "2026-11-16T00:00:00.000Z",
    "type": "elder",
    "version": 1,
    "body": "AAAA",
    "signature": "AAAA",
}


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        "item",
        {},
        {**SENT, "more": 1},
        {**SENT, "key": "short"},
        {**SENT, "key": "x" * 65},
        {**SENT, "key": "0d1c9d1e\n"},
        {**SENT, "key": 12345678},
        {**SENT, "made_at": "2026-02-31T00:00:00.000Z"},
        {**SENT, "made_at": "2026-11-16T00:00:00Z"},
        {**SENT, "made_at": "２０２６-11-16T00:00:00.000Z"},
        {**SENT, "type": "Elder"},
        {**SENT, "type": "e" * 21},
        {**SENT, "version": 0},
        {**SENT, "version": True},
        {**SENT, "version": "1"},
        {**SENT, "version": 1.0},
        {**SENT, "version": 10**30},
        {**SENT, "body": "A" * 1_200_001},
        {**SENT, "body": "AA=="},
        {**SENT, "body": "AB"},
        {**SENT, "body": "\ud800"},
        {**SENT, "signature": None},
    ],
)
def test_what_is_no_item_is_refused(raw: object) -> None:
    with pytest.raises(ItemMalformed):
        parse_item(raw)


@given(st.binary(max_size=100))
def test_bytes_are_written_in_one_way(data: bytes) -> None:
    assert from_base64url(to_base64url(data)) == data
