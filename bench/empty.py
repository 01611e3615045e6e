"""The least a Flask server does for a POST of JSON and for a page. Run by gunicorn as the peer of ours."""

from flask import Flask, jsonify, render_template_string, request
from flask.typing import ResponseReturnValue

LINES = 50
PAGE = """<!doctype html>
<html lang="zh-CN">
  <head><meta charset="utf-8"><title>{{ title }}</title></head>
  <body>
    <h1>{{ title }}</h1>
    <table>
    {% for number in range(lines) %}
      <tr><td>{{ number }}</td><td>{{ title }}</td><td>{{ number * 15 }}</td></tr>
    {% endfor %}
    </table>
  </body>
</html>"""

app = Flask("empty")


@app.get("/healthz")
def answer_health() -> ResponseReturnValue:
    """Answer that the server is there."""
    return jsonify(alive=True)


@app.post("/empty")
def answer_post() -> ResponseReturnValue:
    """Read the body and answer."""
    return jsonify(fields=len(request.get_json())), 201


@app.get("/page")
def answer_page() -> str:
    """Fill a template with fifty lines that are always the same."""
    return render_template_string(PAGE, title="时间存折", lines=LINES)
