"""Each planted fault can be planted, and its test is there; that one turns red is tried here, all by `make torture`."""

from pathlib import Path

import pytest

from torture.ground import REPOSITORY
from torture.planted import FAILED, PASSED, copied, planted_in, run_tests, wrong_with_fault
from torture.planted_faults import PLANTED, Planted

QUICK = next(fault for fault in PLANTED if fault.file == "ledger/merkle.py")


@pytest.mark.parametrize("fault", PLANTED, ids=lambda fault: fault.name)
def test_a_fault_can_still_be_planted_and_its_test_is_there(fault: Planted) -> None:
    sound = (REPOSITORY / fault.file).read_text()
    path, _, name = fault.test.partition("::")

    assert planted_in(sound, fault) != sound
    assert f"def {name}(" in (REPOSITORY / path).read_text()


def test_a_planted_fault_turns_its_test_red(tmp_path: Path) -> None:
    copy = copied(tmp_path)

    assert (PASSED, FAILED) == (0, 1)
    assert run_tests(copy, QUICK.test) == PASSED
    assert list(wrong_with_fault(copy, QUICK)) == []
    assert (copy / QUICK.file).read_text() == (REPOSITORY / QUICK.file).read_text()
