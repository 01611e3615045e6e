"""A service that cannot have happened is refused with a problem document that names the field; the rest is taken."""

import pytest

from tests.api.conftest import Call
from tests.bad_input import CASES, Case
from tests.town import Town


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_service_logged(town: Town, caller: Call, case: Case) -> None:
    elder = case.begin(town)
    body = {"elder": elder, "kind": "company", "starts_at": case.starts_at, "minutes": case.minutes}

    answer = caller(town.li).post("/services", body)

    if not case.code:
        assert (answer.status_code, answer.json["worked_minutes"]) == (201, case.minutes)
        return
    assert 400 <= answer.status_code < 500
    assert answer.content_type == "application/problem+json"
    assert answer.json["code"] == case.code
    assert case.says in (answer.json["detail"] + str(answer.json.get("errors", "")))
    if case.code == "invalid_input":
        assert list(answer.json["errors"]) == [case.field]
    else:
        assert answer.json.get("field") == case.field
