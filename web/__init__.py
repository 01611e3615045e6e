"""The pages of the time bank, one file a feature: without scripts, on a screen of 320 px, in two languages."""

from flask import Flask
from jinja2 import StrictUndefined

from web import (
    access,
    account,
    asking,
    auditing,
    cards,
    care,
    certificate_check,
    certificates,
    confirming,
    coordinating,
    corrections,
    county,
    deliveries,
    departures,
    enrolling,
    errors,
    exports,
    family,
    filters,
    frame,
    front,
    giving,
    honours,
    joining,
    language,
    member,
    members,
    messages,
    mode,
    needs,
    notices,
    objections,
    offline,
    places,
    points,
    programmes,
    protection,
    receipts,
    recoveries,
    services,
    sessions,
    set_aside,
    sheets,
    shop,
    site_account,
    styleguide,
    supply,
    verifying,
    verifying_receipts,
    village_rules,
    volunteering,
    volunteers,
    wall,
    workbooks,
)
from web.current import close_reading

FEATURES = (
    access,
    account,
    asking,
    auditing,
    cards,
    care,
    certificate_check,
    certificates,
    confirming,
    coordinating,
    corrections,
    county,
    deliveries,
    departures,
    enrolling,
    exports,
    family,
    front,
    giving,
    honours,
    joining,
    language,
    member,
    members,
    messages,
    mode,
    needs,
    notices,
    objections,
    offline,
    places,
    points,
    programmes,
    receipts,
    recoveries,
    services,
    sessions,
    set_aside,
    sheets,
    shop,
    site_account,
    styleguide,
    supply,
    verifying,
    verifying_receipts,
    village_rules,
    volunteering,
    volunteers,
    wall,
    workbooks,
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
