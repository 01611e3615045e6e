"""The least a Flask server does for a POST of JSON: read it, answer some. Run by gunicorn as the peer of ours."""

from flask import Flask, jsonify, request
from flask.typing import ResponseReturnValue

app = Flask("empty")


@app.get("/healthz")
def answer_health() -> ResponseReturnValue:
    """Answer that the server is there."""
    return jsonify(alive=True)


@app.post("/empty")
def answer_post() -> ResponseReturnValue:
    """Read the body and answer."""
    return jsonify(fields=len(request.get_json())), 201
