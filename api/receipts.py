"""Receipts for programs: the file that proves an entry, for the one whose account it moved."""

from flask import Response

from api.blueprint import Blueprint
from api.context import bank, current_actor, settings
from ledger.log_name import log_name, number_of
from timebank.entry_places import EntryPlace
from timebank.receipts import ReceiptNotFound, receipt_file

blueprint = Blueprint("receipts", "Receipts of the entries that moved one's account")

TEXT = "text/plain"


SEQ = "<int(max=9007199254740991):seq>"
"""The largest number of an entry."""


@blueprint.get(f"/receipts/<book>/{SEQ}")
@blueprint.file(TEXT)
def show_receipt(book: str, seq: int) -> Response:
    """Give the receipt file of an entry that moved one's own account"""
    return _receipt(book, EntryPlace(1, seq))


@blueprint.get(f"/receipts/<book>/<int(min=2,max=9999):log>/{SEQ}")
@blueprint.file(TEXT)
def show_receipt_of_log(book: str, log: int, seq: int) -> Response:
    """Give the same for an entry of a log that continues the book's first one"""
    return _receipt(book, EntryPlace(log, seq))


def _receipt(book: str, place: EntryPlace) -> Response:
    actor = current_actor()
    if book != actor.book:
        raise ReceiptNotFound
    with bank().reading(actor) as reading:
        if place.log > number_of(reading.log):
            raise ReceiptNotFound
        name = log_name(book, place.log)
        data = receipt_file(reading, settings(), actor.member_id, place.seq, actor, name)
    headers = {"Content-Disposition": f'attachment; filename="receipt-{book}-{place}.txt"'}
    return Response(data, content_type=f"{TEXT}; charset=utf-8", headers=headers)
