"""The page on which anybody checks a receipt, in a browser: by file, by text, from paper, and without a network."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
import segno
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser

from ledger.proof_file import format_proof
from ledger.receipt import Receipt, format_receipt
from ledger.receipt_parts import split_receipt
from tests.ledger.receipts import lis_receipt
from tests.ledger.signers import LIBRARY, LOG, with_byte
from tests.web.checking import book_signed_by, chromium, vkey_of
from tests.web.phones import NARROW, Phone, serving
from tests.web.visitor import Visitor

RECEIPT = lis_receipt()
FILE = format_receipt(RECEIPT)
GOOD, BAD = "核对通过", "核对没有通过"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application over a book whose key has signed the receipt."""
    with book_signed_by(LOG, tmp_path_factory.mktemp("home")) as app:
        yield app


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[str]:
    """Where the application is served."""
    with serving(app) as address:
        yield address


@pytest.fixture(scope="module")
def camera_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the camera sees: the two codes of the receipt, one after the other, over and over."""
    film = tmp_path_factory.mktemp("film") / "codes.mjpeg"
    frames = [photo(text, "JPEG") for text in split_receipt(FILE)]
    film.write_bytes(b"".join(frame for frame in frames for _ in range(15)))
    return film


@pytest.fixture(scope="module")
def browser(camera_film: Path) -> Iterator[Browser]:
    """Chromium with a camera that shows the film."""
    with chromium(
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={camera_film}",
    ) as browser:
        yield browser


@pytest.fixture
def phone(browser: Browser, address: str) -> Phone:
    """A stranger's phone, 320 px wide, on the page."""
    return Phone(browser, address, width=NARROW).opens("/verify")


def photo(text: str, format_: str = "PNG") -> bytes:
    """Return a picture of a QR code, as a camera would see it."""
    drawn = io.BytesIO()
    segno.make_qr(text, error="m", boost_error=False).save(drawn, kind="png", scale=4, border=6)
    view = Image.new("RGB", (640, 480), "#ddd")
    code = Image.open(drawn).convert("RGB")
    view.paste(code.resize((460, 460)), (90, 10))
    taken = io.BytesIO()
    view.save(taken, format_)
    return taken.getvalue()


def gives(phone: Phone, *files: tuple[str, bytes]) -> Phone:
    """Choose files on the page, and wait for its answer."""
    given = [
        {"name": name, "mimeType": "image/png" if name.endswith("png") else "text/plain", "buffer": data}
        for name, data in files
    ]
    phone.page.set_input_files("#f-receipt", given)  # type: ignore[arg-type]  # it takes such records
    phone.page.wait_for_selector("#answer .notice")
    return phone


def gives_receipt(phone: Phone, data: bytes) -> Phone:
    return gives(phone, ("receipt.txt", data))


def test_a_good_receipt_is_said_to_be_good_and_what_it_does_not_prove(phone: Phone) -> None:
    gives_receipt(phone, FILE)

    phone.sees(GOOD, "收到 45分（原先预留 1小时）", "附言：陪诊 45 分钟", "没有证明什么", "对方账户有多少")
    phone.keeps_a_picture("verify_good")
    assert phone.faults() == []


def test_it_says_so_in_english(browser: Browser, address: str) -> None:
    phone = Phone(browser, address, width=NARROW, language="en-GB").opens("/verify")

    gives_receipt(phone, FILE)

    phone.sees("this receipt is genuine", "45 min of 1 h set aside given", "What it does not prove")
    phone.keeps_a_picture("verify_good_english")


def test_in_large_type_it_fits_and_can_be_read_aloud(phone: Phone) -> None:
    phone.page.context.add_cookies([{"name": "tb_mode", "value": "elder", "url": phone.address}])
    phone.opens("/verify")

    gives_receipt(phone, FILE)

    phone.sees(GOOD).keeps_a_picture("verify_large")
    assert phone.faults() == []


@pytest.mark.parametrize(
    ("damaged", "why"),
    [
        (with_byte(FILE, FILE.index(b"dGltZW") + 40, 1), "不在签过名的账本里|记录写得不对|对不上"),
        (with_byte(FILE, FILE.index(b"\n11\n") + 1, 2), "签名以后有人改过"),
        (with_byte(FILE, FILE.index(b" 45 0 0") + 1, 1), "对不上"),
        (FILE[:-20], "不是完整的凭证"),
        (b"", "不是完整的凭证"),
    ],
)
def test_a_changed_receipt_is_refused_with_a_sentence(phone: Phone, damaged: bytes, why: str) -> None:
    gives_receipt(phone, damaged)

    text = phone.page.inner_text("#answer")
    assert BAD in text
    assert any(each in text for each in why.split("|")), text
    assert GOOD not in text


def test_a_receipt_of_another_log_is_refused_until_its_key_is_given(browser: Browser, tmp_path: Path) -> None:
    with book_signed_by(LIBRARY_AS_LOG, tmp_path) as app, serving(app) as address:
        phone = Phone(browser, address).opens("/verify")
        gives_receipt(phone, FILE).sees(BAD, "没有用您信任的公钥签名").keeps_a_picture("verify_refused")

        phone.taps("加上别的公钥")
        phone.page.fill("#f-keys", f"{vkey_of(LOG)}\n{vkey_of(LIBRARY)}\n")
        gives_receipt(phone, FILE).sees(GOOD, "见证人 library.invalid/w1 看到的是同一本账")

        phone.page.fill("#f-keys", vkey_of(LOG)[:-1])
        gives_receipt(phone, FILE).sees("公钥写得不对")


