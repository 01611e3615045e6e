"""The page that shows the API to developers; it asks no other host and runs no script of its own."""

from flask import Blueprint, render_template, url_for
from flask_babel import get_locale

blueprint = Blueprint("docs", __name__)


@blueprint.get("/api/v1/docs")
def show_docs() -> str:
    """Show the OpenAPI document."""
    lang = str(get_locale()).replace("_", "-")
    return render_template("api_docs.html", lang=lang, spec_url=url_for("api-docs.openapi_json"))
