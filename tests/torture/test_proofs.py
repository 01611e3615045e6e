"""Forged proofs are refused by three checkers that share no code."""

from pathlib import Path

from torture.proofs import FORGERS, forge_proofs


def test_no_checker_takes_a_forged_proof_and_all_take_the_sound_ones(tmp_path: Path) -> None:
    proofs = forge_proofs(tmp_path, 400)

    assert proofs.wrong == []
    assert proofs.made.keys() == {kind.__name__ for kind in FORGERS}