LIBRARY_AS_LOG = type(LOG)("other.invalid/log/450125", LOG.kind, LIBRARY.private_key)


def test_its_text_can_be_pasted(phone: Phone) -> None:
    phone.taps("或者粘贴凭证的文字")
    phone.page.fill("#f-pasted", FILE.decode())
    phone.page.click("#check-pasted")

    phone.page.wait_for_selector("#answer .notice")
    phone.sees(GOOD)


def test_photos_of_its_codes_are_put_together_in_any_order(phone: Phone) -> None:
    first, second = (photo(text) for text in split_receipt(FILE))

    gives(phone, ("2.png", second)).sees("读到了 1 个，一共 2 个。还缺第 1 个。")
    gives(phone, ("2.png", second), ("1.png", first)).page.wait_for_selector("#answer h2")

    phone.sees(GOOD, "附言：陪诊 45 分钟")


def test_a_photo_without_a_code_is_said_to_be_one(phone: Phone) -> None:
    gives(phone, ("1.png", photo("http://127.0.0.1/r/450125-4"))).sees("没有找到凭证的二维码")
    gives(phone, ("2.png", b"no picture")).sees("没有找到凭证的二维码")


def test_the_camera_reads_the_codes_one_after_the_other(phone: Phone) -> None:
    phone.taps("用摄像头扫二维码")

    phone.page.wait_for_selector("#answer h2", timeout=30_000)
    phone.sees(GOOD)
    assert phone.page.is_hidden("#video")


def test_it_works_without_a_network_once_it_was_open(browser: Browser, address: str) -> None:
    phone = Phone(browser, address).opens("/verify")
    phone.page.wait_for_selector("#kept:has-text('没有网络也能用')")
    phone.page.context.set_offline(True)

    phone.opens("/verify?number=450125-4")
    gives_receipt(phone, FILE).sees(GOOD)
    gives(phone, *((f"{place}.png", photo(text)) for place, text in enumerate(split_receipt(FILE))))

    phone.page.wait_for_selector("#answer h2")
    phone.sees(GOOD)


def test_the_kept_page_names_nobody_and_no_other_page_is_kept(
    app: Flask, address: str, browser: Browser
) -> None:
    phone = Phone(browser, address).opens("/verify")
    phone.page.wait_for_selector("#kept:has-text('没有网络也能用')")

    kept = phone.page.evaluate(
        "caches.open('timebank-verify-1').then((c) => c.keys()).then((k) => k.map(({ url }) => new URL(url).pathname))"
    )

    assert "/verify" in kept
    assert [path for path in kept if not path.startswith(("/verify", "/static/"))] == []
    assert "现在登录的是" not in Visitor(app).opens("/verify").words


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_page_as_one_file_loads_nothing_and_checks_from_a_stick(
    browser: Browser, app: Flask, tmp_path: Path, language: str
) -> None:
    answer = app.test_client().get("/verify/alone.html", headers={"Accept-Language": language})
    (tmp_path / "verify.html").write_bytes(answer.data)
    phone = Phone(browser, tmp_path.as_uri(), width=NARROW)
    asked: list[str] = []
    phone.page.on("request", lambda request: asked.append(request.url))
    phone.page.context.set_offline(True)

    gives_receipt(phone.opens("/verify.html"), FILE)
    phone.sees(GOOD if language == "zh-CN" else "this receipt is genuine")
    gives(phone, *((f"{place}.png", photo(text)) for place, text in enumerate(split_receipt(FILE))))
    phone.page.wait_for_selector("#answer h2")

    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert phone.faults() == []


def test_without_the_browsers_own_signatures_it_checks_all_the_same(browser: Browser, address: str) -> None:
    phone = Phone(browser, address)
    phone.page.add_init_script("Object.defineProperty(crypto, 'subtle', { value: undefined })")
    phone.opens("/verify")

    gives_receipt(phone, FILE).sees(GOOD)
    gives_receipt(phone, with_byte(FILE, FILE.index(b"\n11\n") + 1, 2)).sees("签名以后有人改过")


def test_a_number_may_be_given_and_another_receipt_is_noticed(phone: Phone) -> None:
    phone.opens("/verify?number=450125-7").sees("您手里这张的编号：450125-7")

    gives_receipt(phone, FILE).sees(GOOD, "纸上的编号是 450125-7，可是这张凭证是另一笔的")
    gives_receipt(phone.opens("/verify?number=450125-4"), FILE)
    assert "另一笔" not in phone.page.inner_text("#answer")


@pytest.mark.parametrize("number", ["450125", "450125-07", "45-4", "450125-4<b>", "450125-" + "9" * 17])
def test_what_is_no_number_is_not_shown(app: Flask, number: str) -> None:
    assert "编号" not in Visitor(app).opens(f"/verify?number={number}").words


def test_words_in_a_receipt_cannot_become_markup(phone: Phone) -> None:
    opening = type(RECEIPT.opening)(names=((RECEIPT.opening.names[0][0], "<img src=x onerror=alert(1)>"),))

    gives_receipt(phone, format_receipt(Receipt(RECEIPT.proof, opening)))

    phone.sees(GOOD, "<img src=x onerror=alert(1)>")
    assert phone.page.locator("#answer img").count() == 0


def test_a_bare_proof_says_less(phone: Phone) -> None:
    gives_receipt(phone, format_proof(RECEIPT.proof)).sees(GOOD)

    assert "附言" not in phone.page.inner_text("#answer")
