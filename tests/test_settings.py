from datetime import timedelta
from pathlib import Path

import pytest

from bot.crashing import CrashPoint
from bot.domain.day_limits import DayLimits
from bot.settings import SettingsError, read_settings, read_storage_settings
from storage.vault import new_key_ring

GOOD = {
    "CONSULTA_PUBLIC_URL": "https://consulta.example.org/",
    "CONSULTA_KEYS": new_key_ring(),
    "CONSULTA_SUPPORT_CONTACT": "support@clinic.example",
    "SLACK_BOT_TOKEN": "xoxb-1-2-secret",
    "SLACK_SIGNING_SECRET": "0123456789abcdef",
    "ZOOM_CLIENT_ID": "zoom-client",
    "ZOOM_CLIENT_SECRET": "zoom-secret",
    "SMTP_URL": "smtp://user:password@mail.example:587",
    "MAIL_FROM": "Consulta <meetings@clinic.example>",
}


@pytest.fixture
def env_file(tmp_path):
    return tmp_path / ".env"


def problems_of(environment, env_file):
    with pytest.raises(SettingsError) as error:
        read_settings(environment, env_file)
    return error.value.problems


def test_the_addresses_of_slack_and_zoom_default_to_their_own(env_file):
    settings = read_settings(GOOD, env_file)
    assert (settings.slack_api_url, settings.zoom_oauth_url, settings.zoom_api_url) == (
        "https://slack.com/api",
        "https://zoom.us/oauth",
        "https://api.zoom.us/v2",
    )


def test_the_rest_has_defaults_that_work(env_file):
    settings = read_settings(GOOD, env_file)
    assert (settings.database_url, settings.clock_url, settings.lease, settings.public_url) == (
        "sqlite:///consulta.db",
        None,
        timedelta(seconds=30),
        "https://consulta.example.org",
    )


def test_the_environment_goes_before_the_file(env_file):
    env_file.write_text("ZOOM_CLIENT_ID=from-file\nCONSULTA_LEASE_SECONDS=5\n")
    settings = read_settings(GOOD, env_file)
    assert (settings.zoom_client_id, settings.lease) == ("zoom-client", timedelta(seconds=5))


def test_by_socket_mode_no_signing_secret_is_needed(env_file):
    settings = read_settings({**GOOD, "SLACK_APP_TOKEN": "xapp-1-secret", "SLACK_SIGNING_SECRET": ""}, env_file)
    assert (settings.slack_app_token, settings.slack_signing_secret) == ("xapp-1-secret", "")


def test_http_and_socket_mode_go_together(env_file):
    settings = read_settings({**GOOD, "SLACK_APP_TOKEN": "xapp-1-secret"}, env_file)
    assert (settings.slack_app_token, settings.slack_signing_secret) == ("xapp-1-secret", "0123456789abcdef")


def test_who_signs_in_with_slack_needs_the_apps_credentials(env_file):
    problems = problems_of({**GOOD, "CONSULTA_SIGN_IN_WITH_SLACK": "on"}, env_file)
    assert [problem.partition(":")[0] for problem in problems] == ["SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"]


def test_socket_mode_is_off_unless_asked_for(env_file):
    assert read_settings(GOOD, env_file).slack_app_token == ""


def test_a_wrong_app_token_leaves_the_signing_secret_alone(env_file):
    [problem] = problems_of({**GOOD, "SLACK_APP_TOKEN": "xoxb-1-secret", "SLACK_SIGNING_SECRET": ""}, env_file)
    assert problem == "SLACK_APP_TOKEN: must be an app-level token: it begins with xapp-"


@pytest.mark.parametrize("name", GOOD)
def test_each_missing_setting_is_one_line(name, env_file):
    assert problems_of({**GOOD, name: " "}, env_file) == [f"{name}: is not set; .env.example explains it"]


