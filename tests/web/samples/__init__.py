"""A sample of the variables of each page, and some of its other faces: what the templates document, filled in."""

from collections.abc import Iterator

from tests.web.samples.access import ACCESS
from tests.web.samples.care import CARE
from tests.web.samples.desk import DESK
from tests.web.samples.gifts import GIFTS
from tests.web.samples.giving import GIVING
from tests.web.samples.market import MARKET
from tests.web.samples.offline import OFFLINE
from tests.web.samples.oversight import OVERSIGHT
from tests.web.samples.own import OWN
from tests.web.samples.papers import PAPERS
from tests.web.samples.public import PUBLIC
from tests.web.samples.reports import REPORTS
from tests.web.samples.shell import SHELL, Context, Samples
from tests.web.samples.teams import TEAMS

SAMPLES: Samples = {
    **PUBLIC,
    **ACCESS,
    **CARE,
    **GIVING,
    **GIFTS,
    **DESK,
    **OFFLINE,
    **OVERSIGHT,
    **OWN,
    **MARKET,
    **PAPERS,
    **REPORTS,
    **TEAMS,
}


def all_samples() -> Iterator[tuple[str, str, Context]]:
    """Yield (name of the sample, template, full context) for every page and each of its faces."""
    for template, contexts in SAMPLES.items():
        for index, context in enumerate(contexts):
            yield f"{template.removesuffix('.html')}-{index}", template, {**SHELL, **context}
