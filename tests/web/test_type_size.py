"""The size of type: asked on the first page, once; kept by the browser and with the account; offered everywhere."""

from flask import Flask

from tests.town import BOOK, Town
from tests.web.conftest import Browse
from tests.web.served_town import PASSWORD, PHONES, give_password
from tests.web.visitor import Visitor
from timebank.errors import ReadOnly

QUESTION = "字要大一点吗？"


def size_of(visitor: Visitor) -> str:
    """Return the size in which the page is shown."""
    return visitor.page.split('data-mode="')[1].split('"')[0]


def test_the_first_page_asks_and_no_page_asks_again(stranger: Visitor) -> None:
    assert QUESTION in stranger.opens("/").words
    assert QUESTION not in stranger.opens("/notices").words

    stranger.opens("/").presses("要，大字")

    assert size_of(stranger) == "elder"
    assert QUESTION not in stranger.words


def test_no_is_an_answer_too(stranger: Visitor) -> None:
    stranger.opens("/").presses("不用，就这样")

    assert size_of(stranger) == "standard"
    assert QUESTION not in stranger.words


def test_every_page_offers_the_other_size(browse: Browse, town: Town) -> None:
    wang = browse(town.wang).opens("/time").presses("长辈版")
    assert (wang.path, size_of(wang)) == ("/time", "elder")

    wang.presses("标准版")

    assert (wang.path, size_of(wang)) == ("/time", "standard")


def test_a_new_phone_shows_the_size_of_the_account(app: Flask, browse: Browse, town: Town) -> None:
    give_password(town, town.li)
    browse(town.li).opens("/").presses("要，大字")

    assert size_of(log_in(Visitor(app))) == "elder"


def test_what_was_answered_before_the_login_goes_to_the_account(app: Flask, town: Town) -> None:
    give_password(town, town.li)
    first = Visitor(app).opens("/").presses("要，大字")
    log_in(first)

    assert size_of(log_in(Visitor(app))) == "elder"


def test_a_borrowed_phone_does_not_change_what_an_account_has(app: Flask, browse: Browse, town: Town) -> None:
    give_password(town, town.li)
    browse(town.li).opens("/").presses("要，大字")
    borrowed = Visitor(app).opens("/").presses("不用，就这样")

    assert size_of(log_in(borrowed)) == "elder"
    assert size_of(log_in(Visitor(app))) == "elder"


def test_who_lends_the_own_phone_answers_for_nobody_else(app: Flask, browse: Browse, town: Town) -> None:
    give_password(town, town.li)
    log_in(browse(town.nong).opens("/").presses("不用，就这样"))

    own = Visitor(app).opens("/").presses("要，大字")

    assert size_of(log_in(own)) == "elder"


def test_a_book_that_may_only_be_read_is_read_in_large_type_too(browse: Browse, town: Town) -> None:
    wang = browse(town.wang).opens("/time")
    town.bank.read_only[BOOK] = ReadOnly(reason="磁盘已满")

    wang.presses("长辈版")

    assert (wang.path, wang.status, size_of(wang)) == ("/time", 200, "elder")


def log_in(visitor: Visitor) -> Visitor:
    """Log Li in."""
    return visitor.opens("/login?with=phone").sends("/login", phone=PHONES["li"], password=PASSWORD)
