"""My receipts: a list, each in plain words to keep or print, its file, and the short address printed on it."""

from typing import Any

from flask import Blueprint, Response, render_template, url_for

from ledger.log_name import book_of, log_name, number_of
from timebank.actors import anonymous
from timebank.books import logs_here
from timebank.entry_places import EntryPlace
from timebank.errors import N_
from timebank.receipts import (
    ProofLost,
    PublicReceipt,
    ReceiptNotFound,
    ReceiptView,
    public_receipt,
    receipt_file,
    receipt_view,
    receipts_page,
)
from timebank.sealed_lines import sealed_line, sealed_line_file
from timebank.units import MINUTES
from web import filters
from web.current import bank, current_actor, reading, settings, want_login
from web.doors import CARE, door_of
from web.paged import after, pager
from web.qr_codes import address_code, proof_codes
from web.statements import line_shown
from web.translate import _
from web.ward import ward_id
from web.words import ENTRY_WORDS, RECEIPT_WORDS

pages = Blueprint("receipts_pages", __name__)

SEQ = "<int(max=9007199254740991):seq>"
"""The largest number an entry can have, so that a longer one is no address."""
LOG = "<int(min=2,max=9999):log>"
"""The number of a log that continues a book's first one, which is not named."""
NOT_PROVED = (
    N_("它不证明服务做得好不好，也不证明当时真有其事：那靠双方确认、审核和公示。"),
    N_("它不证明您现在还有这些时间：后来可能又用掉了。"),
    N_("名字不在账本里，只写在这张凭证上。"),
)


@pages.get("/receipts")
def list_page() -> str:
    """Show one's receipts, newest first."""
    want_login()
    page = receipts_page(reading(), settings(), _holder(), current_actor(), after=after())
    rows = [
        line_shown(one.line) | {"url": f"/receipts/{one.line.place}", "state": _(RECEIPT_WORDS[one.state])}
        for one in page.items
    ]
    return render_template("receipts.html", rows=rows, **pager(page))


@pages.get("/receipts/sealed")
def sealed_page() -> str:
    """Show what one's account held at the newest seal, and what the file about it proves."""
    want_login()
    line = sealed_line(reading(), settings(), _holder(), current_actor())
    total = next(one for one in line.seal.totals if one.unit == MINUTES)
    return render_template(
        "sealed_line.html",
        at=line.seal.recorded,
        seq=line.seal.seq,
        sealed=line.seal.at,
        root=line.seal.root,
        balance=line.balance,
        reserved=line.reserved,
        coming=line.coming,
        total=total.debits,
        file_url="/receipts/sealed/file" if line.is_signed else None,
    )


@pages.get("/receipts/sealed/file")
def give_line() -> Response:
    """Give the file that proves one's line in the newest seal."""
    want_login()
    data = sealed_line_file(reading(), settings(), _holder(), current_actor())
    return _download(data, f"line-{current_actor().book}.txt")


@pages.get(f"/receipts/{SEQ}")
@pages.get(f"/receipts/{LOG}-{SEQ}")
def receipt_page(seq: int, log: int = 1) -> str:
    """Show one receipt in plain words: what it says, what it proves and what not."""
    want_login()
    place = EntryPlace(log, seq)
    receipt = receipt_view(reading(), settings(), _holder(), seq, current_actor(), _log(log))
    return render_template(
        "receipt_show.html",
        number=receipt.number,
        at=receipt.recorded,
        what=_what(receipt),
        says=_says(receipt),
        proves=_proves(receipt),
        proves_not=[_(words) for words in NOT_PROVED],
        state=_(RECEIPT_WORDS[receipt.state]),
        leaf=receipt.leaf,
        short_url=f"/r/{receipt.number}",
        **(_on_paper(place) if receipt.signed_size else {"file_url": None}),
    )


@pages.get(f"/receipts/{SEQ}/file")
@pages.get(f"/receipts/{LOG}-{SEQ}/file")
def give_file(seq: int, log: int = 1) -> Response:
    """Give the receipt file, which anybody can check without asking us."""
    want_login()
    data = receipt_file(reading(), settings(), _holder(), seq, current_actor(), _log(log))
    return _download(data, f"receipt-{current_actor().book}-{EntryPlace(log, seq)}.txt")


