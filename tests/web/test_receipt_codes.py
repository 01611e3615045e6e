"""The QR codes of a printed receipt, as the template shows them."""

import re

from ledger.receipt import format_receipt
from tests.ledger.receipts import lis_receipt
from tests.web.pages import render
from web.receipt_codes import address_code, proof_codes

ADDRESS = "http://127.0.0.1:8000/r/450125-4"


def test_each_code_says_which_it_is_and_loads_nothing() -> None:
    codes = proof_codes(format_receipt(lis_receipt()))

    html = render(
        "receipt_codes.html", {"codes": codes, "address_code": address_code(ADDRESS), "address": ADDRESS}
    )

    assert html.count("<svg") == 3
    assert "证明：第 2 个，共 2 个" in html
    assert re.search(r"style=|<script|href=", html) is None


def test_where_there_are_none_it_says_what_to_do() -> None:
    html = render(
        "receipt_codes.html", {"codes": [], "address_code": address_code(ADDRESS), "address": ADDRESS}
    )

    assert "请保存凭证文件" in html
