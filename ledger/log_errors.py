"""What the published log refuses: keys, notes, tiles, proofs and receipts, and those who serve or sign them."""

from dataclasses import dataclass

from ledger.errors import Conflict, LedgerError, Malformed, NotFound


@dataclass(eq=False)
class MalformedKey(Malformed):
    """A text that is no verifier key, or a key that nobody should trust."""

    code = "malformed_key"
    says = "not a key: {reason}"
    reason: str


@dataclass(eq=False)
class KeyStaysSealed(Malformed):
    """The file of a private key is sealed, and nobody gave what opens it."""

    code = "key_stays_sealed"
    says = "{file} stays sealed: {reason}"
    file: str
    reason: str


@dataclass(eq=False)
class MalformedNote(Malformed):
    code = "malformed_note"
    says = "not a signed note: {reason}"
    reason: str


@dataclass(eq=False)
class BadSignature(Malformed):
    """A signature by a known key does not fit the text: the whole note counts for nothing."""

    code = "bad_signature"
    says = "the signature of {name} does not fit the text"
    name: str


@dataclass(eq=False)
class NotSigned(Malformed):
    """None of the keys that would count has signed."""

    code = "not_signed"
    says = "not signed by {wanted}"
    wanted: str


@dataclass(eq=False)
class KeyNotInForce(Malformed):
    """A log's key signed a checkpoint that was not its to sign: it was replaced before, or is revoked."""

    code = "key_not_in_force"
    says = "key {key} does not count for a checkpoint of {size} entries: {reason}"
    key: str
    size: int
    reason: str


@dataclass(eq=False)
class MalformedKeyChain(Malformed):
    """The proofs of a log's changes of key."""

    code = "malformed_key_chain"
    says = "not the changes of a log's keys: {reason}"
    reason: str


@dataclass(eq=False)
class MalformedCheckpoint(Malformed):
    code = "malformed_checkpoint"
    says = "not a checkpoint: {reason}"
    reason: str


@dataclass(eq=False)
class MalformedTile(Malformed):
    """The path or the contents of a tile or entry bundle."""

    code = "malformed_tile"
    says = "not a tile: {reason}"
    reason: str


@dataclass(eq=False)
class MalformedReceipt(Malformed):
    """The proof or the openings of a receipt cannot be read."""

    code = "malformed_receipt"
    says = "not a receipt: {reason}"
    reason: str


@dataclass(eq=False)
class MalformedSubmission(Malformed):
    """What was sent to a witness, or what it answered."""

    code = "malformed_submission"
    says = "not what a witness takes or gives: {reason}"
    reason: str


@dataclass(eq=False)
class ClaimFails(Malformed):
    """A receipt is well formed, but something it says is not what the log says."""

    code = "claim_fails"
    says = "the receipt does not hold: {reason}"
    reason: str


@dataclass(eq=False)
class NotPublished(NotFound):
    """The log does not serve this, or not to us."""

    code = "not_published"
    says = "{place} does not serve {path} ({why})"
    place: str
    path: str
    why: str


@dataclass(eq=False)
class NoAnswer(LedgerError):
    """Nobody answered in time, or not what can be read as an answer."""

    code = "no_answer"
    says = "{place} gives no answer: {reason}"
    place: str
    reason: str


@dataclass(eq=False)
class NoSuchPlace(Malformed):
    """A text that is neither an address on the web nor a folder."""

    code = "no_such_place"
    says = "{place!r} is neither an http address nor a folder"
    place: str


@dataclass(eq=False)
class TreeBroken(Malformed):
    """What a log serves does not hash together to what it has signed."""

    code = "tree_broken"
    says = "the tree does not hold together: {reason}"
    reason: str


@dataclass(eq=False)
class HistoryChanged(Conflict):
    """Two checkpoints of one log, both signed, and the later does not extend the earlier."""

    code = "history_changed"
    says = "the log of {new_size} entries does not extend the one of {old_size} that was seen before"
    old_size: int
    new_size: int


@dataclass(eq=False)
class LogWentBack(Conflict):
    """The log shows less than it once signed: an older database may have been put back."""

    code = "log_went_back"
    says = "the log shows {new_size} entries, but {old_size} were seen before"
    old_size: int
    new_size: int


@dataclass(eq=False)
class WitnessKnowsMore(Conflict):
    """The witness has cosigned a longer log than ours: an older database may have been put back."""

    code = "witness_knows_more"
    says = "witness {name} has cosigned {size} entries, more than the {ours} we have"
    name: str
    size: int
    ours: int


@dataclass(eq=False)
class WitnessRefuses(Conflict):
    """The witness does not cosign, for a reason that asking again does not cure."""

    code = "witness_refuses"
    says = "witness {name} refuses with {status}: {reason}"
    name: str
    status: int
    reason: str
