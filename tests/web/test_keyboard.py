"""The five minutes of each door with nothing but a keyboard: all is reached, seen where it is, and errors are told."""

from dataclasses import dataclass

from playwright.sync_api import Page

from tests.walk import settled
from tests.web.phones import Phone
from tests.web.served_town import Walk
from tests.web.test_main_pages import given

MOST_STEPS = 80
FOCUSED = """() => {
  const each = document.activeElement, box = each.getBoundingClientRect(), label = each.closest("label");
  const at = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return {
    words: (label || each).textContent.trim().replace(/\\s+/g, " ") || each.name || each.tagName,
    outline: getComputedStyle(label && each.type !== "text" ? label : each).outlineStyle,
    own: getComputedStyle(each).outlineStyle,
    covered: !(at && (each.contains(at) || at.contains(each) || (label && label.contains(at)))),
  };
}"""


@dataclass
class Keyboard:
    """Somebody who has no mouse and cannot tap."""

    page: Page

    def goes_to(self, words: str) -> "Keyboard":
        """Press Tab until what says these words has the focus; every stop on the way is seen and not covered."""
        stops = []
        for _ in range(MOST_STEPS):
            self.page.keyboard.press("Tab")
            stop = self.page.evaluate(FOCUSED)
            stops.append(stop["words"])
            assert "none" not in (stop["outline"], stop["own"]) or stop["outline"] != stop["own"], stop
            assert not stop["covered"], stop
            if words in stop["words"]:
                return self
        raise AssertionError(f"never at {words!r}: {stops}")

    def presses(self, key: str = "Enter") -> "Keyboard":
        """Press a key; a page that follows is waited for."""
        self.page.keyboard.press(key)
        self.page.wait_for_load_state()
        return self

    def chooses(self, words: str) -> "Keyboard":
        """Go to a link or a button and press it."""
        with self.page.expect_navigation():
            self.goes_to(words).page.keyboard.press("Enter")
        return self

    def sees(self, *words: str) -> "Keyboard":
        """Make sure that the page says these words."""
        text = " ".join(self.page.locator("body").inner_text().split())
        assert [each for each in words if each not in text] == [], text
        return self


def at_home(someone: Phone) -> Keyboard:
    """Sit down before somebody's home page."""
    someone.page.wait_for_load_state()
    someone.opens("/")
    return Keyboard(someone.page)


def test_the_first_stop_leads_past_the_menu(walk: Walk) -> None:
    wang = at_home(walk.wangs_phone())

    wang.presses("Tab").presses("Enter").presses("Tab")

    assert wang.page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_an_elder_asks_and_confirms(walk: Walk) -> None:
    given(walk.town, "checked_out")
    wang = at_home(walk.wangs_phone())

    wang.chooses("要，大字").chooses("请人来帮忙").chooses("助医").chooses("明天 上午 9 点").sees(
        "已经发出去了"
    )
    wang.page.goto(f"{walk.address}/")
    wang.chooses("件等您确认").chooses("对，是这样").sees("确认好了")


def test_a_volunteer_logs(walk: Walk) -> None:
    settled(walk.town)
    li = at_home(walk.phone("li"))

    li.chooses("补记一次服务").chooses("记下来").sees("记下来了")


def test_a_coordinator_verifies(walk: Walk) -> None:
    given(walk.town, "confirmed")
    nong = at_home(walk.phone("nong"))

    nong.chooses("助聊").goes_to("通过").presses("Space").chooses("交审核结果").sees("审核通过")


def test_the_county_goes_down_to_a_list(walk: Walk) -> None:
    settled(walk.town)
    chen = at_home(walk.phone("chen"))

    chen.chooses("大丰镇").sees("大丰镇").chooses("云城村").chooses("幸福院").sees("时间池")


def test_a_form_that_is_refused_says_so_where_the_reader_is(walk: Walk) -> None:
    page = walk.nobodys_phone().opens("/objections/new").types("number", "7").types("reason", "记得不对").page
    with page.expect_navigation():
        page.click("main form .button.main")

    assert page.evaluate("document.activeElement.matches('.error-summary[role=alert]')")
    with_fault = page.locator("[aria-invalid=true]").first
    told_by = (with_fault.get_attribute("aria-describedby") or "").split()
    assert any(page.locator(f"[id='{each}'].error").count() for each in told_by)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"
