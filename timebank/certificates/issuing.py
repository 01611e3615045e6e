"""The job that issues certificates whose notice is over."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Select, select

from timebank.certificates.commands import IssueCertificate
from timebank.certificates.model import Certificate, CertificateState
from timebank.certificates.use_cases import issue_certificate
from timebank.due import Steps
from timebank.jobs import Job
from timebank.work import Reading


def _notice_is_over(reading: Reading) -> Select[Any]:
    return select(Certificate.number).where(
        Certificate.book == reading.book,
        Certificate.state == CertificateState.ON_NOTICE,
        Certificate.notice_until < reading.business_clock.today(),
    )


_STEPS = Steps(_notice_is_over, issue_certificate, IssueCertificate)
CERTIFICATES = Job("certificates", timedelta(seconds=10), _STEPS.do, _STEPS.is_due)
