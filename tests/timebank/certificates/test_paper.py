"""The sheet of paper: it says what the record says, keeps to its page, and is kept sealed."""

import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests import walk
from tests.timebank.certificates.conftest import Office
from tests.town import BOOK, Town
from timebank import printing
from timebank.certificates.commands import KeepPdf
from timebank.certificates.keeping import certificate_pdf, keep_pdf
from timebank.certificates.listing import CountedMonth, CountedService
from timebank.certificates.paper import Paper, chinese_hours, grouped, paper_html, paper_of, site_url
from timebank.certificates.queries import certificate_view, find_certificate
from timebank.certificates.record import Facts, masked_number
from timebank.certificates.refusals import CertificateNotFound, WrongCertificateState
from timebank.crypto import PersonKey, SealBroken
from timebank.files import FileStore
from timebank.printing import CannotPrint, html_to_pdf
from timebank.settings import Settings

HOST = "http://127.0.0.1:8000/"
LONG_NAME = "阿卜杜克热木江·买买提依明·吐尔逊古丽·艾合买提·阿不都热合曼"


def words(pdf: bytes, folder: Path) -> list[str]:
    """Return the text of each page of a PDF, in one line a page."""
    program = shutil.which("pdftotext")
    assert program, "poppler-utils reads the PDF back"
    (folder / "paper.pdf").write_bytes(pdf)
    text = subprocess.run(
        [program, "-layout", folder / "paper.pdf", "-"], capture_output=True, check=True
    ).stdout
    return [" ".join(page.split()) for page in text.decode().split("\f")[:-1]]


def paper(name: str = "李桂兰", services: int = 0) -> Paper:
    """Return what a sheet shows, with so many services on its list."""
    facts = Facts(
        name=name,
        sex="female",
        identity_number="450125********0021",
        member_number="10049",
        issuer_name="上林县大丰镇云城村幸福院",
        head="韦主任",
        clerk="农美玲",
        contact="0771-5550101",
        salt="00" * 16,
    )
    counted = tuple(
        CountedService(str(10_000 + number), date(2026, 1, 1), "company", "云城村幸福院", 45)
        for number in range(services)
    )
    return Paper(
        number="4501252026100017",
        check_code="ABCD2345",
        facts=facts,
        minutes=45 * services or 750,
        services=services or 12,
        first_day=date(2026, 1, 5),
        last_day=date(2026, 11, 3),
        issued_on=date(2026, 11, 23),
        counted=counted,
        summed=(),
        is_demo=False,
    )


def test_it_says_everything_on_one_page(tmp_path: Path) -> None:
    (page,) = words(html_to_pdf(paper_html(paper(), HOST)), tmp_path)

    for said in (
        "志愿服务记录证明",
        "4501 2520 2610 0017",
        "ABCD2345",
        "李桂兰",
        "10049",
        "450125********0021",
        "2026年1月5日",
        "2026年11月3日",
        "12 次",
        "12小时30分",
        "上林县大丰镇云城村幸福院",
        "韦主任",
        "农美玲",
        "0771-5550101",
        "2026年11月23日",
        "盖章处",
        "127.0.0.1:8000/certificates/check",
        "第 1 页，共 1 页",
    ):
        assert said.replace(" ", "") in page.replace(" ", ""), said


@pytest.mark.parametrize("name", [LONG_NAME, "㙓䶮𠮷", "王"])
def test_long_and_rare_names_stay_whole_and_on_the_page(tmp_path: Path, name: str) -> None:
    (page,) = words(html_to_pdf(paper_html(paper(name), HOST)), tmp_path)

    assert name in page.replace(" ", "")


def test_five_hundred_services_run_over_pages_each_with_its_head(tmp_path: Path) -> None:
    first, *rest = words(html_to_pdf(paper_html(paper(services=500), HOST)), tmp_path)

    assert "服务清单" not in first
    assert len(rest) > 8
    assert all("服务编号" in page and "4501 2520 2610 0017" in page for page in rest)
    assert "10499" in rest[-1]
    assert "375小时" in rest[-1]


def test_more_than_anybody_reads_is_summed_by_month_and_kind(tmp_path: Path) -> None:
    summed = tuple(CountedMonth(date(2026, month, 1), "company", 100, 4500) for month in range(1, 12))
    long = replace(paper(), services=1100, minutes=49_500, counted=(), summed=summed)
    first, *rest = words(html_to_pdf(paper_html(long, HOST)), tmp_path)

    assert "服务清单" not in first
    assert len(rest) == 1
    assert "2026年11月" in rest[0]
    assert "825小时" in rest[0]


