"""Refusals and faults as problem documents (RFC 9457), in the reader's language, by one table from family to status."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

import structlog
from flask import Response, g, json
from flask_babel import gettext
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from api.faults import Fault
from timebank.errors import N_, Conflict, InvalidInput, NotAllowed, NotFound, Refusal, Refused, Unavailable
from timebank.members.login_tries import TooManyTries

log = structlog.get_logger()

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 2

STATUS_OF_FAMILY: Mapping[type[Refusal], int] = {
    TooManyTries: 429,
    NotFound: 404,
    NotAllowed: 403,
    Conflict: 409,
    Refused: 422,
    Unavailable: 503,
}
"""The first class that fits counts."""

TITLES: Mapping[int, str] = {
    400: N_("请求有误"),
    401: N_("需要登录"),
    403: N_("没有权限"),
    404: N_("没有找到"),
    405: N_("不能这样请求"),
    409: N_("情况有变化"),
    413: N_("内容太大"),
    415: N_("内容的类型不对"),
    422: N_("不能办理"),
    429: N_("次数太多"),
    500: N_("系统出错"),
    503: N_("暂时不能办理"),
}
DETAILS: Mapping[int, tuple[str, str]] = {
    404: ("no_such_path", N_("没有这个地址。")),
    405: ("method_not_allowed", N_("这个地址不支持这种请求方法。")),
    413: ("too_large", N_("发来的内容太大。")),
    415: ("json_wanted", N_("请用 JSON 发送，并写明 Content-Type: application/json。")),
    429: ("too_many_requests", N_("请求太频繁，请稍后再试。")),
    500: ("internal_error", N_("系统出错了，没有办成。请把编号 %(request_id)s 告诉管理员。")),
}
"""Code and words for what the framework itself refuses."""
MALFORMED = ("malformed_request", N_("请求的格式不对。"))
SOME_FIELDS = N_("有的内容填写有误，请看 errors。")


def answer(error: Exception) -> Response:
    """Return the problem document of whatever was raised while an API request was served."""
    if isinstance(error, Refusal):
        return _refused(error)
    if isinstance(error, Fault):
        return _problem(error.status, error.code, gettext(error.message), headers=error.headers)
    if isinstance(error, HTTPException):
        return _http(error)
    log.error("request_failed", exc_info=error)
    return _internal()


def _refused(refusal: Refusal) -> Response:
    status = next(status for family, status in STATUS_OF_FAMILY.items() if isinstance(refusal, family))
    headers = {}
    if isinstance(refusal, TooManyTries):
        headers["Retry-After"] = str(60 * int(refusal.facts["minutes"]))
    if isinstance(refusal, Unavailable):
        headers["Retry-After"] = str(RETRY_SECONDS)
    members: dict[str, Any] = {"facts": refusal.facts} if refusal.facts else {}
    if refusal.field is not None:
        members["field"] = refusal.field
    return _problem(
        status, refusal.code, gettext(refusal.message) % refusal.facts, headers=headers, **members
    )


def _http(error: HTTPException) -> Response:
    if isinstance(error, RequestRedirect):
        return cast(Response, error.get_response())  # a redirect to the plain form of the address
    messages = getattr(error, "data", {}).get("messages")
    if error.code == 422 and messages:
        errors = dict(one for location in messages.values() for one in _texts(location))
        first = next(iter(errors))
        return _problem(422, InvalidInput.code, gettext(SOME_FIELDS), field=first, errors=errors)
    status = error.code or 500
    if status >= 500:
        return _internal()
    if status not in TITLES:
        status = 400
    code, words = DETAILS.get(status, MALFORMED)
    kept = ("allow", "retry-after")
    headers = {name: value for name, value in error.get_headers() if name.lower() in kept}
    return _problem(status, code, gettext(words), headers=headers)


def _internal() -> Response:
    code, words = DETAILS[500]
    number = g.get("request_id", "-")
    return _problem(500, code, gettext(words) % {"request_id": number}, request_id=number)


def _problem(
    status: int, code: str, detail: str, *, headers: Mapping[str, str] | None = None, **members: Any
) -> Response:
    document = {
        "type": f"urn:timebank:problem:{code}",
        "title": gettext(TITLES[status]),
        "status": status,
        "detail": detail,
        "code": code,
        **members,
    }
    return Response(json.dumps(document), status, headers, content_type=MEDIA_TYPE)


def _texts(messages: Mapping[Any, Any], path: str = "") -> Iterator[tuple[str, list[str]]]:
    """Give each faulty field with its texts; a field within a list is named `times.2`."""
    for name, inner in messages.items():
        # A name sent by a client may hold half a surrogate pair, which no UTF-8 answer can.
        here = "" if name == "_schema" else str(name).encode(errors="replace").decode()
        at = ".".join(filter(None, (path, here)))
        if isinstance(inner, Mapping):
            yield from _texts(inner, at)
        else:
            yield at, [gettext(text) for text in inner]
