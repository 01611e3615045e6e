"""The page of all components: there for who develops, sound in every type and colour, absent otherwise."""

import pytest
from flask import Flask
from playwright.sync_api import Browser

from tests.web.phones import NARROW, Phone, serving
from tests.web.visitor import Visitor


def test_it_is_not_there_for_the_public(stranger: Visitor) -> None:
    assert stranger.opens("/styleguide").status == 404


@pytest.mark.parametrize("mode", ["standard", "elder"])
@pytest.mark.parametrize("look", ["light", "dark"])
def test_every_component_is_sound(app: Flask, browser: Browser, mode: str, look: str) -> None:
    app.debug = True
    with serving(app) as address:
        phone = Phone(browser, address, width=NARROW)
        phone.page.emulate_media(color_scheme=look)  # type: ignore[arg-type]  # one of its words
        phone.page.context.add_cookies([{"name": "tb_mode", "value": mode, "url": address}])
        phone.opens("/styleguide").sees("1小时30分", "等老人确认", "请写 11 位手机号")
        phone.keeps_a_picture(f"styleguide_{mode}_{look}")

        assert phone.faults() == []


def test_in_large_type_a_page_can_be_read_aloud(app: Flask, browser: Browser) -> None:
    with serving(app) as address:
        phone = Phone(browser, address, width=NARROW)
        phone.page.add_init_script(FAKE_VOICE)
        phone.page.context.add_cookies([{"name": "tb_mode", "value": "elder", "url": address}])
        phone.opens("/").page.click("[data-speak]")

        said = phone.page.evaluate("window.said")
        assert any("我要帮助" in each for each in said)
        assert phone.page.inner_text("[data-speak]").strip() == "停下来"
        phone.page.click("[data-speak]")
        assert phone.page.inner_text("[data-speak]").strip() == "读给我听"


def test_without_a_voice_there_is_no_button(app: Flask, browser: Browser) -> None:
    with serving(app) as address:
        phone = Phone(browser, address, width=NARROW)
        phone.page.add_init_script("delete window.speechSynthesis")
        phone.page.context.add_cookies([{"name": "tb_mode", "value": "elder", "url": address}])

        assert not phone.opens("/").page.locator("[data-speak]").is_visible()


FAKE_VOICE = """
window.said = [];
Object.defineProperty(window, "speechSynthesis", {
  value: { speak: (part) => window.said.push(part.text), cancel: () => {} },
});
"""
