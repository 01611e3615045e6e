"""The services behind a certificate, one by one or, where they are many, by month and kind."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from timebank.certificates.model import Certificate, CertificateLine
from timebank.clock import local_day
from timebank.places.queries import site_names
from timebank.services.model import Service
from timebank.work import Reading

ROWS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class CountedService:
    """A service on a certificate's list: never whom it was given to."""

    number: str
    day: date
    kind: str
    site_name: str
    minutes: int


@dataclass(frozen=True, slots=True)
class CountedMonth:
    """The services of one kind in one month that a certificate counts; `month` is the first day."""

    month: date
    kind: str
    services: int
    minutes: int


def counted_services(reading: Reading, certificate: Certificate) -> tuple[CountedService, ...]:
    """Return the services that a certificate counts, the earliest first."""
    of_the_service = (CertificateLine.book == Service.book) & (CertificateLine.service_id == Service.id)
    rows = reading.session.execute(
        select(Service.number, Service.begins_at, Service.kind, Service.site, CertificateLine.minutes)
        .join(CertificateLine, of_the_service)
        .where(CertificateLine.book == reading.book, CertificateLine.certificate_id == certificate.id)
        .order_by(Service.begins_at, Service.id)
    ).all()
    sites = site_names(reading, {row.site for row in rows})
    return tuple(
        CountedService(row.number, local_day(row.begins_at), row.kind, sites[row.site], row.minutes)
        for row in rows
    )


def counted_months(reading: Reading, certificate: Certificate) -> tuple[CountedMonth, ...]:
    """Return the services that a certificate counts by month and kind, the earliest first."""
    of_the_service = (CertificateLine.book == Service.book) & (CertificateLine.service_id == Service.id)
    rows = reading.session.execute(
        select(Service.begins_at, Service.kind, CertificateLine.minutes)
        .join(CertificateLine, of_the_service)
        .where(CertificateLine.book == reading.book, CertificateLine.certificate_id == certificate.id)
        .execution_options(yield_per=ROWS_AT_ONCE)
    )
    services: Counter[tuple[date, str]] = Counter()
    minutes: Counter[tuple[date, str]] = Counter()
    for begins_at, kind, credited in rows:  # months are those of Asia/Shanghai, which no engine cuts for us
        group = local_day(begins_at).replace(day=1), kind
        services[group] += 1
        minutes[group] += credited
    return tuple(CountedMonth(*group, services[group], minutes[group]) for group in sorted(services))
