"""Sealed fields open where they belong, with the key of whom they belong to, and nowhere else."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete

from tests.timebank.kernel import BOOK
from timebank.crypto import (
    NotAMasterKey,
    People,
    PersonKey,
    Remembered,
    SealBroken,
    Vault,
    create_master_key,
    read_master_key,
)
from timebank.writer import Bank

NAME = "member.name"


@pytest.fixture
def connection(bank: Bank) -> Iterator[Connection]:
    with bank._writer_engine.begin() as connection:
        yield connection


@pytest.fixture
def people(connection: Connection) -> People:
    """Wang and Li with their keys."""
    people = People(Vault(bytes(32)), connection, BOOK)
    people.create("wang")
    people.create("li")
    return people


def after_restart(connection: Connection, book: str = BOOK, master_key: bytes = bytes(32)) -> People:
    """Return the people as a process sees them that has nothing in memory yet."""
    return People(Vault(master_key), connection, book)


def test_what_was_sealed_opens_also_after_a_restart(connection: Connection, people: People) -> None:
    sealed = people.seal("wang", NAME, "王桂兰")

    assert people.open("wang", NAME, sealed) == "王桂兰"
    assert after_restart(connection).open("wang", NAME, sealed) == "王桂兰"


def test_a_sealed_value_shows_nothing_and_is_never_twice_the_same(people: People) -> None:
    one, two = (people.seal("wang", NAME, "王桂兰") for _ in range(2))

    assert one != two
    assert "王桂兰".encode() not in one


@pytest.mark.parametrize(
    ("member", "field"), [("li", NAME), ("wang", "member.phone"), ("li", "member.phone")]
)
def test_moved_to_another_field_or_person_it_does_not_open(people: People, member: str, field: str) -> None:
    sealed = people.seal("wang", NAME, "王桂兰")

    with pytest.raises(SealBroken):
        people.open(member, field, sealed)


def test_moved_to_another_book_it_does_not_open(connection: Connection, people: People) -> None:
    sealed = people.seal("wang", NAME, "王桂兰")
    elsewhere = after_restart(connection, "450126")
    elsewhere.create("wang")

    with pytest.raises(SealBroken):
        elsewhere.open("wang", NAME, sealed)


def test_each_flipped_bit_breaks_the_seal(people: People) -> None:
    sealed = people.seal("wang", NAME, "王")

    for place in range(len(sealed) * 8):
        flipped = bytearray(sealed)
        flipped[place // 8] ^= 1 << place % 8
        with pytest.raises(SealBroken):
            people.open("wang", NAME, bytes(flipped))


@pytest.mark.parametrize("length", [0, 1, 11, 12, 27])
def test_a_cut_value_is_a_broken_seal(people: People, length: int) -> None:
    with pytest.raises(SealBroken):
        people.open("wang", NAME, people.seal("wang", NAME, "王")[:length])


def test_with_a_destroyed_key_nothing_of_the_person_opens(connection: Connection, people: People) -> None:
    sealed = people.seal("wang", NAME, "王桂兰")
    lis = people.seal("li", NAME, "李秀英")

    connection.execute(delete(PersonKey).where(PersonKey.member_id == "wang"))

    with pytest.raises(SealBroken, match="destroyed"):
        after_restart(connection).open("wang", NAME, sealed)
    assert after_restart(connection).open("li", NAME, lis) == "李秀英"


def test_a_forgotten_key_is_gone_from_memory(connection: Connection, people: People) -> None:
    vault = Vault(bytes(32))
    remembering = People(vault, connection, BOOK)
    sealed = remembering.seal("wang", NAME, "王桂兰")
    connection.execute(delete(PersonKey).where(PersonKey.member_id == "wang"))
    assert remembering.open("wang", NAME, sealed) == "王桂兰"

    vault.forget(BOOK, "wang")

    with pytest.raises(SealBroken):
        remembering.open("wang", NAME, sealed)


def test_another_master_key_opens_nothing(connection: Connection, people: People) -> None:
    sealed = people.seal("wang", NAME, "王桂兰")

    with pytest.raises(SealBroken):
        after_restart(connection, master_key=b"x" * 32).open("wang", NAME, sealed)


def test_nothing_stored_is_an_empty_text(people: People) -> None:
    assert people.open("wang", NAME, None) == ""


def test_keys_of_a_list_come_with_one_statement(connection: Connection, people: People) -> None:
    sealed = {member: people.seal(member, NAME, member) for member in ("wang", "li")}
    fresh = after_restart(connection)

    fresh.load(["wang", "li", "nobody"])
    connection.execute(delete(PersonKey))

    assert [fresh.open(member, NAME, sealed[member]) for member in ("wang", "li")] == ["wang", "li"]


def test_what_belongs_to_the_book_opens_at_its_place_only(people: People) -> None:
    sealed = people.seal_for_book("request/li/k1", "code 1234")

    assert people.open_for_book("request/li/k1", sealed) == "code 1234"
    with pytest.raises(SealBroken):
        people.open_for_book("request/nong/k1", sealed)


def test_lookups_differ_by_book_kind_and_master_key() -> None:
    vault, other = Vault(bytes(32)), Vault(b"x" * 32)
    hashes = {
        vault.lookup_hash(BOOK, "phone", "13912345678"),
        vault.lookup_hash("450126", "phone", "13912345678"),
        vault.lookup_hash(BOOK, "name", "13912345678"),
        other.lookup_hash(BOOK, "phone", "13912345678"),
    }

    assert len(hashes) == 4
    assert vault.lookup_hash(BOOK, "phone", "13912345678") in hashes


def test_secrets_of_a_book_differ_by_book_and_purpose() -> None:
    vault = Vault(bytes(32))

    assert (
        len({vault.book_secret(book, use) for book in (BOOK, "450126") for use in ("data", "entry-ids")}) == 4
    )


def test_a_new_master_key_is_readable_by_its_owner_only_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "master.key"

    key = create_master_key(path)

    assert read_master_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        create_master_key(path)


@pytest.mark.parametrize("text", ["", "abc", "zz" * 32, "ab" * 31, "ab" * 33])
def test_a_damaged_master_key_file_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "master.key"
    path.write_text(text)

    with pytest.raises(NotAMasterKey, match=r"does not hold|digits"):
        read_master_key(path)


def test_only_so_many_values_are_remembered_and_the_oldest_goes_first() -> None:
    memory: Remembered[str, int] = Remembered(2)
    for number, name in enumerate("abc"):
        memory.put(name, number)

    assert [memory.get(name) for name in "abc"] == [None, 1, 2]
