"""Signed notes and their keys: what counts as signed, and what is refused rather than passed over."""

import json

import pytest
from hypothesis import given

from ledger.errors import Malformed
from ledger.keys import COSIGNATURE, ED25519, VerifierKey, format_vkey, parse_vkey, require_sound
from ledger.log_errors import BadSignature, MalformedKey, MalformedNote, NotSigned
from ledger.note import MAX_SIGNATURES, add_signatures, open_note, sign_note, signature_line, split_note
from ledger.spelling import MAX_SIZE
from tests.ledger.mutants import as_text, mutants, read_or_refused
from tests.ledger.signers import LIBRARY, LOG, NEIGHBOUR, signer, with_byte
from tests.ledger.vectors import vectors_folder

VECTORS = vectors_folder()
TEXT = "Wang received 45 minutes.\n\nLi gave them, 时间银行.\n"
NOTE = sign_note(TEXT, LOG)
VKEY = format_vkey(LOG.name, LOG.public.public_key)


def vectors(path: str) -> dict:
    return json.loads((VECTORS / path).read_text())


def test_what_was_signed_is_what_is_read():
    opened = open_note(NOTE, [LOG.public])

    assert opened.text == TEXT
    assert [(one.key, one.time) for one in opened.verified] == [(LOG.public, None)]


def test_the_examples_of_the_standard_are_read():
    first, second = vectors("c2sp-examples/signed-note.json")["examples"]
    key = parse_vkey(vectors("c2sp-examples/signed-note.json")["vkey_of_example_2"])

    assert open_note(second.encode(), [key]).text == "This is an example message.\n"
    text, signatures = split_note(first.encode())
    assert text.count("\n") == 4
    assert [one.name for one in signatures] == ["quasimodo.example/salvatore"]


def test_no_bit_of_a_signed_note_can_be_turned():
    for place in range(len(NOTE)):
        for bit in range(8):
            with pytest.raises(Malformed):
                open_note(with_byte(NOTE, place, 1 << bit), [LOG.public])


def test_a_note_signed_by_others_is_not_signed():
    with pytest.raises(NotSigned):
        open_note(NOTE, [signer("another.invalid/log").public])


def test_a_key_of_the_same_name_is_another_key():
    other = VerifierKey(LOG.name, ED25519, signer("another").public.public_key)

    with pytest.raises(NotSigned):
        open_note(NOTE, [other])


def test_the_signatures_of_others_are_passed_over():
    both = add_signatures(NOTE, [signature_line(TEXT, signer("stranger"))])

    assert [one.key.name for one in open_note(both, [LOG.public]).verified] == [LOG.name]


def test_a_known_signature_that_does_not_fit_refuses_the_whole_note():
    astray = signature_line("another text\n", NEIGHBOUR, 7)
    note = add_signatures(NOTE, [astray])

    assert open_note(note, [LOG.public]).text == TEXT
    with pytest.raises(BadSignature):
        open_note(note, [LOG.public, NEIGHBOUR.public])


def test_each_signature_of_a_known_key_is_looked_at():
    """Of two under one name and ID the second may be the one that does not fit."""
    note = add_signatures(NOTE, [signature_line("another text\n", LOG)])

    with pytest.raises(BadSignature):
        open_note(note, [LOG.public])


def test_a_line_that_is_there_already_is_not_added_again():
    line = signature_line(TEXT, NEIGHBOUR, 7)

    assert add_signatures(add_signatures(NOTE, [line, line]), [line]).count(line.encode()) == 1


def test_a_hundred_signatures_are_read_and_no_more():
    line = signature_line(TEXT, signer("stranger")).encode()
    full = NOTE + line * (MAX_SIGNATURES - 1)

    assert open_note(full, [LOG.public]).text == TEXT
    with pytest.raises(MalformedNote):
        open_note(full + line, [LOG.public])


@pytest.mark.parametrize(
    "note",
    [
        b"",
        b"\n",
        TEXT.encode(),
        NOTE[:-1],
        NOTE + b"\n",
        NOTE.replace(b"\n\n\xe2", b"\n\xe2"),
        NOTE.replace("— ".encode(), b"- "),
        NOTE.replace("— ".encode(), "—".encode()),
        NOTE.replace(b"minutes", b"min\tutes"),
        NOTE.replace(b"minutes", b"minutes\r"),
        NOTE.replace(b"Wang", b"\xff"),
        NOTE.replace(b"=\n", b"\n"),
        NOTE.replace(b"=\n", b"= \n"),
        NOTE.replace(LOG.name.encode(), "demo\u3000invalid".encode()),
        NOTE.replace(LOG.name.encode(), b"demo+invalid"),
        "text\n\n— name AAAAAA==\n".encode(),
        b"x" * 1_000_001,
    ],
)
def test_what_is_no_note_is_refused(note):
    with pytest.raises(MalformedNote):
        open_note(note, [LOG.public])


@pytest.mark.parametrize("text", ["", "no end", "bell\x07\n", "tab\t\n", "half a sign \udc80\n"])
def test_a_text_that_no_note_can_hold_is_not_signed(text):
    with pytest.raises(MalformedNote):
        sign_note(text, LOG)