def test_the_list_of_a_long_certificate_is_that_of_its_months(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_of.__module__ + ".MOST_LISTED", 1)
    walk.settled_tomorrow(office.town, 30)
    number = office.valid(lists_services=True)
    with office.town.bank.reading(office.town.li) as reading:
        shown = paper_of(reading, find_certificate(reading, number, office.town.li))

    assert shown.counted == ()
    assert sum(one.minutes for one in shown.summed) == shown.minutes
    assert sum(one.services for one in shown.summed) == shown.services == 2


def test_what_is_typed_cannot_become_markup() -> None:
    sheet = paper_html(paper("<img src=x>"), HOST)

    assert "<img src=x>" not in sheet


def test_a_page_that_asks_for_a_file_of_this_machine_gets_none(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"secret")

    drawn = html_to_pdf(f'<p>text</p><img src="file://{secret}"><img src="http://127.0.0.1:1/x.png">')

    assert b"secret" not in drawn


def test_it_is_drawn_once_and_kept_sealed(town: Town, office: Office, tmp_path: Path) -> None:
    number, files = office.valid(), FileStore(tmp_path / "files")

    first = certificate_pdf(town.bank, files, number, HOST, town.li)
    again = certificate_pdf(town.bank, files, number, HOST, town.nong)

    assert first == again
    (kept,) = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert b"%PDF" not in kept.read_bytes()
    assert first.startswith(b"%PDF")


def test_of_two_drawn_at_once_the_first_is_kept(town: Town, office: Office) -> None:
    number = office.valid()
    names = [f"{which}" * 64 for which in "ab"]

    kept = [town.bank.run(keep_pdf, KeepPdf(number, name), town.li).file for name in names]

    assert kept == ["a" * 64, "a" * 64]


def test_only_holder_and_office_get_it(town: Town, office: Office, tmp_path: Path) -> None:
    number, files = office.valid(), FileStore(tmp_path / "files")

    for stranger in (town.wang, town.zhao, town.qin, town.huang):
        with pytest.raises(CertificateNotFound):
            certificate_pdf(town.bank, files, number, HOST, stranger)


def test_one_that_is_not_valid_has_no_paper(town: Town, office: Office, tmp_path: Path) -> None:
    with pytest.raises(WrongCertificateState):
        certificate_pdf(town.bank, FileStore(tmp_path), office.on_notice(), HOST, town.li)


def test_without_the_libraries_it_is_refused_in_a_sentence_that_names_them(
    town: Town, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = office.valid()
    monkeypatch.setattr(printing, "missing_packages", lambda: (printing.PANGO, printing.FONTS))

    with pytest.raises(CannotPrint) as caught:
        certificate_pdf(town.bank, FileStore(tmp_path), number, HOST, town.li)
    assert "libpango-1.0-0" in str(caught.value)
    with town.bank.reading(town.li) as reading:
        assert certificate_view(reading, number, town.li).summary.state == "valid"


def test_a_library_that_only_makes_it_fast_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "missing_packages", lambda: (printing.SUBSET,))

    assert html_to_pdf("<p>好</p>").startswith(b"%PDF")


def test_what_is_missing_is_named_by_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ctypes.util.find_library", lambda name: None)
    monkeypatch.setattr("shutil.which", lambda name: None)
    printing.missing_packages.cache_clear()

    assert printing.missing_packages() == (printing.PANGO, printing.SUBSET, printing.FONTS)
    printing.missing_packages.cache_clear()


def test_the_qr_code_leads_to_the_published_host_where_there_is_one(tmp_path: Path) -> None:
    here = Settings(home=tmp_path, database_url="sqlite://")
    published = Settings(home=tmp_path, database_url="sqlite://", origin="bank.example.org")

    assert site_url(here, HOST) == HOST
    assert site_url(published, HOST) == "https://bank.example.org/"


def test_the_middle_of_an_identity_number_is_hidden() -> None:
    assert masked_number("450125196305200021") == "450125********0021"
    assert masked_number("") == ""


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "0小时"), (60, "1小时"), (90, "1小时30分"), (59, "0小时59分")]
)
def test_hours_are_written_out(minutes: int, said: str) -> None:
    assert chinese_hours(minutes) == said


def test_a_number_is_printed_in_fours() -> None:
    assert grouped("4501252026100017") == "4501 2520 2610 0017"


def test_an_erased_holders_file_opens_no_more(town: Town, office: Office, tmp_path: Path) -> None:
    number, files = office.valid(), FileStore(tmp_path / "files")
    certificate_pdf(town.bank, files, number, HOST, town.li)
    with town.bank._writer_engine.begin() as connection:
        connection.execute(PersonKey.__table__.delete().where(PersonKey.member_id == town.li.member_id))
    town.bank.vault.forget(BOOK, town.li.member_id)

    with pytest.raises(SealBroken):
        certificate_pdf(town.bank, files, number, HOST, town.nong)
