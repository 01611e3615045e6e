"""The pages of the time bank, one file a feature: without scripts, on a screen of 320 px, in two languages."""

from flask import Flask
from jinja2 import StrictUndefined

from web import (
    account,
    asking,
    auditing,
    care,
    confirming,
    coordinating,
    county,
    errors,
    filters,
    frame,
    front,
    language,
    member,
    members,
    messages,
    mode,
    needs,
    notices,
    objections,
    places,
    points,
    protection,
    receipts,
    services,
    sessions,
    sheets,
    shop,
    site_account,
    supply,
    verifying,
    verifying_receipts,
    village_rules,
    volunteering,
    wall,
)
from web.current import close_reading

FEATURES = (
    account,
    asking,
    auditing,
    care,
    confirming,
    coordinating,
    county,
    front,
    language,
    member,
    members,
    messages,
    mode,
    needs,
    notices,
    objections,
    places,
    points,
    receipts,
    services,
    sessions,
    sheets,
    shop,
    site_account,
    supply,
    verifying,
    verifying_receipts,
    village_rules,
    volunteering,
    wall,
)


def register(app: Flask) -> None:
    """Add the pages to the application."""
    language.install(app)
    protection.install(app, frozenset(feature.pages.name for feature in FEATURES))
    filters.install(app)
    frame.install(app)
    errors.install(app)
    app.jinja_env.undefined = (
        StrictUndefined  # a name a template wants and nobody gives is a fault, not a blank
    )
    for feature in FEATURES:
        app.register_blueprint(feature.pages)
    app.teardown_request(close_reading)
