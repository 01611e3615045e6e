"""The tree against vectors that others have published."""

import base64
import json

from ledger import merkle
from ledger.errors import ProofError
from tests.ledger.vectors import vectors_folder

VECTORS = vectors_folder()
# The library this vector was made for takes roots of 12 bytes; here a hash that is not 32 bytes is an error.
REFUSED_HERE = "testdata/consistency/additional/sizes-are-equal-one-and-proof-is-empty.json"


def b64(text: str | None) -> bytes:
    return base64.b64decode(text or "")


def probes(name: str) -> list[dict]:
    return json.loads((VECTORS / f"merkle/{name}.json").read_text())["vectors"]


def accepted(check, *arguments) -> bool:
    try:
        check(*arguments)
    except ProofError:
        return False
    return True


def test_inclusion_agrees_with_the_published_probes():
    wrong = [
        probe["path"]
        for probe in probes("inclusion")
        if accepted(
            merkle.check_inclusion,
            b64(probe["leafHash"]),
            probe["leafIdx"],
            probe["treeSize"],
            [b64(item) for item in probe["proof"] or []],
            b64(probe["root"]),
        )
        is probe["wantErr"]
    ]

    assert wrong == []


def test_consistency_agrees_with_the_published_probes_but_for_roots_that_are_no_hashes():
    wrong = [
        probe["path"]
        for probe in probes("consistency")
        if accepted(
            merkle.check_consistency,
            probe["size1"],
            probe["size2"],
            [b64(item) for item in probe["proof"] or []],
            b64(probe["root1"]),
            b64(probe["root2"]),
        )
        is probe["wantErr"]
    ]

    assert wrong == [REFUSED_HERE]


def test_the_reference_tree_is_ours():
    tree = json.loads((VECTORS / "merkle/rfc6962-reference-tree.json").read_text())
    inputs = [bytes.fromhex(text) for text in tree["leaf_inputs_hex"]]
    hashes = [merkle.leaf_hash(data) for data in inputs]

    assert [value.hex() for value in hashes] == tree["node_hashes_hex_by_level"][0]
    roots = [merkle.root(hashes[:size]).hex() for size in range(len(hashes) + 1)]
    assert roots == tree["root_hashes_hex_by_size"]


def test_a_published_log_has_our_roots():
    log = VECTORS / "tessera-log"
    bundle = (log / "tile/entries/000.p/15").read_bytes()
    hashes = []
    while bundle:
        length = int.from_bytes(bundle[:2], "big")
        hashes.append(merkle.leaf_hash(bundle[2 : 2 + length]))
        bundle = bundle[2 + length :]

    for size in range(1, 16):
        root = (log / f"checkpoint.{size}").read_text().split("\n")[2]
        assert base64.b64encode(merkle.root(hashes[:size])).decode() == root
