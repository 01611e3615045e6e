"""The record behind a certificate: all that it says, as one text whose SHA-256 the ledger commits to.

    timebank/certificate/v1
    number 4501252026100017
    issuer 45012510020201 上林县大丰镇云城村幸福院
    holder 10049 李桂兰
    ...
    service 10006 60
    salt 5f0c…32 hex digits…

one line a fact, then one line for each service counted, by its number. The salt is kept under the holder's key:
once that is destroyed nobody can guess the name back from the digest, which stays.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from timebank.actors import Actor
from timebank.bookkeeper import About
from timebank.certificates.model import Certificate
from timebank.codec import from_json, to_json
from timebank.members.model import Member
from timebank.members.queries import name_of
from timebank.places.model import Site
from timebank.places.queries import site_row
from timebank.places.regions import place_name
from timebank.places.site_ids import SITE_DIGITS
from timebank.work import Reading

SEALED_AS = "certificate.facts"
SALT_BYTES = 16
SHOWN_DIGITS = 6, 4
"""Of an identity number the county and the last four are printed: enough to tell two of one name apart."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a certificate says in words, as it was on the day it was counted."""

    name: str
    sex: str
    identity_number: str
    member_number: str
    issuer_name: str
    head: str
    clerk: str
    contact: str
    salt: str


def gather_facts(
    reading: Reading, member: Member, certificate: Certificate, head: str, contact: str, clerk: Actor
) -> Facts:
    """Return what the certificate will say, from the register as it stands."""
    return Facts(
        name=member.opened(reading.people, "name"),
        sex=member.sex,
        identity_number=masked_number(member.opened(reading.people, "identity_number")),
        member_number=member.number,
        issuer_name=issuer_name(reading, certificate.issuer),
        head=head,
        clerk=name_of(reading, clerk.member_id),
        contact=contact or issuer_phone(reading, certificate.issuer),
        salt=secrets.token_hex(SALT_BYTES),
    )


def seal_facts(reading: Reading, certificate: Certificate, facts: Facts) -> None:
    """Put the facts away with the holder's key."""
    certificate.facts_sealed = reading.people.seal(
        certificate.member_id, f"{SEALED_AS}/{certificate.id}", to_json(facts)
    )


def open_facts(reading: Reading, certificate: Certificate) -> Facts:
    """Return the facts of a certificate that was counted.

    Raises:
        SealBroken: the holder is erased.
    """
    assert certificate.facts_sealed is not None, "a certificate that was counted has its facts"
    place = f"{SEALED_AS}/{certificate.id}"
    return from_json(reading.people.open(certificate.member_id, place, certificate.facts_sealed), Facts)


def record_digest(certificate: Certificate, facts: Facts, counted: Sequence[tuple[str, int]]) -> str:
    """Return the SHA-256 of the record, in hexadecimal. `counted` has number and minutes of each service."""
    assert certificate.first_day is not None and certificate.last_day is not None
    lines = [
        "timebank/certificate/v1",
        f"number {certificate.number}",
        f"issuer {certificate.issuer} {facts.issuer_name}",
        f"holder {facts.member_number} {facts.name}",
        f"sex {facts.sex}",
        f"identity {facts.identity_number or '-'}",
        f"minutes {certificate.minutes}",
        f"services {certificate.services}",
        f"days {certificate.first_day.isoformat()} {certificate.last_day.isoformat()}",
        f"head {facts.head or '-'}",
        f"clerk {facts.clerk}",
        f"contact {facts.contact or '-'}",
        *(f"service {number} {minutes}" for number, minutes in sorted(counted)),
        f"salt {facts.salt}",
        "",
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def remark_of(certificate: Certificate) -> About:
    """Return what the ledger is told: the state a certificate has now, and the digest of its record."""
    memo = (
        f"timebank/certificate/v1\nnumber {certificate.number}\n"
        f"state {certificate.state}\nsha256 {certificate.digest}\n"
    )
    return About(
        site=certificate.issuer if len(certificate.issuer) == SITE_DIGITS else None,
        with_id=certificate.entry_id or None,
        memo=memo,
        owner=certificate.member_id,
    )


def issuer_name(reading: Reading, issuer: str) -> str:
    """Return what an issuer is called on paper: a site with its village, else the region."""
    if len(issuer) < SITE_DIGITS:
        return place_name(issuer)
    site: Site = site_row(reading, issuer)
    return f"{place_name(site.region)}{site.name}"


def issuer_phone(reading: Reading, issuer: str) -> str:
    """Return the telephone of a site, "" of a region."""
    return site_row(reading, issuer).phone if len(issuer) == SITE_DIGITS else ""


def masked_number(number: str) -> str:
    """Return an identity number with its middle hidden, "" for none."""
    first, last = SHOWN_DIGITS
    hidden = len(number) - first - last
    return f"{number[:first]}{'*' * hidden}{number[-last:]}" if hidden > 0 else ""
