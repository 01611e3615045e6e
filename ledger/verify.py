"""A published log verified by somebody who trusts nobody: only the key, and what was seen before.

1. The newest checkpoint is signed with the key, or with one that the key has handed the log over to. 2. All tiles hash
together to its root. 3. It extends the checkpoint that was seen last time; two that cannot both be true are kept as
evidence. 4. Where the entries are open to us: each is what was hashed, the chain holds, every rule was kept, and all
balances are made anew.

What was read is kept in a folder, so that the next run reads only what is new.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from ledger.checkpoint import Checkpoint, SignedCheckpoint, open_checkpoint
from ledger.errors import Malformed
from ledger.finding import Finding
from ledger.key_chain import KEYS, MAX_CHAIN_BYTES, at_any_size, follow_keys, format_chain
from ledger.keys import VerifierKey
from ledger.log_errors import HistoryChanged, LogWentBack, NotPublished, TreeBroken
from ledger.log_source import LogSource
from ledger.proofs import root_at
from ledger.published_log import PublishedLog, TileNodes
from ledger.rebuild import Progress, gather, rebuild_tree
from ledger.replay import Replay, Replayed

SEEN = "checkpoint"
EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found. The tree held; whether the contents did is for `findings` to say.

    `seen` is the size of the checkpoint that was seen last time, None at the first. `contents` is None where the
    entries are not open to us, or where some are not what was hashed, so that nothing could be carried out.
    """

    signed: SignedCheckpoint
    seen: int | None
    are_entries_open: bool
    contents: Replayed | None
    findings: tuple[Finding, ...]


def verify(
    source: LogSource,
    keys: Collection[VerifierKey],
    folder: Path,
    progress: Progress,
    *,
    want_entries: bool = False,
) -> Verified:
    """Verify the log at `source`, keeping in `folder` what was seen of it.

    `want_entries`: refuse to be content with the tree where the entries are not open to us.

    Raises:
        LedgerError: in any of its kinds, where checkpoint, tree or growth do not hold or cannot be read.
    """
    log = PublishedLog(source, None if source.is_near else folder)
    keys = follow_keys(keys, published_keys(source))
    signed = open_checkpoint(log.checkpoint(), keys)
    seen = _seen(folder, [key for key in keys if key.name == signed.checkpoint.origin])
    if seen is not None and signed.checkpoint.size < seen.checkpoint.size:
        _keep_evidence(folder, seen, signed)
        raise LogWentBack(seen.checkpoint.size, signed.checkpoint.size)
    log = _whole_tree(log, source, signed.checkpoint, progress)
    if seen is not None and not _extends(log, signed.checkpoint, seen.checkpoint):
        _keep_evidence(folder, seen, signed)
        raise HistoryChanged(seen.checkpoint.size, signed.checkpoint.size)
    _write(folder / SEEN, signed.note)
    seen_size = None if seen is None else seen.checkpoint.size
    if not want_entries and not _are_entries_open(log, signed.checkpoint.size):
        return Verified(signed, seen_size, False, None, ())
    return _with_contents(log, source, Verified(signed, seen_size, True, None, ()), progress)


def published_keys(source: LogSource) -> bytes:
    """Return a log's key chain; one that publishes none has never changed its key."""
    try:
        return source.read(KEYS, MAX_CHAIN_BYTES)
    except NotPublished:
        return format_chain(())


def _whole_tree(
    log: PublishedLog, source: LogSource, checkpoint: Checkpoint, progress: Progress
) -> PublishedLog:
    """Return the log whose tiles hash together to the checkpoint: the kept ones, else only those served now.

    What was kept may be damaged, or of a history that the log has left; that is not for the tree to say.
    """
    for candidate in (log, PublishedLog(source)):
        try:
            if rebuild_tree(candidate, checkpoint.size, progress) == checkpoint.root:
                return candidate
        except TreeBroken:
            if candidate is not log:
                raise
    raise TreeBroken(f"the tiles have another root than the one signed for {checkpoint.size} entries")


def _with_contents(log: PublishedLog, source: LogSource, verified: Verified, progress: Progress) -> Verified:
    """Return the outcome with what the entries say; only what is served now is held against the log."""
    checkpoint = verified.signed.checkpoint
    gathered = gather(log, checkpoint.size, progress)
    if gathered.findings:
        log = PublishedLog(source)
        gathered = gather(log, checkpoint.size, progress)
    if gathered.findings:
        return replace(verified, findings=tuple(gathered.findings))
    replayed = Replay(log, checkpoint.origin, checkpoint.size, gathered).run(progress)
    return replace(verified, contents=replayed, findings=replayed.findings)


def _are_entries_open(log: PublishedLog, size: int) -> bool:
    """Tell whether the log gives its first entries to us."""
    try:
        next(log.leaves(size), None)
    except NotPublished:
        return False
    return True


def _seen(folder: Path, keys: Collection[VerifierKey]) -> SignedCheckpoint | None:
    """Return the checkpoint of the last run; one that these keys of a log have not signed is of another log.

    A key that was replaced or revoked since has signed it all the same: otherwise a change of keys would hide a second
    history.
    """
    try:
        return open_checkpoint((folder / SEEN).read_bytes(), at_any_size(keys))
    except (FileNotFoundError, Malformed):
        return None


def _extends(log: PublishedLog, now: Checkpoint, seen: Checkpoint) -> bool:
    return root_at(TileNodes(log, now.size), seen.size) == seen.root


def _keep_evidence(folder: Path, *signed: SignedCheckpoint) -> None:
    """Keep both notes: each bears the log's signature, and anybody can see that they exclude each other."""
    for one in signed:
        name = f"{one.checkpoint.size}-{one.checkpoint.root.hex()[:16]}"
        _write(folder / EVIDENCE / name, one.note)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    beside.write_bytes(data)
    beside.replace(path)
