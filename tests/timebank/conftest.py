"""Fixtures of the kernel's tests."""

import pytest
import structlog


@pytest.fixture(autouse=True, scope="session")
def plain_logs() -> None:
    """Log faults as plain text: the rich traceback of a test machine takes a second for each."""
    structlog.configure(
        processors=[structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()]
    )
