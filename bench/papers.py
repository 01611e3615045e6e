"""A certificate drawn for the first time, with all around it, beside WeasyPrint drawing the same page alone."""

import statistics
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

from sqlalchemy import select, update

from bench.measure import Options, interleave, median_ratio
from bench.table import Row
from bench.use_cases import settled_town
from tests import walk
from tests.town import SITE, GiveMinutes, Town, give_minutes
from timebank.actors import system
from timebank.certificates.commands import AskForCertificate, DecideCertificate
from timebank.certificates.issuing import CERTIFICATES
from timebank.certificates.keeping import certificate_pdf
from timebank.certificates.model import Certificate
from timebank.certificates.paper import paper_html, paper_of
from timebank.certificates.use_cases import ask_for_certificate, decide_certificate
from timebank.files import FileStore
from timebank.jobs import run_job

DRAWN = 8
"""Certificates drawn a round."""
HOST = "http://127.0.0.1:8000/"


def measure_papers(folder: Path, options: Options) -> Iterator[Row]:
    """Give the rows of a certificate's first drawing and of every later one."""
    from weasyprint import HTML  # not at the top: who only asks for the measure needs no Pango

    town, files = settled_town(folder / "town.sqlite3"), FileStore(folder / "files")
    number = _valid_certificate(town)
    with town.bank.reading(town.li) as reading:
        certificate = reading.session.scalars(select(Certificate)).one()
        page = paper_html(paper_of(reading, certificate), HOST)
    count = options.scaled(DRAWN)

    def whole(_: int) -> float:
        return _seconds(
            count, lambda: (_forget(town), certificate_pdf(town.bank, files, number, HOST, town.li))
        )

    def kept(_: int) -> float:
        return _seconds(count, lambda: certificate_pdf(town.bank, files, number, HOST, town.li))

    def bare(_: int) -> float:
        return _seconds(count, lambda: HTML(string=page).write_pdf())

    figures = interleave({"whole": whole, "kept": kept, "bare": bare}, options.rounds)
    beside = f"{statistics.median(figures['bare']) * 1000:,.0f} ms WeasyPrint alone"
    for name, work, goal in (
        ("whole", "certificate drawn, sealed and kept", 1.2),
        ("kept", "certificate asked for again", 0.1),
    ):
        yield Row(
            work=work,
            figure=f"{statistics.median(figures[name]) * 1000:,.0f} ms",
            beside=beside,
            ratio=median_ratio(figures[name], figures["bare"]),
            goal=goal,
            is_least=False,
            command="python -m bench --only papers",
            note=f"N={count} a round",
        )
    town.bank.close()


def _valid_certificate(town: Town) -> str:
    town.bank.run(give_minutes, GiveMinutes(town.wang.member_id, 60), system(town.wang.book))
    walk.settled(town)
    number = town.bank.run(ask_for_certificate, AskForCertificate(issuer=SITE), town.li).number
    town.bank.run(decide_certificate, DecideCertificate(number, True, head="韦主任"), town.nong)
    town.clock.advance(days=8)
    run_job(town.bank, CERTIFICATES)
    return number


def _forget(town: Town) -> None:
    """Let the certificate be drawn again; a fraction of a millisecond."""
    with town.bank._writer_engine.begin() as connection:
        connection.execute(update(Certificate).values(file=""))


def _seconds(count: int, work: Callable[[], object]) -> float:
    """Return the seconds one of so many runs takes."""
    began = perf_counter()
    for _ in range(count):
        work()
    return (perf_counter() - began) / count
