"""Whatever is sent, by whomever: no fault of ours, and every answer is as the OpenAPI document says."""

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from tests.rights import World

SENT_EACH = 3
"""Requests an operation and person: half a minute in all."""
OWN_THINGS = {"member_id": "elder", "holder": "elder", "code": "township", "need_id": "need"}

quickly = settings(
    max_examples=SENT_EACH,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("who", ["nobody", "elder", "coordinator", "county"])
def test_it_answers_anything_as_it_says(world: World, world_app: Flask, tmp_path: Path, who: str) -> None:
    document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", world_app)
    # A rule may refuse what the schema allows: that is no fault. One person is enough to see that tokens are asked for.
    needless = [positive_data_acceptance] + ([ignored_auth] if who != "elder" else [])
    headers = {"Accept-Encoding": "identity"}
    if who != "nobody":
        headers["Authorization"] = f"Bearer {world.tokens[who]}"
    for found in document.get_all_operations():
        operation = found.ok()
        kinds = [operation.as_strategy(generation_mode=mode) for mode in GenerationMode]

        @quickly
        @given(case=st.one_of(kinds), things=st.sampled_from([world.here, world.elsewhere, {}]))
        def send(case: Case, things: dict[str, str]) -> None:
            _point_at(case, things)
            case.call_and_validate(headers=headers, excluded_checks=needless)

        with world.opened(tmp_path) as world_app.extensions["bank"]:
            send()


def _point_at(case: Case, things: dict[str, Any]) -> None:
    """Let a request be about something that is there, where one says what."""
    for part in case.path_parameters or {}:
        wanted = OWN_THINGS.get(part, "accepted" if part == "service_id" else part.removesuffix("_id"))
        if wanted in things:
            case.path_parameters[part] = things[wanted]
