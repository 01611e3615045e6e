"""The checker in the browser and the one in Python share no code: they must take and refuse the same, bit by bit."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.errors import LedgerError
from ledger.keys import ED25519, Term, VerifierKey, parse_vkey, require_sound
from ledger.log_errors import KeyNotInForce, MalformedKey
from ledger.merkle import leaf_hash, prove_consistency, root
from ledger.note import add_signatures, signature_line, split_note
from ledger.opening import Opening, format_opening
from ledger.proof_file import format_proof
from ledger.receipt import Receipt, check_receipt, format_receipt, make_receipt
from tests.ledger.logs import a_day, desk_in_memory
from tests.ledger.mutants import as_text, mutants
from tests.ledger.receipts import desk_of_one_service, lis_receipt, opening_for_li, receipt_of
from tests.ledger.signers import LIBRARY, LOG, NEIGHBOUR, checkpoint_of, leaves, with_byte
from tests.ledger.trees import TreeInMemory
from tests.ledger.vectors import vectors_folder
from tests.web.checking import Checker, as_json, chromium, in_base64, vkey_of
from web.verifier_script import checker_script

KEYS = (LOG, LIBRARY)
RECEIPT = lis_receipt()
FILE = format_receipt(RECEIPT)
BARE = format_receipt(Receipt(RECEIPT.proof))
GOLDEN = sorted((Path(__file__).parents[1] / "ledger" / "golden").glob("*.txt"))
VECTORS = vectors_folder()

KNOWN = f"window.keys = {as_json([vkey_of(key) for key in KEYS])}.map(keys.parseVkey);"
CHECK = """async (file) => {
  const { entry, checkpoint, states, memo, names } = await checker.checkReceipt(bytes(file), window.keys);
  return [
    checkpoint.origin, String(checkpoint.size), entry.kind, entry.seq, entry.recorded, entry.service, entry.policy,
    entry.postings.map(({ side, handle, unit, amount, held }) => [side, handle, unit, amount, held]),
    checkpoint.witnesses.map(({ name, time }) => [name, Number(time)]),
    states.map(({ handle, unit, debits, credits }) => [handle, unit, credits - debits]),
    memo === null ? null : memo.text,
    names.map(({ handle, name }) => [handle, name]),
  ];
}"""


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Checker]]:
    """Make a checker of one module, in a page of its own."""
    folder = tmp_path_factory.mktemp("page")
    with chromium() as browser:
        context = browser.new_context()
        yield lambda name: Checker(context, name, folder)


@pytest.fixture(scope="module")
def checker(module: Callable[[str], Checker]) -> Checker:
    """The checker of receipts, which trusts the log and one witness."""
    checker = module("receipt.js")
    checker.page.evaluate(checker_script("keys.js").replace("const checker", "const keys", 1) + KNOWN)
    return checker


@pytest.fixture(scope="module")
def keys(module: Callable[[str], Checker]) -> Checker:
    """The part of the checker that knows keys."""
    return module("keys.js")


def in_python(file: bytes) -> Any:
    """Return what Python makes of a receipt, as the script above tells it."""
    try:
        checked = check_receipt(file, [key.public for key in KEYS])
    except LedgerError:
        return "refused"
    entry = checked.entry
    return [
        checked.checkpoint.origin,
        str(checked.checkpoint.size),
        entry.kind,
        entry.seq,
        entry.recorded.isoformat().replace("+00:00", "Z"),
        entry.service and entry.service.isoformat(),
        entry.policy,
        [[each.side, each.handle, each.unit, each.amount, each.held] for each in entry.postings],
        [[witness.key.name, witness.time] for witness in checked.witnesses],
        [[state.handle, state.unit, state.balance] for state in checked.states],
        checked.memo,
        [list(name) for name in checked.names],
    ]


def both(checker: Checker, *files: bytes) -> list[Any]:
    """Return what both make of the files; they must not differ."""
    answers = checker.ask(CHECK, map(in_base64, files))
    differing = [file for file, answer in zip(files, answers, strict=True) if answer != in_python(file)]
    assert differing == []
    return answers


def signed_around(entry: bytes, seq: int, opening: Opening | None = None) -> bytes:
    """Return a receipt in perfect order of bytes that may be no entry."""
    hashes = [*leaves(seq), leaf_hash(entry), *leaves(3)]
    return format_receipt(make_receipt(TreeInMemory(hashes), seq, entry, checkpoint_of(hashes), opening))


def test_a_good_receipt_is_taken_and_says_the_same(checker: Checker) -> None:
    taken = both(checker, FILE, BARE)

    assert taken[0][:4] == ["demo.invalid/log/450125", "11", "settle", 4]
    assert taken[0][8] == [["library.invalid/w1", 1_795_000_000]]


def test_every_entry_of_a_day_is_taken(checker: Checker) -> None:
    desk = a_day(desk_in_memory())
    files = [format_receipt(receipt_of(desk, seq)) for seq in range(desk.book.head().size)]

    assert "refused" not in both(checker, *files)


def test_every_kind_of_entry_is_read(checker: Checker) -> None:
    entries = [path.read_bytes() for path in GOLDEN]
    numbers = [int(entry.split(b"\nseq ")[1].split(b"\n")[0]) for entry in entries]
    near = [(entry, seq) for entry, seq in zip(entries, numbers, strict=True) if seq < 100_000]

    taken = both(checker, *(signed_around(entry, seq) for entry, seq in near))

    assert {each[2] for each in taken} == {path.stem for path in GOLDEN}


def test_a_bit_turned_anywhere_is_refused(checker: Checker) -> None:
    answers = both(checker, *(with_byte(FILE, place, 1 << place % 8) for place in range(len(FILE))))

    taken = [place for place, answer in enumerate(answers) if answer != "refused"]
    # A witness whose name is not known has not signed, and a name in the opening is a claim that nothing proves.
    witness, name = FILE.index("— library".encode()), FILE.index(b"\nname ")
    free = {*range(witness, witness + len("— library.invalid/w1 Ca1GXg".encode())), *range(name, len(FILE))}
    assert [place for place in taken if place not in free] == []


def test_another_key_another_size_another_head_are_refused(checker: Checker) -> None:
    desk = desk_of_one_service()
    others = checkpoint_of(leaves(11))
    longer = checkpoint_of([leaf_hash(bytes(data)) for _, data in desk.store.entry_bytes(0, 10)])
    forged = checkpoint_of(leaves(11), NEIGHBOUR)
    proof = RECEIPT.proof
    files = [
        format_proof(type(proof)(proof.index, proof.hashes, note, proof.extra))
        for note in (others, longer, forged)
    ]
    files.append(format_proof(type(proof)(proof.index + 1, proof.hashes, proof.checkpoint, proof.extra)))
    files.append(format_proof(type(proof)(proof.index, proof.hashes[:-1], proof.checkpoint, proof.extra)))
    files.append(format_proof(type(proof)(proof.index, proof.hashes, proof.checkpoint, None)))

    assert set(both(checker, *files)) == {"refused"}


@settings(max_examples=200)
@given(file=mutants(FILE, BARE))
def test_a_damaged_file_is_judged_alike(checker: Checker, file: bytes) -> None:
    both(checker, file)


ENTRIES = [path.read_bytes() for path in GOLDEN]


@settings(max_examples=200)
@given(entry=mutants(*ENTRIES))
def test_a_damaged_entry_that_was_signed_all_the_same_is_judged_alike(checker: Checker, entry: bytes) -> None:
    seq = entry.partition(b"\nseq ")[2].partition(b"\n")[0]
    both(checker, signed_around(entry, int(seq) if seq.isdigit() and len(seq) < 3 else 4))


OPENED = format_opening(opening_for_li(desk_of_one_service()))


@settings(max_examples=200)
@given(opening=mutants(OPENED))
def test_a_damaged_opening_is_judged_alike(checker: Checker, opening: bytes) -> None:
    both(checker, BARE + b"\n" + opening)


@settings(max_examples=200)
@given(note=mutants(RECEIPT.proof.checkpoint))
def test_a_damaged_note_is_judged_alike(checker: Checker, note: bytes) -> None:
    proof = RECEIPT.proof
    both(checker, format_proof(type(proof)(proof.index, proof.hashes, note, proof.extra)))


@settings(max_examples=200)
@given(vkey=mutants(*(vkey_of(key).encode() for key in KEYS)).map(as_text))
def test_a_damaged_key_is_judged_alike(keys: Checker, vkey: str) -> None:
    assert keys.ask("(text) => checker.parseVkey(text).name", [vkey]) == [named(vkey)]


def named(vkey: str) -> str:
    try:
        return parse_vkey(vkey).name
    except LedgerError:
        return "refused"


def signature_cases() -> list[tuple[bytes, bytes, bytes]]:
    """Return (public key, message, signature) of published vectors whose keys are sound."""
    cctv = json.loads((VECTORS / "ed25519/cctv-ed25519vectors.json").read_text())
    cases = [(bytes.fromhex(one["key"]), one["msg"].encode(), bytes.fromhex(one["sig"])) for one in cctv]
    groups = json.loads((VECTORS / "ed25519/wycheproof-ed25519_test.json").read_text())["testGroups"]
    cases += [
        (bytes.fromhex(group["publicKey"]["pk"]), bytes.fromhex(test["msg"]), bytes.fromhex(test["sig"]))
        for group in groups
        for test in group["tests"]
    ]
    return [case for case in cases if is_sound(case[0])]


def is_sound(public_key: bytes) -> bool:
    try:
        require_sound(public_key)
    except MalformedKey:
        return False
    return True


@pytest.mark.parametrize("way", ["fits", "fitsByHand"])
def test_published_signatures_are_judged_alike_by_browser_and_by_hand(keys: Checker, way: str) -> None:
    cases = signature_cases()
    script = f"""([key, message, signature]) => checker.{way}(
        {"{kind: 1, publicKey: bytes(key)}" if way == "fits" else "bytes(key)"}, bytes(message), bytes(signature))"""

    whole = [case for case in cases if way == "fits" or len(case[2]) == 64]
    answers = keys.ask(script, [[in_base64(part) for part in case] for case in whole])

    assert len(whole) > 300
    assert answers == [VerifierKey("x", ED25519, key).fits(message, sig) for key, message, sig in whole]


def test_published_inclusion_proofs_are_judged_as_published(module: Callable[[str], Checker]) -> None:
    vectors = json.loads((VECTORS / "merkle/inclusion.json").read_text())["vectors"]
    tree = module("tree.js")
    script = """({ leafHash, leafIdx, treeSize, proof, root }) => {
      const whole = [leafHash, root, ...(proof || [])].map((text) => bytes(text || ""));
      if (whole.some((hash) => hash.length !== 32)) return "refused";
      checker.checkInclusion(whole[0], BigInt(leafIdx), BigInt(treeSize), whole.slice(2), whole[1]);
      return "taken";
    }"""

    cases = [one for one in vectors if 0 <= one["leafIdx"] < 2**53 and 0 <= one["treeSize"] < 2**53]

    assert len(cases) > 50
    assert tree.ask(script, cases) == ["refused" if one["wantErr"] else "taken" for one in cases]


def test_growth_is_seen_for_every_two_small_sizes(module: Callable[[str], Checker]) -> None:
    hashes = leaves(20)
    cases = [
        {
            "older": [old, in_base64(root(hashes[:old]))],
            "newer": [new, in_base64(root(hashes[:new]))],
            "proof": [in_base64(each) for each in prove_consistency(old, hashes[:new])],
        }
        for new in range(1, 21)
        for old in range(new + 1)
    ]
    script = """({ older, newer, proof }) => {
      const [old, young] = [older, newer].map(([size, root]) => ({ size: BigInt(size), root: bytes(root) }));
      const roots = checker.rootsOfGrowth(old, young, proof.map(bytes));
      return [old.root, young.root].join() === [roots.old, roots.new].join();
    }"""

    assert set(module("tree.js").ask(script, cases)) == {True}


@given(st.binary(max_size=40))
@settings(max_examples=50)
def test_a_note_with_a_witness_of_any_time_is_judged_alike(checker: Checker, salt: bytes) -> None:
    note = RECEIPT.proof.checkpoint
    time = int.from_bytes(salt[:8].ljust(8, b"\0"), "big")
    text, _ = split_note(note)
    log_only = note.split("— library".encode())[0]
    witnessed = add_signatures(log_only, [signature_line(text, LIBRARY, time)])
    proof = RECEIPT.proof
    answer = in_base64(format_proof(type(proof)(proof.index, proof.hashes, witnessed, proof.extra)))

    is_taken = checker.ask(CHECK, [answer]) != ["refused"]

    assert is_taken is (time < 2**63)


@pytest.mark.parametrize(
    ("first_size", "last_size", "revoked_from", "refused"),
    [
        (0, None, None, ""),
        (0, 0, None, "replaced"),
        (10**6, None, None, "replaced"),
        (0, None, 1, "revoked"),
        (0, None, 10**6, ""),
    ],
)
def test_both_know_which_checkpoints_are_a_keys_to_sign(
    checker: Checker, first_size: int, last_size: int | None, revoked_from: int | None, refused: str
) -> None:
    term = Term(first_size, last_size, revoked_from)
    spans = {"firstSize": first_size, "lastSize": last_size, "revokedFrom": revoked_from}
    in_browser = """async ({ file, spans }) => {
      const sizes = Object.entries(spans).map(([name, size]) => [name, size === null ? null : BigInt(size)]);
      const known = window.keys.map((key) => ({ ...key, term: Object.fromEntries(sizes) }));
      try {
        return (await checker.checkReceipt(bytes(file), known)).entry.seq;
      } catch ({ kind }) {
        return kind;
      }
    }"""

    try:
        here = check_receipt(FILE, [replace(key.public, term=term) for key in KEYS]).entry.seq
    except KeyNotInForce:
        here = None

    assert (here is None) == bool(refused)
    assert checker.ask(in_browser, [{"file": in_base64(FILE), "spans": spans}]) == [refused or here]
