"""Short messages and WeCom over HTTP: a JSON body, the secret as bearer token, and what an answer means.

    sms     POST <address>/messages        {"key", "to": "17900000001", "text"}
    wecom   POST <address>/message/send    {"touser", "msgtype": "text", "text": {"content"}, "key",
                                            "enable_duplicate_check": 1}; `errcode` 0 in the answer means taken

The address is that of the operator's gateway, or of a small program beside the server that speaks to it.
"""

import json
from typing import Any

from ledger.http_client import Answer, HttpClient
from ledger.log_errors import NoAnswer
from timebank.deliveries.channels import NotTaken, Parcel, Unwanted
from timebank.settings import Gateway

PATIENCE_SECONDS = 10.0
MAX_ANSWER_BYTES = 20_000
TRY_AGAIN = (401, 403, 408, 425, 429)
"""Refusals that are about us or about now, not about this parcel: a secret that changed, too many at once."""


class SmsChannel:
    """A gateway of short messages."""

    def __init__(self, gateway: Gateway) -> None:
        self._client = _client(gateway)

    def send(self, parcel: Parcel) -> None:
        """Hand a parcel to the gateway."""
        _ask(self._client, "messages", {"key": parcel.key, "to": parcel.to, "text": parcel.text})


class WecomChannel:
    """WeCom, for those who are in the directory of the county's organisation."""

    def __init__(self, gateway: Gateway) -> None:
        self._client = _client(gateway)

    def send(self, parcel: Parcel) -> None:
        """Hand a parcel to WeCom; an answer with an `errcode` other than 0 refuses it."""
        body = {
            "touser": parcel.to,
            "msgtype": "text",
            "text": {"content": parcel.text},
            "enable_duplicate_check": 1,
            "key": parcel.key,
        }
        answer = _ask(self._client, "message/send", body)
        try:
            code = json.loads(answer.body)["errcode"]
        except (ValueError, KeyError, TypeError) as error:
            raise NotTaken("an answer that cannot be read") from error
        if code != 0:
            raise Unwanted(f"errcode {code}")


def _client(gateway: Gateway) -> HttpClient:
    return HttpClient(gateway.url, gateway.secret or None, PATIENCE_SECONDS, content_type="application/json")


def _ask(client: HttpClient, path: str, body: dict[str, Any]) -> Answer:
    try:
        answer = client.post(path, json.dumps(body, ensure_ascii=False).encode(), MAX_ANSWER_BYTES)
    except NoAnswer as error:
        raise NotTaken(str(error)) from error
    if 200 <= answer.status < 300:
        return answer
    if answer.status >= 500 or answer.status in TRY_AGAIN:
        raise NotTaken(f"status {answer.status}")
    raise Unwanted(f"status {answer.status}")