def test_a_cosignature_says_when():
    note = add_signatures(NOTE, [signature_line(TEXT, LIBRARY, 1_795_000_000)])

    opened = open_note(note, [LOG.public, LIBRARY.public])

    assert [(one.key.name, one.time) for one in opened.verified] == [
        (LOG.name, None),
        (LIBRARY.name, 1_795_000_000),
    ]


def test_the_time_of_a_cosignature_cannot_be_moved():
    signature = LIBRARY.sign(TEXT.encode(), 1_795_000_000)

    assert LIBRARY.public.fits(TEXT.encode(), signature)
    for bit in range(64):
        moved = (int.from_bytes(signature[:8], "big") ^ (1 << bit)).to_bytes(8, "big") + signature[8:]
        assert not LIBRARY.public.fits(TEXT.encode(), moved)
    assert not LIBRARY.public.fits(TEXT.encode(), LIBRARY.sign(TEXT.encode(), MAX_SIZE + 1))
    assert not LIBRARY.public.fits(TEXT.encode(), signature[:40])


def test_published_cosignatures_fit():
    for one in vectors("cosignature/cosignature-v1.json")["cosigned_checkpoints"]:
        keys = [parse_vkey(vkey) for vkey in one["vkeys"]]

        opened = open_note(one["checkpoint"].encode(), keys)

        assert [(signed.key.kind, signed.time) for signed in opened.verified] == [
            (COSIGNATURE, 1_767_139_200)
        ]


def test_published_keys_are_read_but_for_types_we_do_not_verify():
    for says, vkey in vectors("cosignature/cosignature-v1.json")["accepted_vkeys"]:
        if "MLDSA" in says:
            with pytest.raises(MalformedKey):
                parse_vkey(vkey)
        else:
            key = parse_vkey(vkey)
            assert format_vkey(key.name, key.public_key, key.kind) == vkey


def test_published_bad_keys_are_refused():
    for _, vkey in vectors("cosignature/cosignature-v1.json")["refused_vkeys"]:
        with pytest.raises(MalformedKey):
            parse_vkey(vkey)


def test_a_vkey_parts_at_its_first_two_pluses():
    vkey = next(vkey for number in range(100) if (vkey := vkey_of(f"log-{number}")).count("+") > 2)

    key = parse_vkey(vkey)

    assert format_vkey(key.name, key.public_key) == vkey


def vkey_of(name: str) -> str:
    return format_vkey(name, signer(name).public.public_key)


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "++",
        VKEY.replace("+", " "),
        VKEY[:-1],
        VKEY + "=",
        VKEY + "\n",
        VKEY.upper(),
        "a" + VKEY,
        f"+{VKEY}",
        VKEY.replace("demo", "\udc80"),
        format_vkey("name", bytes(31)),
        format_vkey("na me", LOG.public.public_key),
        format_vkey("name", LOG.public.public_key, b"\x02"),
        format_vkey("name", (2).to_bytes(32, "little")),
    ],
)
def test_what_is_no_key_is_refused(vkey):
    with pytest.raises(MalformedKey):
        parse_vkey(vkey)


def is_sound(public_key: bytes) -> bool:
    try:
        require_sound(public_key)
    except MalformedKey:
        return False
    return True


def test_no_key_of_small_order_or_in_a_second_spelling_is_taken():
    for vector in json.loads((VECTORS / "ed25519/cctv-ed25519vectors.json").read_text()):
        weak = {"low_order_A", "non_canonical_A"} & set(vector["flags"] or [])
        assert is_sound(bytes.fromhex(vector["key"])) is not bool(weak)


def test_under_a_sound_key_a_signature_fits_without_cofactor_and_in_its_one_spelling():
    for vector in json.loads((VECTORS / "ed25519/cctv-ed25519vectors.json").read_text()):
        key = VerifierKey("edge", ED25519, bytes.fromhex(vector["key"]))
        if is_sound(key.public_key):
            wrong = {"low_order_residue", "non_canonical_R"} & set(vector["flags"] or [])
            fits = key.fits(vector["msg"].encode(), bytes.fromhex(vector["sig"]))
            assert fits is not bool(wrong)


def test_published_signatures_are_judged_as_published():
    for group in vectors("ed25519/wycheproof-ed25519_test.json")["testGroups"]:
        key = VerifierKey("wycheproof", ED25519, bytes.fromhex(group["publicKey"]["pk"]))
        assert is_sound(key.public_key)
        for test in group["tests"]:
            fits = key.fits(bytes.fromhex(test["msg"]), bytes.fromhex(test["sig"]))
            assert fits is (test["result"] == "valid")


@given(mutants(NOTE, add_signatures(NOTE, [signature_line(TEXT, LIBRARY, 7)])))
def test_a_damaged_note_is_refused_or_says_what_was_signed(note):
    opened = read_or_refused(open_note, note, [LOG.public])

    assert opened is None or opened.text == TEXT


@given(mutants(VKEY.encode(), vkey_of("witness").encode()).map(as_text))
def test_a_damaged_key_is_refused_or_written_so(vkey):
    key = read_or_refused(parse_vkey, vkey)

    assert key is None or format_vkey(key.name, key.public_key, key.kind) == vkey
