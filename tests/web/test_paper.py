"""What comes out of a printer: as many sheets as are needed and no more."""

import re

from tests.web.served_town import Walk

A_PAGE = re.compile(rb"/Type /Page\b")


def test_two_blank_slips_share_a_sheet(walk: Walk) -> None:
    nong = walk.phone("nong").opens("/slips/print")

    sheets = nong.page.pdf(prefer_css_page_size=True)

    assert len(A_PAGE.findall(sheets)) == 1
