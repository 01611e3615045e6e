"""A service that cannot have happened gets a sentence beside its field, with everything typed kept; two tabs meet."""

import pytest

from tests.bad_input import CASES, Case
from tests.town import Town
from tests.walk import accepted, confirmed, need
from tests.web.conftest import Browse

INPUT_OF = {"starts_at": "starts_time", "elder": "elder", "minutes": "minutes"}


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_service_logged(browse: Browse, town: Town, case: Case) -> None:
    elder = case.begin(town)
    day, _, clock = case.starts_at.partition("T")
    typed = {"elder": elder, "kind": "company", "starts_day": day, "starts_time": clock, "note": "从圩上回来"}
    li = browse(town.li).opens("/services/new")

    li.sends("/services", minutes=str(case.minutes), **typed)

    if not case.code:
        assert li.status == 200
        assert "记下来了" in li.words
        return
    assert 400 <= li.status < 500
    assert case.says in li.words
    assert li.form("/services")["note"] == "从圩上回来"
    assert li.form("/services")["kind"] == "company"
    if case.field:
        assert f'id="e-{INPUT_OF[case.field]}"' in li.page


def test_a_need_taken_in_two_tabs_is_one_service(browse: Browse, town: Town) -> None:
    path = f"/needs/{need(town).id}"
    li = browse(town.li)
    tabs = [li.opens(path).form(f"{path}/acceptance") for _ in range(2)]

    answers = [li.client.post(f"{path}/acceptance", data=tab) for tab in tabs]

    assert [answer.status_code for answer in answers] == [303, 404]
    assert town.account(town.wang) == (60, 60, 0)


def test_a_check_in_of_two_tabs_happens_once(browse: Browse, town: Town) -> None:
    path = f"/services/{accepted(town).service_id}"
    li = browse(town.li)
    tabs = [li.opens(path).form(f"{path}/check-in") for _ in range(2)]

    answers = [li.client.post(f"{path}/check-in", data=tab) for tab in tabs]

    assert [answer.status_code for answer in answers] == [303, 409]
    assert "刷新" in answers[1].get_data(as_text=True)


def test_a_review_of_two_tabs_counts_once(browse: Browse, town: Town) -> None:
    path = f"/services/{confirmed(town)}/verification"
    nong = browse(town.nong)
    tabs = [nong.opens(path).form(path, decision=decision) for decision in ("approve", "decline")]
    tabs[1]["reason"] = "看错了"

    answers = [nong.client.post(path, data=tab) for tab in tabs]

    assert [answer.status_code for answer in answers] == [303, 409]
    assert "已审核" in nong.opens(path.removesuffix("/verification")).words
