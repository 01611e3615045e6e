"""What runs before the server keeps to what the server promises."""

import re
from pathlib import Path

NGINX = (Path(__file__).parents[1] / "deploy" / "nginx.conf").read_text(encoding="utf-8")
WITH_WHAT_IS_ASKED = re.compile(r"\$(request|request_uri|args|query_string|is_args|http_referer|arg_\w+)\b")


def test_the_proxy_logs_no_names_numbers_or_pages_one_came_from() -> None:
    [written] = re.findall(r"log_format timebank (.*?);", NGINX, re.DOTALL)
    logs = re.findall(r"^\s*access_log\s+(.*?);", NGINX, re.MULTILINE)
    levels = re.findall(r"^\s*error_log\s+\S+\s+(\w+);", NGINX, re.MULTILINE)

    assert WITH_WHAT_IS_ASKED.findall(written) == []
    assert NGINX.count("server {") == len(logs) == len(levels)
    assert all(log == "off" or log.endswith(" timebank") for log in logs)
    assert set(levels) == {"crit"}, "a line below holds the whole request"
