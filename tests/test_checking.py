"""`consulta check` before the sandbox's Slack, Zoom and mail server, which are as strict as the real ones."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot.checking import Finding, check
from bot.settings import Settings, read_settings
from sandbox.launch import Options, open_sandbox
from storage.migrating import migrate
from storage.vault import new_key_ring, parse_key_ring

EXPLAINED = re.findall(r"^([A-Z_]+)=", (Path(__file__).parents[1] / ".env.example").read_text(), re.MULTILINE)
HINT = "Public URL: Consulta does not answer at CONSULTA_PUBLIC_URL; as it should be before `consulta serve` runs"
ALL_FINE = ["Database: fine", "Slack: fine", "Zoom: fine", "Zoom reports: fine", "Mail: fine", HINT]


@pytest.fixture
async def sandbox(tmp_path):
    ports = {"port": 0, "bot_port": 0, "smtp_port": 0}
    async with open_sandbox(Options(**ports, data_dir=tmp_path, with_bot=False)) as sandbox:
        yield sandbox


@pytest.fixture
async def settings(sandbox, tmp_path) -> Settings:
    environment = {**sandbox.bot.environment, "CONSULTA_KEYS": new_key_ring()}
    settings = read_settings(environment, tmp_path / ".env")
    await migrate(settings.database_url)
    return settings


async def lines_of(settings: Settings) -> list[str]:
    """What is said of the neighbours, behind a line for each setting."""
    words = [finding.words for finding in await check(settings)]
    assert words[: len(settings.names)] == [f"{name}: fine" for name in settings.names]
    return words[len(settings.names) :]


async def test_all_is_fine_but_for_what_is_not_started_yet(settings):
    assert await lines_of(settings) == ALL_FINE
    assert all(finding.is_fine for finding in await check(settings))


async def test_each_setting_has_a_line(settings):
    assert sorted(settings.names) == sorted(EXPLAINED)


async def test_reports_that_zoom_cannot_make_are_a_hint(settings):
    findings = await check(replace(settings, zoom_webhook_secret=""))
    [hint] = [finding for finding in findings if finding.name == "Zoom reports"]
    assert (hint.is_fine, "ZOOM_WEBHOOK_SECRET is not set" in hint.words) == (True, True)


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        (
            {"database_url": "sqlite:////nowhere/at/all/consulta.db"},
            "Database: cannot be opened; start it, or mend CONSULTA_DATABASE_URL",
        ),
        (
            {"slack_bot_token": "xoxb-of-another-app"},
            "Slack: SLACK_BOT_TOKEN was not taken, or nobody answered (slack_invalid_auth)",
        ),
        ({"zoom_client_secret": "of another app"}, "Zoom: ZOOM_CLIENT_ID and ZOOM_CLIENT_SECRET were not taken"),
        ({"zoom_oauth_url": "http://127.0.0.1:9"}, "Zoom: does not answer as expected (unknown)"),
    ],
)
async def test_what_is_wrong_is_said_and_the_rest_is_looked_at_all_the_same(settings, changes, line):
    name = line.partition(":")[0]
    expected = [line if fine.startswith(f"{name}:") else fine for fine in ALL_FINE]
    assert await lines_of(replace(settings, **changes)) == expected


async def test_a_mail_server_that_refuses_the_password_is_said(settings):
    other = replace(settings, smtp=replace(settings.smtp, password="of somebody else"))
    assert "Mail: the server of SMTP_URL does not take us (smtp_535)" in await lines_of(other)


async def test_an_old_schema_asks_for_a_migration(settings, tmp_path):
    other = replace(settings, database_url=f"sqlite:///{tmp_path}/empty.db")
    assert "Database: has not the schema of this version; run `consulta migrate`" in await lines_of(other)


async def test_a_scope_that_is_missing_is_named(settings, sandbox):
    app = sandbox.world.slack.app
    sandbox.world.slack.app = replace(app, scopes=frozenset(app.scopes) - {"users:read"})
    words = "Slack: the app lacks users:read; add it, and install the app to the workspace again"
    assert words in await lines_of(settings)


async def test_keys_are_not_needed_by_an_empty_database(settings):
    assert await lines_of(replace(settings, keys=parse_key_ring(new_key_ring()))) == ALL_FINE


def test_a_hint_does_not_make_the_check_fail():
    assert [Finding(name="x", problem="y", is_hint=hint).is_fine for hint in (True, False)] == [True, False]
