"""Receipts for programs: the file that proves an entry, for the one whose account it moved."""

from flask import Response

from api.blueprint import Blueprint
from api.context import bank, current_actor, settings
from timebank.receipts import ReceiptNotFound, receipt_file

blueprint = Blueprint("receipts", "Receipts of the entries that moved one's account")

TEXT = "text/plain"


@blueprint.get("/receipts/<book>/<int(max=9007199254740991):seq>")  # the largest number of an entry
@blueprint.file(TEXT)
def show_receipt(book: str, seq: int) -> Response:
    """Give the receipt file of an entry that moved one's own account"""
    actor = current_actor()
    if book != actor.book:
        raise ReceiptNotFound
    with bank().reading(actor) as reading:
        data = receipt_file(reading, settings(), actor.member_id, seq, actor)
    headers = {"Content-Disposition": f'attachment; filename="receipt-{book}-{seq}.txt"'}
    return Response(data, content_type=f"{TEXT}; charset=utf-8", headers=headers)
