"""The QR codes of a printed receipt: the proof in two to four of them, and the short address in one more."""

import io

import segno
from markupsafe import Markup

from ledger.receipt_parts import split_receipt

LARGEST_VERSION = 20
"""97 modules a side: at five centimetres a phone still reads it from paper."""


def proof_codes(receipt: bytes) -> list[Markup]:
    """Return the pictures that hold a receipt's file, in order; none where it is too long for paper."""
    return [_picture(text) for text in split_receipt(receipt)]


def address_code(address: str) -> Markup:
    """Return the picture that leads a phone to an address."""
    return _picture(address)


def _picture(text: str) -> Markup:
    code = segno.make_qr(text, error="m", boost_error=False)
    assert int(code.version) <= LARGEST_VERSION, code.designator
    file = io.BytesIO()
    code.save(file, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=4, dark="#000", light="#fff")
    return Markup(file.getvalue().decode("utf-8"))  # noqa: S704 - drawn here, holds nothing of the text
