"""What is wrong with a request before any rule of the bank is asked: not logged in, no key, no JSON.

Such faults are answered by the face alone; they use up no key and are not stored.
"""

from typing import ClassVar

from timebank.errors import N_, Refusal


class Fault(Exception):
    """The base of all faults; `headers` go with the answer."""

    status: ClassVar[int] = 400
    code: str = ""
    message: str = ""
    headers: ClassVar[dict[str, str]] = {}


class AuthenticationNeeded(Fault):
    """The route is for members and no token came."""

    status = 401
    code = "authentication_needed"
    message = N_("请先登录。")
    headers: ClassVar[dict[str, str]] = {"WWW-Authenticate": 'Bearer realm="timebank"'}


class TokenRefused(Fault):
    """The token is unknown, has ended, or is not a bearer token."""

    status = 401
    code = "token_refused"
    message = N_("登录已经失效，请重新登录。")
    headers: ClassVar[dict[str, str]] = {"WWW-Authenticate": 'Bearer realm="timebank", error="invalid_token"'}


class LoginRefused(Fault):
    """Who tries to log in is refused, in the words of the refusal: unknown and wrong are the same."""

    status = 401
    headers: ClassVar[dict[str, str]] = AuthenticationNeeded.headers

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.code, self.message = refusal.code, refusal.message


class KeyMissing(Fault):
    """Every request that changes something names itself, so that a retry has one effect."""

    code = "idempotency_key_missing"
    message = N_("请求缺少 Idempotency-Key。")


class KeyMalformed(Fault):
    """The key is empty, too long, or has other characters than visible ASCII."""

    code = "idempotency_key_malformed"
    message = N_("Idempotency-Key 应是 1 到 120 个可见的 ASCII 字符。")


class MalformedJson(Fault):
    """The body cannot be read as JSON."""

    code = "malformed_json"
    message = N_("请求的内容不是正确的 JSON。")
