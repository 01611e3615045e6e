"""Settings: the environment, then the file, then the defaults; what cannot be used is named."""

from pathlib import Path

import pytest

from timebank.settings import BadSetting, load_settings


def test_without_anything_set_the_defaults_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    settings = load_settings({})

    assert settings.home == tmp_path / "var"
    assert settings.database_url == f"sqlite:///{tmp_path}/var/timebank.sqlite3"
    assert (settings.port, settings.behind_proxy, settings.queue_size) == (8000, False, 1024)
    assert settings.is_sqlite


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('port = 9000\norigin = "bank.example"\nbehind_proxy = true\n')

    settings = load_settings({"TIMEBANK_HOME": str(tmp_path), "PORT": "9100"})

    assert (settings.port, settings.origin, settings.behind_proxy) == (9100, "bank.example", True)


def test_a_blank_in_the_environment_is_not_set(tmp_path: Path) -> None:
    settings = load_settings({"TIMEBANK_HOME": str(tmp_path), "PORT": "", "TIMEBANK_BEHIND_PROXY": " "})

    assert (settings.port, settings.behind_proxy) == (8000, False)


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"PORT": "eight"}, "port"),
        ({"PORT": "0"}, "port"),
        ({"PORT": "65536"}, "port"),
        ({"TIMEBANK_QUEUE_SIZE": "1.5"}, "queue_size"),
        ({"TIMEBANK_QUEUE_SIZE": "0"}, "queue_size"),
        ({"TIMEBANK_BEHIND_PROXY": "yes please"}, "behind_proxy"),
        ({"DATABASE_URL": "mysql://localhost/timebank"}, "database_url"),
        ({"TIMEBANK_WORKERS": "2"}, "workers must be 1 on SQLite"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(
    tmp_path: Path, environment: dict[str, str], named: str
) -> None:
    with pytest.raises(BadSetting, match=named):
        load_settings({"TIMEBANK_HOME": str(tmp_path), **environment})


@pytest.mark.parametrize(
    ("text", "named"), [("prot = 9000\n", "prot"), ("port = \n", "settings.toml"), ("port = true\n", "port")]
)
def test_a_fault_in_the_file_is_named(tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "settings.toml").write_text(text)

    with pytest.raises(BadSetting, match=named):
        load_settings({"TIMEBANK_HOME": str(tmp_path)})


def test_a_server_may_be_served_by_several_processes(tmp_path: Path) -> None:
    settings = load_settings(
        {
            "TIMEBANK_HOME": str(tmp_path),
            "DATABASE_URL": "postgresql://timebank:secret@db.example/county?sslmode=verify-full",
            "TIMEBANK_WORKERS": "4",
        }
    )

    assert (settings.workers, settings.is_sqlite) == (4, False)
    assert settings.place == "the database county"


LIBRARY = "library.invalid/w1+09ad465e+BOWAmBqJTXHYkaJA8peAmVO7rzIfZib13Qy/PBSPyeQY"


def test_witnesses_are_a_key_and_an_address_each(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text(f'witnesses = ["{LIBRARY} https://library.invalid/w"]\n')

    from_file = load_settings({"TIMEBANK_HOME": str(tmp_path)}).witnesses
    from_environment = load_settings(
        {"TIMEBANK_HOME": str(tmp_path), "TIMEBANK_WITNESSES": f"{LIBRARY} https://library.invalid/w"}
    ).witnesses

    assert from_file == from_environment
    assert [(one.key.name, one.url) for one in from_file] == [
        ("library.invalid/w1", "https://library.invalid/w")
    ]


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (LIBRARY, "a key and an address"),
        (f"{LIBRARY}x https://library.invalid", "witnesses"),
        (
            "demo.invalid/log/450125+21eaa16c+AdP0XVXG2V/u5fjwmPVDpbShjDAQBuIvqf4nGgErYoSl https://x.invalid",
            "the key of a log",
        ),
        (f"{LIBRARY} library.invalid/w", "neither an http address"),
        (f"{LIBRARY} http://[::1", "neither an http address"),
    ],
)
def test_a_witness_that_cannot_be_meant_is_refused(tmp_path: Path, value: str, says: str) -> None:
    with pytest.raises(BadSetting, match=says):
        load_settings({"TIMEBANK_HOME": str(tmp_path), "TIMEBANK_WITNESSES": value})


def test_messages_leave_by_the_way_that_is_set_for_the_book(tmp_path: Path) -> None:
    settings = load_settings(
        {
            "TIMEBANK_HOME": str(tmp_path),
            "TIMEBANK_MESSAGES": "450125=sms 360724=file",
            "TIMEBANK_SMS_URL": "http://127.0.0.1:9/gate",
            "TIMEBANK_SMS_SECRET": "a-secret",
        }
    )

    assert settings.messages == (("450125", "sms"), ("360724", "file"))
    assert (settings.sms.url, settings.sms.secret) == ("http://127.0.0.1:9/gate", "a-secret")
    assert "a-secret" not in repr(settings)
    assert load_settings({"TIMEBANK_HOME": str(tmp_path)}).messages == ()


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"TIMEBANK_MESSAGES": "450125=pigeon"}, "messages"),
        ({"TIMEBANK_MESSAGES": "sms"}, "messages"),
        ({"TIMEBANK_SMS_URL": "gate.invalid"}, "sms_url"),
        ({"TIMEBANK_WECOM_URL": "ftp://gate.invalid"}, "wecom_url"),
        ({"TIMEBANK_SMS_SECRET": "with space"}, "TIMEBANK_SMS_SECRET"),
        ({"TIMEBANK_WECOM_SECRET": "密"}, "TIMEBANK_WECOM_SECRET"),
    ],
)
def test_a_way_for_messages_that_cannot_be_used_is_named(
    tmp_path: Path, environment: dict[str, str], named: str
) -> None:
    with pytest.raises(BadSetting, match=named):
        load_settings({"TIMEBANK_HOME": str(tmp_path), **environment})
