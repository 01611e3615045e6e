"""The own messages over the API: paged, counted, marked as read, and hidden from everybody else."""

from tests.api.conftest import Call
from tests.town import Town
from tests.walk import accepted, checked_out


def test_they_tell_kind_and_facts_and_how_many_are_unread(town: Town, caller: Call) -> None:
    service = accepted(town)

    inbox = caller(town.wang).get("/me/messages", limit=1).json

    (message,) = inbox["items"]
    assert (message["kind"], message["read_at"]) == ("need_taken", None)
    assert message["facts"] == {"number": service.number, "minutes": 60}
    assert (inbox["unread"], inbox["next_cursor"]) == (1, "")


def test_they_are_paged_and_counted_whole(town: Town, caller: Call) -> None:
    checked_out(town)
    wang = caller(town.wang)

    first = wang.get("/me/messages", limit=1).json
    second = wang.get("/me/messages", limit=1, after=first["next_cursor"]).json

    assert [page["items"][0]["kind"] for page in (first, second)] == ["service_to_confirm", "need_taken"]
    assert [page["unread"] for page in (first, second)] == [2, 2]
    assert second["next_cursor"] == ""


def test_marking_one_marks_the_older_ones(town: Town, caller: Call) -> None:
    checked_out(town)
    wang = caller(town.wang)
    newest = wang.get("/me/messages").json["items"][0]["id"]

    answer = wang.post("/me/messages/readings", {"up_to": newest})

    assert (answer.status_code, answer.json) == (201, {"up_to": newest, "unread": 0})
    assert all(message["read_at"] for message in wang.get("/me/messages").json["items"])


def test_a_message_of_somebody_else_is_as_if_it_were_not_there(town: Town, caller: Call) -> None:
    accepted(town)
    newest = caller(town.wang).get("/me/messages").json["items"][0]["id"]
    zhao = caller(town.zhao)

    answers = [zhao.post("/me/messages/readings", {"up_to": wanted}) for wanted in (newest, "absent")]

    assert [(answer.status_code, answer.json["code"]) for answer in answers] == [
        (404, "message_not_found")
    ] * 2
    assert newest not in {message["id"] for message in zhao.get("/me/messages").json["items"]}
    assert caller(town.wang).get("/me/messages").json["unread"] == 1


def test_without_a_message_to_mark_it_says_what_is_missing(town: Town, caller: Call) -> None:
    answer = caller(town.wang).post("/me/messages/readings")

    assert (answer.status_code, answer.json["field"]) == (422, "up_to")