@pages.get(f"/r/<string(length=6):book>-{SEQ}")
@pages.get(f"/r/<string(length=6):book>/{LOG}-{SEQ}")
def short_address(book: str, seq: int, log: int = 1) -> str:
    """Show to everybody how far the receipt with a number has come, and how it is checked."""
    receipt = _public(log_name(book, log), seq)
    return render_template(
        "receipt_number.html",
        number=receipt.number,
        own_url=f"/receipts/{EntryPlace(log, seq)}",
        state=_(RECEIPT_WORDS[receipt.state]),
        signed_size=receipt.signed_size,
        origin=receipt.origin,
        vkey=receipt.vkey,
    )


def _download(data: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f"attachment; filename={name}"}
    return Response(data, content_type="text/plain; charset=utf-8", headers=headers)


def _on_paper(place: EntryPlace) -> dict[str, Any]:
    """Return the file of a signed receipt, and the codes that hold it on paper; nothing where its proof is lost."""
    log = place.log if place.log > 1 else None  # the first is not named, and None is left out of an address
    address = url_for(".short_address", _external=True, book=current_actor().book, seq=place.seq, log=log)
    try:
        file = receipt_file(reading(), settings(), _holder(), place.seq, current_actor(), _log(place.log))
    except ProofLost:
        return {"file_url": None}
    return {
        "file_url": f"/receipts/{place}/file",
        "codes": proof_codes(file),
        "address_code": address_code(address),
        "address": address,
    }


def _log(number: int) -> str:
    """Return the name of a log of the actor's book.

    Raises:
        ReceiptNotFound: the book has no such log.
    """
    if number > number_of(reading().log):
        raise ReceiptNotFound
    return log_name(current_actor().book, number)


def _public(log: str, seq: int) -> PublicReceipt:
    with bank().connect() as connection:
        if log not in {one.log for one in logs_here(connection)}:
            raise ReceiptNotFound
    with bank().reading(anonymous(book_of(log))) as view:
        return public_receipt(view, settings(), seq, log)


def _holder() -> str:
    """Return whose receipts are meant: at the door of care those of whom one acts for, else one's own."""
    actor = current_actor()
    return ward_id() if door_of(actor) is CARE else actor.member_id


def _what(receipt: ReceiptView) -> list[tuple[str, str]]:
    """Return the facts of a receipt as terms and words."""
    facts: list[tuple[str, Any]] = [
        (_("事项"), _(ENTRY_WORDS[receipt.kind])),
        (_("服务日期"), filters.day(receipt.service_day) if receipt.service_day else ""),
        (_("收到"), filters.minutes(receipt.change) if receipt.change > 0 else ""),
        (_("付出"), filters.minutes(-receipt.change) if receipt.change < 0 else ""),
        (_("预留"), filters.minutes(receipt.held) if receipt.held > 0 else ""),
    ]
    return [(term, words) for term, words in facts if words]


def _says(receipt: ReceiptView) -> list[str]:
    """Return what the receipt says of the account, in sentences."""
    sentences = [_("这一笔之后，您的余额是 %(balance)s。", balance=filters.minutes(receipt.balance))]
    if receipt.reserved:
        sentences.append(_("其中 %(amount)s 已经预留。", amount=filters.minutes(receipt.reserved)))
    if receipt.coming:
        sentences.append(_("另有 %(amount)s 将会收到。", amount=filters.minutes(receipt.coming)))
    return sentences


def _proves(receipt: ReceiptView) -> list[str]:
    """Return what the receipt proves, in sentences."""
    if not receipt.signed_size:
        return [_("这一笔已经记下；几秒钟以后签了名，才有能给别人看的证明。")]
    proved = _(
        "这一笔是账本 %(origin)s 的第 %(seq)s 条。签名时账本共有 %(size)s 条；以后谁也不能悄悄改动、删去或插进别的。",
        origin=receipt.origin,
        seq=receipt.seq,
        size=receipt.signed_size,
    )
    if not receipt.witnesses:
        return [proved]
    return [proved, _("%(names)s 也签了名作证。", names="、".join(receipt.witnesses))]
