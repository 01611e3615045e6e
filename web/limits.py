"""Coarse limits by the sender's address for the forms that a stranger may send, as the API has them."""

from flask import Flask

LIMITS = {
    "sessions_pages.login": "60/minute",
    "sessions_pages.set_password_by_code": "20/minute",
    "joining_pages.join": "10/minute",
    "objections_pages.make": "10/minute",
    "points_pages.object_by_number": "10/minute",
    "certificate_check_pages.check_page": "30/minute",
    "certificate_check_pages.form_page": "30/minute",
}
"""A whole village may share one address; wrong passwords are counted in the database, by device and account."""


def install(app: Flask) -> None:
    """Hold back floods with the application's one limiter."""
    [limiter] = app.extensions["limiter"]
    for endpoint, limit in LIMITS.items():
        app.view_functions[endpoint] = limiter.limit(limit)(app.view_functions[endpoint])
