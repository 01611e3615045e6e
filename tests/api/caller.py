"""A program that calls the API for one member, or for nobody."""

import uuid
from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from timebank.actors import Actor
from timebank.members.sessions import new_token, token_hash
from timebank.members.user_sessions import LoginWay, OpenSession, SessionKind, open_session
from timebank.writer import Bank


@dataclass(frozen=True)
class Caller:
    """Calls paths under /api/v1 with a token; every POST gets a fresh key unless one is given."""

    app: Flask
    token: str = ""
    language: str = ""

    def get(self, path: str, **query: Any) -> TestResponse:
        """Read."""
        return self.app.test_client().get(f"/api/v1{path}", query_string=query, headers=self._headers())

    def post(self, path: str, body: object = None, key: str | None = None) -> TestResponse:
        """Change something."""
        headers = self._headers() | {"Idempotency-Key": key or str(uuid.uuid4())}
        return self.app.test_client().post(f"/api/v1{path}", json=body or {}, headers=headers)

    def delete(self, path: str) -> TestResponse:
        """Take something away."""
        return self.app.test_client().delete(f"/api/v1{path}", headers=self._headers())

    def _headers(self) -> dict[str, str]:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return headers | ({"Accept-Language": self.language} if self.language else {})


def bearer_token(bank: Bank, actor: Actor) -> str:
    """Return a token of an actor, as if logged in by password."""
    token = new_token(actor.book)
    opening = OpenSession(token_hash(token).hex(), SessionKind.BEARER, LoginWay.PASSWORD, "test")
    bank.run(open_session, opening, actor)
    return token
