"""What came of an item, in one sentence: each face gives the translator of its reader's language."""

from collections.abc import Callable

from timebank.devices.kinds import KINDS
from timebank.devices.model import ItemState
from timebank.devices.queries import ItemAnswer
from timebank.devices.refusals import ItemInvalid
from timebank.errors import N_, Refusal

NOT_SENT = N_("还没有收下，联网后会自动再发。")
UNKNOWN = N_("已经有了结果，请联网后打开这一页再看。")


def sentence_of(answer: ItemAnswer, translate: Callable[[str], str]) -> str:
    """Return the sentence for an answer."""
    if answer.code in Refusal.by_code:
        facts = dict(answer.facts)
        if answer.code == ItemInvalid.code:
            facts["why"] = translate(facts["why"])
        return translate(Refusal.by_code[answer.code].message) % facts
    if answer.state == ItemState.LATER:
        return translate(NOT_SENT)
    kind = KINDS.get((answer.type, answer.version))
    return translate(kind.words if kind else UNKNOWN) % {"number": answer.number}