def test_all_that_is_missing_is_told_at_once(env_file):
    assert [problem.split(":")[0] for problem in problems_of({}, env_file)] == list(GOOD)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CONSULTA_PUBLIC_URL", "consulta.example.org"),
        ("CONSULTA_PUBLIC_URL", "http://consulta.example.org"),
        ("CONSULTA_PUBLIC_URL", "https://user:password@consulta.example.org"),
        ("CONSULTA_PUBLIC_URL", "https://consulta.example.org/?a=b"),
        ("CONSULTA_PUBLIC_URL", "https://[broken"),
        ("CONSULTA_PUBLIC_URL", "https://consulta.example.org /"),
        ("CONSULTA_PUBLIC_URL", "https://consulta\n.example.org"),
        ("CONSULTA_DATABASE_URL", "mysql://localhost/consulta"),
        ("CONSULTA_DATABASE_URL", "sqlite://"),
        ("CONSULTA_DATABASE_URL", "consulta.db"),
        ("CONSULTA_KEYS", "k1:short"),
        ("CONSULTA_KEYS", "secret"),
        ("CONSULTA_SUPPORT_CONTACT", "call us"),
        ("CONSULTA_CLOCK_URL", "https://time.example/clock"),
        ("CONSULTA_CLOCK_URL", "http://10.0.0.1/clock"),
        ("CONSULTA_LEASE_SECONDS", "0"),
        ("CONSULTA_LEASE_SECONDS", "301"),
        ("CONSULTA_LEASE_SECONDS", "soon"),
        ("CONSULTA_CRASH_AT", "committed"),
        ("CONSULTA_CRASH_AT", "nowhere"),
        ("CONSULTA_OPERATOR_MAIL", "the operator"),
        ("CONSULTA_SIGN_IN_WITH_SLACK", "yes"),
        ("SLACK_BOT_TOKEN", "xapp-1-2-secret"),
        ("SLACK_APP_TOKEN", "xoxb-1-2-secret"),
        ("SLACK_APP_TOKEN", "xapp-1"),
        ("SLACK_SIGNING_SECRET", "short"),
        ("SLACK_API_URL", "http://slack.com/api"),
        ("ZOOM_CLIENT_ID", "two words"),
        ("ZOOM_CLIENT_SECRET", "short"),
        ("ZOOM_OAUTH_URL", "ftp://zoom.us/oauth"),
        ("ZOOM_API_URL", "zoom"),
        ("SMTP_URL", "mail.example:587"),
        ("SMTP_URL", "http://mail.example"),
        ("SMTP_URL", "smtp://user@mail.example"),
        ("MAIL_FROM", "Consulta"),
        ("MAIL_FROM", "Consulta <a@clinic.example, b@clinic.example>"),
        ("MAIL_FROM", "Consulta\r\nBcc: x@evil.example <meetings@clinic.example>"),
    ],
)
def test_each_wrong_setting_is_one_line(name, value, env_file):
    [problem] = problems_of({**GOOD, name: value}, env_file)
    assert problem.startswith(f"{name}: ")
    assert "\n" not in problem


@pytest.mark.parametrize(
    "name", ["CONSULTA_KEYS", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SMTP_URL"]
)
def test_a_wrong_secret_is_not_repeated(name, env_file):
    [problem] = problems_of({**GOOD, name: "h u n t e r"}, env_file)
    assert "h u n t e r" not in problem


@pytest.mark.parametrize("url", ["http://localhost:8021", "http://127.0.0.1:8021", "http://[::1]:8021"])
def test_plain_http_is_for_this_machine(url, env_file):
    assert read_settings({**GOOD, "CONSULTA_PUBLIC_URL": url}, env_file).public_url == url


def test_a_crash_is_ordered_only_before_the_sandbox(env_file):
    here = "http://127.0.0.1:8020"
    sandbox = {
        "CONSULTA_CLOCK_URL": f"{here}/control/clock",
        "SLACK_API_URL": f"{here}/slack/api",
        "ZOOM_OAUTH_URL": f"{here}/zoom/oauth",
        "ZOOM_API_URL": f"{here}/zoom/v2",
    }
    ordered = {**GOOD, **sandbox, "CONSULTA_CRASH_AT": "committed"}
    assert read_settings(ordered, env_file).crash.point is CrashPoint.COMMITTED
    for name in sandbox:
        [problem] = problems_of({**ordered, name: ""}, env_file)
        assert problem.startswith("CONSULTA_CRASH_AT: is for the sandbox only")


def test_secrets_are_not_in_the_repr(env_file):
    more = {"CONSULTA_DATABASE_URL": "postgresql://u:pass-word@db/x", "SLACK_APP_TOKEN": "xapp-1-secret"}
    shown = repr(read_settings({**GOOD, **more}, env_file))
    secrets = ("xoxb-1", "xapp-1", "0123456789abcdef", "zoom-secret", "password", "pass-word")
    assert [secret for secret in secrets if secret in shown] == []


def test_a_command_for_the_database_needs_its_address_only(env_file):
    assert read_storage_settings({}, env_file).database_url == "sqlite:///consulta.db"


def test_the_example_file_names_every_setting():
    lines = Path(__file__).parents[1].joinpath(".env.example").read_text(encoding="utf-8").splitlines()
    named = {line.split("=")[0] for line in lines if "=" in line and not line.startswith("#")}
    optional = {
        "CONSULTA_DATABASE_URL",
        "CONSULTA_CLOCK_URL",
        "CONSULTA_CRASH_AT",
        "CONSULTA_LEASE_SECONDS",
        "CONSULTA_MEETINGS_A_DAY",
        "CONSULTA_MAILS_A_DAY",
        "CONSULTA_OPERATOR_MAIL",
        "CONSULTA_SIGN_IN_WITH_SLACK",
        "SLACK_CLIENT_ID",
        "SLACK_CLIENT_SECRET",
        "SLACK_APP_TOKEN",
        "SLACK_API_URL",
        "ZOOM_WEBHOOK_SECRET",
        "ZOOM_OAUTH_URL",
        "ZOOM_API_URL",
    }
    assert named == set(GOOD) | optional


def test_the_days_limits_are_set_by_number(tmp_path):
    assert read_settings(GOOD, tmp_path / "none").day_limits == DayLimits(meetings=60, mails=10)
    chosen = {**GOOD, "CONSULTA_MEETINGS_A_DAY": "9", "CONSULTA_MAILS_A_DAY": "3"}
    assert read_settings(chosen, tmp_path / "none").day_limits == DayLimits(meetings=9, mails=3)
    for wrong in ("0", "-1", "many", "1.5"):
        with pytest.raises(SettingsError, match="CONSULTA_MAILS_A_DAY: must be a whole number"):
            read_settings({**GOOD, "CONSULTA_MAILS_A_DAY": wrong}, tmp_path / "none")
