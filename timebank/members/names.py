"""Names of people: how they are written, masked for public lists, and cut up to be found.

A name is found at one site by its whole, by each character and by its pinyin initials, all as keyed hashes
that hold the site: so nobody can search the county for a name, nor count how often one occurs.
"""

import itertools
import os
import re
import unicodedata
from string import ascii_lowercase

MIDDLE_DOT = "·"
OTHER_DOTS = re.compile(r"\s*[·•‧∙⋅・・．.]\s*")  # as typed on phones; each stands between parts of a name
BLANKS = re.compile(r"\s+")
STAR = "*"
COMPOUND_SURNAMES = re.compile("欧阳|司马|上官|诸葛|皇甫|司徒|尉迟|夏侯|东方|令狐|慕容|端木|公孙|长孙|宇文")
READINGS_KEPT = 8
"""Characters of several readings give several initials (覃 is qin or tan), the commonest first; no more are kept."""


def normal_name(text: str) -> str:
    """Return a name as it is stored and compared: composed, one kind of middle dot, no blanks at the ends."""
    composed = unicodedata.normalize("NFC", text).strip()
    return BLANKS.sub(" ", OTHER_DOTS.sub(MIDDLE_DOT, composed))


def masked(name: str) -> str:
    """Return a name for a public list: 李*英, 李*, 欧**英; of a name in parts, each part's first character."""
    parts = re.split(r"([·\s])", name)
    if len(parts) > 1:
        return "".join(part if index % 2 else part[:1] + STAR for index, part in enumerate(parts))
    if len(name) <= 2:
        return name[:1] + STAR
    return name[0] + STAR * (len(name) - 2) + name[-1]


def given_name(name: str) -> str:
    """Return what neighbours call a person: 王秀英 is 秀英; of a name in parts, the first."""
    parts = re.split(r"[·\s]", name)
    if len(parts) > 1:
        return parts[0]
    surname = 2 if COMPOUND_SURNAMES.match(name) and len(name) > 2 else 1
    return name[surname:] or name


def characters(name: str) -> frozenset[str]:
    """Return the characters by which a name is found."""
    return frozenset(name) - {MIDDLE_DOT, " "}


def initials(name: str) -> frozenset[str]:
    """Return the pinyin initials of a name in every likely reading, in lower case: 李桂兰 gives lgl."""
    # Without its phrase tables pypinyin takes 14 MB instead of 58; loaded at the first name, not at start.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    from pypinyin import Style, pinyin

    letters = [
        list(
            dict.fromkeys(first for reading in readings if (first := reading[:1].lower()) in ascii_lowercase)
        )
        for readings in pinyin(
            [character for character in name if character not in (MIDDLE_DOT, " ")],
            style=Style.FIRST_LETTER,
            heteronym=True,
        )
    ]
    known = [choices for choices in letters if choices]
    combinations = itertools.islice(itertools.product(*known), READINGS_KEPT)
    return frozenset("".join(combination) for combination in combinations) - {""}
