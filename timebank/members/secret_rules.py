"""What a password or a PIN must be: length before kinds of characters, and nothing a neighbour would try first."""

from datetime import date

from timebank.errors import N_, InvalidInput
from timebank.schemas import plain_digits

SHORTEST_PASSWORD, LONGEST_PASSWORD = 8, 128
PIN_LENGTHS = range(4, 7)
RUN = "01234567890123456789"

COMMON = """
password password1 passw0rd p@ssw0rd qwertyui qwertyuiop qwer1234 asdfghjk asdf1234 zxcvbnm1 1qaz2wsx 1q2w3e4r
q1w2e3r4 abc12345 abcd1234 a1234567 a12345678 aa123456 aaa123456 qq123456 qaz12345 asd12345 zxc12345 iloveyou
woaini520 woaini1314 5201314520 52013145 13145200 147258369 159357258 741852963 789456123 123123123 12341234
12344321 11223344 112233445566 66668888 88886666 66778899 13800138000 admin123 admin888 letmein1 sunshine
football baseball superman welcome1 shanglin nanning1
"""
COMMON_PASSWORDS = frozenset(COMMON.split())
"""Among the first that are tried on phones here, of eight characters and more."""


class PasswordRefused(InvalidInput):
    """Too short, too long, or among the first that are tried."""

    code = "password_refused"
    message = N_("密码至少 8 位，不要用手机号、连续或重复的数字和常见密码。可以用几个词连起来。")


class PinRefused(InvalidInput):
    """Not 4 to 6 digits, or among the first that are tried."""

    code = "pin_refused"
    message = N_("PIN 要 4 到 6 位数字，不要用连续或重复的数字，也不要用生日。")


def check_password(password: str, phone: str = "") -> None:
    """Refuse a password that would be guessed; `phone` is one of the first things tried."""
    lower = password.lower()
    is_easy = (
        lower in COMMON_PASSWORDS
        or len(set(lower)) <= 2
        or lower in RUN
        or lower in RUN[::-1]
        or bool(phone and phone in lower)
    )
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD or is_easy:
        raise PasswordRefused(field="password")


def check_pin(text: str, birth_date: date) -> str:
    """Return a PIN in plain digits.

    Raises:
        PinRefused: neighbours would find it.
    """
    pin = plain_digits(text)
    is_digits = pin.isascii() and pin.isdigit() and len(pin) in PIN_LENGTHS
    if not is_digits or len(set(pin)) == 1 or pin in RUN or pin in RUN[::-1] or pin in _birthdays(birth_date):
        raise PinRefused(field="pin")
    return pin


def _birthdays(day: date) -> frozenset[str]:
    return frozenset(day.strftime(form) for form in ("%Y", "%m%d", "%d%m", "%y%m%d", "%Y%m", "%y%m"))
