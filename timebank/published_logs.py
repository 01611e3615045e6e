"""What a log has published, as it is served: checkpoint, tiles, entry bundles, and proofs between two sizes.

All of it comes from the published files alone. So what is served is what was signed, also while the database is
behind it or away.
"""

from ledger.checkpoint import parse_checkpoint
from ledger.log_errors import MalformedTile, NotPublished
from ledger.log_source import FolderSource
from ledger.note import split_note
from ledger.proofs import prove_consistency
from ledger.published_log import PublishedLog, TileNodes
from ledger.spelling import read_decimal
from ledger.submission import Submission, format_submission
from ledger.tile_folder import TileFolder
from ledger.tiles import ENTRIES, parse_tile_path
from timebank.actors import Actor
from timebank.errors import N_, Conflict, InvalidInput, NotAllowed, NotFound
from timebank.ledger_pages import AUDITORS
from timebank.settings import Settings
from timebank.work import Reading

ENTRIES_OPEN = "log.entries_open"
WITNESSED = "witnessed"
"""The name of a file beside the published checkpoint: the last one that was cosigned, perhaps an older one."""


class NothingPublished(NotFound):
    """The book has not published a checkpoint yet, or not from this machine."""

    code = "nothing_published"
    message = N_("这个账本还没有公布签名，请过几秒再试。")


class TileNotFound(NotFound):
    """No tile has this path, or the log has not grown so far."""

    code = "tile_not_found"
    message = N_("没有公布这一块。")


class MalformedSize(InvalidInput):
    """A number of entries is written as a decimal number without sign or leading zeros."""

    code = "malformed_size"
    message = N_("条数应是一个整数，例如 18231。")


class GrowthLost(NotFound):
    """The published files that would show how the log has grown are lost, as they may be where it is continued."""

    code = "growth_lost"
    message = N_("证明账本怎样增长的文件已经丢失。请保存您手里的签名，它一直有效。")


class SizeAhead(Conflict):
    """Somebody remembers a longer log than the one published here: one of the two is not what it seems."""

    code = "size_ahead"
    message = N_("这里只公布到第 %(size)s 条。如果您见过更多，请保存您手里的签名并告诉审计人员。")


def published_checkpoint(settings: Settings, log: str) -> bytes:
    """Return the newest published checkpoint, a signed note."""
    note = TileFolder(settings.published(log)).checkpoint()
    if note is None:
        raise NothingPublished
    return note


def witnessed_checkpoint(settings: Settings, log: str) -> bytes | None:
    """Return the newest checkpoint that a witness has cosigned, None before the first."""
    try:
        return (settings.published(log) / WITNESSED).read_bytes()
    except FileNotFoundError:
        return None


def published_nodes(settings: Settings, log: str, size: int) -> TileNodes:
    """Return the published tree of a size, for proofs."""
    return TileNodes(PublishedLog(FolderSource(settings.published(log))), size)


def published_tile(settings: Settings, log: str, path: str) -> bytes:
    """Return the contents of the tile or bundle at a path, as `ledger.tiles.tile_path` writes it."""
    try:
        data = TileFolder(settings.published(log)).read(parse_tile_path(path))
    except MalformedTile as error:
        raise TileNotFound from error
    if data is None:
        raise TileNotFound
    return data


def is_bundle(path: str) -> bool:
    """Tell whether the path is that of an entry bundle, which not everybody may read."""
    try:
        return parse_tile_path(path).level == ENTRIES
    except MalformedTile as error:
        raise TileNotFound from error


def are_entries_open(reading: Reading) -> bool:
    """Tell whether the book's rules open its entries to everybody."""
    return bool(reading.policy.number(ENTRIES_OPEN))


def want_entries_reader(book: str, actor: Actor) -> None:
    """Pass those who may read the entries of a book that keeps them closed: its auditors and its county."""
    if actor.book != book or not actor.may_act_at(book, AUDITORS):
        raise NotAllowed


def published_growth(settings: Settings, log: str, from_size: str) -> bytes:
    """Return the proof that the published log extends the one of `from_size` entries.

    The text is what a witness is sent (`ledger.submission`): the old size, the proof, and the signed checkpoint it
    leads to.

    Raises:
        MalformedSize: it is no number.
        SizeAhead: the published log is shorter.
        GrowthLost: its tiles are not here.
    """
    old = read_decimal(from_size)
    if old is None:
        raise MalformedSize(field="from")
    note = published_checkpoint(settings, log)
    size = parse_checkpoint(split_note(note)[0]).size
    if old > size:
        raise SizeAhead(field="from", size=size)
    try:
        hashes = prove_consistency(published_nodes(settings, log, size), old, size)
    except NotPublished as error:
        raise GrowthLost from error
    return format_submission(Submission(old, tuple(hashes), note))
