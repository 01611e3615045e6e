"""The words people agree to never change under their version."""

import hashlib

from tests.timebank.members.people import TODAY
from timebank.members.consents import TEXTS, ConsentKind, consent_text

DIGESTS = {"basic-1": "6eabb38bac602f40", "sensitive-1": "7defed7febe8be60", "honour-1": "849cb8651eb611bc"}


def test_a_text_once_shown_stays_as_it_is() -> None:
    digests = {
        text.version: hashlib.sha256(f"{text.chinese}\n\n{text.english}".encode()).hexdigest()[:16]
        for text in TEXTS
    }

    assert digests == DIGESTS


def test_each_kind_has_a_text_in_both_languages() -> None:
    for kind in ConsentKind:
        text = consent_text(kind, TODAY)
        assert text.chinese
        assert text.english
