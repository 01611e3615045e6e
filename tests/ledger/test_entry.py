"""The bytes of entries: golden files that pin them for ever, round trips, and everything that is refused."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import entry as entry_module
from ledger import grammar
from ledger.account import AccountTerms, new_handle
from ledger.entry import MAX_BYTES, Entry, commit_digest, encode, entry_id, parse
from ledger.errors import MalformedEntry
from ledger.kinds import KINDS
from ledger.own_lines import Accounts, Genesis, KeyChange, Release, Seal, Total
from tests.ledger.desk import BOOK, LI, SITE, START, VKEY, WANG
from tests.ledger.samples import FULL, MOVE, SAMPLES, digest, id_of, posting

GOLDEN = Path(__file__).parent / "golden"


def test_every_kind_has_its_golden_file():
    assert {path.stem for path in GOLDEN.glob("*.txt")} == KINDS.keys() == SAMPLES.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_it_writes_the_golden_bytes(kind):
    assert encode(SAMPLES[kind]) == (GOLDEN / f"{kind}.txt").read_bytes()


@pytest.mark.parametrize("kind", KINDS)
def test_it_reads_the_golden_bytes(kind):
    assert parse((GOLDEN / f"{kind}.txt").read_bytes()) == SAMPLES[kind]


BARE = replace(FULL, service=None, site=None, with_id=None, memo=None, acts=None)


@pytest.mark.parametrize(
    "entry",
    [
        BARE,
        replace(SAMPLES["genesis"], body=Genesis("a", VKEY)),
        replace(SAMPLES["key"], body=KeyChange(VKEY, 9, revoked=True)),
        replace(SAMPLES["seal"], body=Seal(0, digest("none"), ())),
        replace(SAMPLES["settle"], postings=(posting("debit", WANG, 0, 60), posting("credit", LI, 0, 60))),
        replace(BARE, seq=grammar.MAX_NUMBER),
    ],
    ids=["bare", "new log", "revoked key", "empty seal", "nothing settled", "largest number"],
)
def test_what_is_optional_may_be_absent(entry):
    assert parse(encode(entry)) == entry


@pytest.mark.parametrize("kind", KINDS)
def test_no_byte_may_be_missing_doubled_or_another_without_being_seen(kind):
    data = (GOLDEN / f"{kind}.txt").read_bytes()
    for place in range(len(data)):
        for changed in (
            data[:place] + data[place + 1 :],
            data[:place] + data[place : place + 1] + data[place:],
        ):
            try:
                assert encode(parse(changed)) == changed
            except MalformedEntry:
                continue


# Each line: what is replaced in the golden settle, and by what.
REFUSED = [
    (b"timebank/entry/v1", b"timebank/entry/v2"),
    (b"timebank/entry/v1\n", b"timebank/entry/v1 \n"),
    (b"timebank/entry/v1\n", b"timebank/entry/v1 x\n"),
    (b"book 450125", b"book 45012"),
    (b"book 450125", b"book  450125"),
    (b"seq 18231", b"seq +18231"),
    (b"seq 18231", b"seq 018231"),
    (b"seq 18231", b"seq 18_231"),
    (b"seq 18231", b"seq -1"),
    (b"seq 18231", b"seq "),
    (b"seq 18231", b"seq 18231 "),
    (b"seq 18231", b"seq 9007199254740992"),
    (b"seq 18231", b"seq 99999999999999999999"),
    (b"seq 18231", "seq ١٨٢٣١".encode()),
    (b"kind settle", b"kind Settle"),
    (b"kind settle", b"kind transfer"),
    (b"kind settle", b"kind reserve"),
    (b"kind settle", b"kind account"),
    (b"kind settle", b"kind gift"),
    (b"recorded 2026-11-22T00:57:03Z", b"recorded 2026-11-22T00:57:60Z"),
    (b"recorded 2026-11-22T00:57:03Z", b"recorded 2026-11-31T00:57:03Z"),
    (b"recorded 2026-11-22T00:57:03Z", b"recorded 2026-11-22T24:00:00Z"),
    (b"recorded 2026-11-22T00:57:03Z", b"recorded 2026-11-22 00:57:03Z"),
    (b"recorded 2026-11-22T00:57:03Z", b"recorded 2026-11-22T00:57:03+00:00"),
    (b"recorded 2026-11-22T00:57:03Z", b"recorded 2026-11-22T08:57:03+08:00"),
    (b"recorded 2026-11-22T00:57:03Z", b"recorded 2026-11-22T00:57:03"),
    (b"recorded 2026-11-22T00:57:03Z", b"recorded 2026-11-22T00:57:03.5Z"),
    (b"recorded 2026-11-22T00:57:03Z", b"recorded 20261122T005703Z"),
    (b"service 2026-11-20", b"service 2027-02-29"),
    (b"service 2026-11-20", b"service 2026-02-31"),
    (b"service 2026-11-20", b"service 20261120"),
    (b"service 2026-11-20", b"service 2026-W47-5"),
    (b"service 2026-11-20", b"service 2026-11-2"),
    (b"site 45012510020101", b"site 4501251002010"),
    (b"policy 14\n", b""),
    (b"policy 14\n", b"policy 14\npolicy 14\n"),
    (b"policy 14\n", b"policy 14\ncolour red\n"),
    (b" min 45 held 60", b" min 61 held 60"),
    (b" min 45 held 60", b" min 45 held 0"),
    (b" min 45 held 60", b" min 45"),
    (b" min 45 held 60", b" min 045 held 60"),
    (b" min 45 held 60", b" min 45 held 60 held 60"),
    (b" min 45 held 60", b" hour 45 held 60"),
    (b" min 45 held 60", b" g. 45 held 60"),
    (b" min 45 held 60", b" g.Soap 45 held 60"),
    (b" min 45 held 60", b" g.aaaaaaaaaaaaaaaaaaaaaaaaa 45 held 60"),
    (b"wang2222", b"wang2221"),
    (b"wang2222", b"Wang2222"),
    (b"wang2222", b"wang222"),
    (b"debit ", b"credit "),
    (b"debit ", b"Debit "),
    (b"li222222222222222222", b"wang2222222222222222"),
    (b"memo sha256 ", b"memo sm3 "),
    (b"memo sha256 ", b"memo "),
    (b"\nacts", b"\r\nacts"),
    (b"\nacts", b"\n\nacts"),
    (b"\nacts", b"\n acts"),
    (b"\nacts", b"\tacts"),
]


@pytest.mark.parametrize(
    ("old", "new"), REFUSED, ids=[new.decode(errors="replace")[:40] for _, new in REFUSED]
)
def test_another_spelling_is_refused(old, new):
    golden = (GOLDEN / "settle.txt").read_bytes()
    assert old in golden

    with pytest.raises(MalformedEntry):
        parse(golden.replace(old, new))


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data[:-1],
        lambda data: data + b"\n",
        lambda data: data + b"acts sha256 " + b"0" * 64 + b"\n",
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data.upper(),
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: b"",
        lambda data: b"\n",
        lambda data: data.replace(b"0", b"\x00"),
        lambda data: (
            data[: data.index(b"memo")]
            + data[data.index(b"acts") :]
            + data[data.index(b"memo") : data.index(b"acts")]
        ),
    ],
    ids=[
        "no last LF",
        "empty line",
        "acts twice",
        "CRLF",
        "upper case",
        "BOM",
        "empty",
        "one LF",
        "NUL",
        "acts before memo",
    ],
)
def test_bytes_that_are_no_entry_are_refused(change):
    with pytest.raises(MalformedEntry):
        parse(change((GOLDEN / "settle.txt").read_bytes()))


LINES = SAMPLES["account"].body.lines
MEMBERS = tuple(
    AccountTerms(f"li{number:03}".translate(str.maketrans("0189", "abcd")).ljust(20, "2"), "min", "member")
    for number in range(200)
)


@pytest.mark.parametrize(
    "entry",
    [
        replace(FULL, book="4501250"),
        replace(FULL, seq=-1),
        replace(FULL, seq=grammar.MAX_NUMBER + 1),
        replace(FULL, prev=b"short"),
        replace(FULL, id="0193"),
        replace(FULL, id="019326a4-5c1e-4b0a-9d2f-4e1f0a6b7c8d"),
        replace(FULL, id=FULL.id.upper()),
        replace(FULL, recorded=START.replace(tzinfo=None)),
        replace(FULL, recorded=datetime(2026, 11, 22, 0, 0, 0, 1, tzinfo=UTC)),
        replace(FULL, recorded=datetime(2026, 11, 22, tzinfo=timezone(timedelta(hours=8)))),
        replace(FULL, memo=b""),
        replace(FULL, ref=id_of(2)),
        replace(FULL, body=Release("timeout")),
        replace(FULL, postings=()),
        replace(FULL, postings=MOVE[:1]),
        replace(FULL, postings=MOVE[::-1]),
        replace(FULL, postings=(MOVE[0], MOVE[0], MOVE[1])),
        replace(
            FULL, postings=(posting("debit", WANG, 1), posting("debit", LI, 1), posting("credit", SITE, 2))
        ),
        replace(FULL, postings=(posting("debit", WANG, 1), posting("credit", WANG, 1))),
        replace(FULL, postings=(posting("debit", WANG, 0), posting("credit", LI, 0))),
        replace(FULL, postings=(posting("debit", WANG, 1, 1), posting("credit", LI, 1, 1))),
        replace(FULL, postings=tuple(posting("debit", line.handle, 1) for line in MEMBERS[:101])),
        replace(SAMPLES["settle"], ref=None),
        replace(SAMPLES["settle"], postings=MOVE),
        replace(SAMPLES["release"], body=None),
        replace(SAMPLES["release"], body=Release("lazy")),
        replace(SAMPLES["account"], service=date(2026, 1, 1)),
        replace(SAMPLES["account"], postings=MOVE),
        replace(SAMPLES["account"], body=Accounts(())),
        replace(SAMPLES["account"], body=Accounts(MEMBERS[:101])),
        replace(SAMPLES["account"], body=Accounts(LINES[::-1])),
        replace(SAMPLES["account"], body=Accounts(LINES[:1] * 2)),
        replace(SAMPLES["account"], body=Accounts((replace(LINES[0], class_="bank"),))),
        replace(SAMPLES["account"], body=Accounts((replace(LINES[0], of="here"),))),
        replace(SAMPLES["account"], body=Accounts((replace(LINES[0], limit=-1),))),
        replace(SAMPLES["account"], body=Accounts((replace(LINES[0], status="lost"),))),
        replace(SAMPLES["policy"], site=SITE),
        replace(SAMPLES["genesis"], body=Genesis("two words", VKEY)),
        replace(SAMPLES["genesis"], body=Genesis("a+b", VKEY)),
        replace(SAMPLES["genesis"], body=Genesis("a", "a+b")),
        replace(SAMPLES["seal"], body=Seal(1, digest("x"), (Total("pt", 1, 0), Total("min", 1, 0)))),
        replace(
            SAMPLES["seal"], body=Seal(1, digest("x"), tuple(Total(f"g.{n:05}", 1, 0) for n in range(5000)))
        ),
        replace(SAMPLES["remark"], memo=None),
        replace(SAMPLES["erase"], memo=None),
        replace(SAMPLES["remark"], kind="gift"),
    ],
)
def test_values_that_cannot_stand_in_an_entry_are_not_written(entry):
    with pytest.raises(MalformedEntry):
        encode(entry)


def test_the_largest_entry_fits_its_frame():
    lines = tuple(
        AccountTerms(line.handle, "g." + "a" * 24, "difference", line.handle, grammar.MAX_NUMBER, "closed")
        for line in sorted(MEMBERS[:100], key=lambda line: line.handle)
    )
    entry = replace(SAMPLES["account"], body=Accounts(lines))

    assert len(encode(entry)) <= MAX_BYTES


handles = st.from_regex(r"[a-z2-7]{20}", fullmatch=True)
units = st.one_of(st.sampled_from(["min", "pt"]), st.from_regex(r"g\.[a-z0-9]{1,24}", fullmatch=True))
numbers = st.integers(1, grammar.MAX_NUMBER)
hashes = st.binary(min_size=32, max_size=32)
ids = st.builds(entry_id, st.binary(), st.just("li"), st.just("key"), st.integers(0, 9))
optional = st.none()


@st.composite
def moves(draw) -> Entry:
    kind = draw(st.sampled_from(["transfer", "reserve", "settle", "reverse", "expire"]))
    keys = draw(st.lists(st.tuples(handles, units), min_size=2, max_size=12, unique=True))
    split = draw(st.integers(1, len(keys) - 1))
    sides = [("debit", key) for key in sorted(keys[:split])] + [
        ("credit", key) for key in sorted(keys[split:])
    ]
    postings = []
    for side, (handle, unit) in sides:
        held = draw(numbers) if kind == "settle" else None
        amount = draw(st.integers(0, held)) if held else draw(numbers)
        postings.append(replace(posting(side, handle, amount, held, unit), state=draw(hashes)))
    return Entry(
        BOOK,
        draw(numbers),
        draw(hashes),
        draw(ids),
        kind,
        draw(st.datetimes(timezones=st.just(UTC))).replace(microsecond=0),
        draw(numbers),
        None,
        tuple(postings),
        draw(optional | st.dates()),
        draw(optional | st.from_regex(r"[0-9]{14}", fullmatch=True)),
        draw(ids) if KINDS[kind].closes else None,
        draw(optional | ids),
        draw(optional | hashes),
        draw(optional | hashes),
    )


@given(moves())
def test_what_is_written_is_read_back(entry):
    assert parse(encode(entry)) == entry


@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_a_changed_byte_gives_another_entry_or_none(kind, data):
    golden = encode(SAMPLES[kind])
    place = data.draw(st.integers(0, len(golden) - 1))
    changed = golden[:place] + data.draw(st.binary(min_size=1, max_size=2)) + golden[place + 1 :]

    try:
        entry = parse(changed)
    except MalformedEntry:
        return
    assert encode(entry) == changed
    assert (entry == SAMPLES[kind]) is (changed == golden)


def test_a_pattern_that_lets_too_much_through_does_not_open_a_second_spelling(monkeypatch):
    loose = re.compile(entry_module._HEADER.pattern.replace(f"seq ({grammar.NUMBER})", "seq ([0-9]+)"))
    monkeypatch.setattr(entry_module, "_HEADER", loose)

    with pytest.raises(MalformedEntry, match="another way"):
        parse((GOLDEN / "settle.txt").read_bytes().replace(b"seq 18231", b"seq 018231"))


def test_an_id_is_the_same_at_every_retry_and_another_for_everything_else():
    first = entry_id(b"secret", "li", "key", 0)

    assert first == entry_id(b"secret", "li", "key", 0) == grammar.checked("id", first)
    others = {
        entry_id(b"another", "li", "key", 0),
        entry_id(b"secret", "wang", "key", 0),
        entry_id(b"secret", "li", "other", 0),
        entry_id(b"secret", "li", "key", 1),
    }
    assert len(others | {first}) == 5


def test_an_id_is_pinned():
    assert entry_id(b"secret", "li", "key", 0) == "3c7da02f-6208-8e45-abf7-6ad7d276574d"


@pytest.mark.parametrize(("actor", "key"), [("li\nkey", "x"), ("li", "key\nx")])
def test_nobody_slips_a_line_into_an_id(actor, key):
    with pytest.raises(MalformedEntry):
        entry_id(b"secret", actor, key, 0)


def test_handles_are_well_formed_and_never_alike():
    fresh = {new_handle() for _ in range(100)}

    assert len(fresh) == 100
    assert all(re.fullmatch(r"[a-z2-7]{20}", text) for text in fresh)


def test_a_commitment_is_sha256_of_salt_and_words():
    assert commit_digest(b"salt", b"words") == digest("saltwords")
