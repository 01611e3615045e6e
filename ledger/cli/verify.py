"""`verify`: read a published log from end to end and say whether it holds."""

import re
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from ledger.cli.command import DOES_NOT_HOLD, HOLDS, Command, add_keys, printable
from ledger.cli.progress import Progress
from ledger.keys import VerifierKey
from ledger.log_source import source_at
from ledger.receipt_words import day_and_time
from ledger.replay import Replayed
from ledger.verify import Verified, verify

SHOWN_FINDINGS = 100


def add_arguments(parser: ArgumentParser) -> None:
    """Add what `verify` takes."""
    parser.add_argument("log", metavar="URL-or-folder", help="where checkpoint and tiles are served or lie")
    add_keys(parser)
    parser.add_argument(
        "--token", metavar="T", help="opens the entries; then contents and balances must hold too"
    )
    parser.add_argument(
        "--state",
        type=Path,
        metavar="FOLDER",
        help="what was read and seen is kept here, and read again next time (default: named after the log)",
    )


def run(arguments: Namespace) -> int:
    """Print what was found; 0 only where everything that could be read holds."""
    folder = arguments.state or default_folder(arguments.vkey)
    progress = Progress()
    try:
        outcome = verify(
            source_at(arguments.log, arguments.token),
            arguments.vkey,
            folder,
            progress.at,
            want_entries=arguments.token is not None,
        )
    finally:
        progress.end()
    for line in report(outcome):
        print(printable(line))
    return DOES_NOT_HOLD if outcome.findings else HOLDS


def default_folder(keys: Sequence[VerifierKey]) -> Path:
    """Return a folder named after the first key, below the current one."""
    return Path(re.sub(r"[^A-Za-z0-9.-]+", "_", keys[0].name) + ".seen")


def report(outcome: Verified) -> list[str]:
    """Return what was found, line by line."""
    checkpoint = outcome.signed.checkpoint
    lines = [f"{checkpoint.origin}: {checkpoint.size} entries, root {checkpoint.root.hex()}"]
    for witness in outcome.signed.cosigned:
        lines.append(f"cosigned by {witness.key.name} on {day_and_time(witness.time)}")
    seen = (
        "seen for the first time"
        if outcome.seen is None
        else f"extends the {outcome.seen} entries seen before"
    )
    lines.append(f"the tree holds; {seen}")
    if not outcome.are_entries_open:
        lines.append("the entries are not open to us: contents and balances were not checked")
    if outcome.contents is not None:
        lines += _contents(outcome.contents)
    for finding in outcome.findings[:SHOWN_FINDINGS]:
        lines.append(f"{finding.kind} entry {finding.seq} {finding.id or '-'}: {finding.says}")
    if len(outcome.findings) > SHOWN_FINDINGS:
        lines.append(f"and {len(outcome.findings) - SHOWN_FINDINGS} findings more")
    lines.append(f"{len(outcome.findings)} findings")
    return lines


def _contents(contents: Replayed) -> list[str]:
    lines = [
        f"book {contents.book}: {contents.entries} entries carried out anew, {contents.accounts} accounts;"
        " the states they commit to were not opened",
        f"{'unit':<12} {'class':<12} {'accounts':>9} {'balance':>15} {'reserved':>13} {'to come':>13}",
    ]
    for total in contents.totals:
        lines.append(
            f"{total.unit:<12} {total.class_:<12} {total.accounts:>9} {total.balance:>15}"
            f" {total.reserved:>13} {total.coming:>13}"
        )
    return lines


VERIFY = Command(
    "verify", "verify a published log: tree, growth and, with a token, every balance", add_arguments, run
)
