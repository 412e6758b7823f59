import dataclasses
import re
from pathlib import Path

import pytest

import bot.slack.ids
from bot.slack.directory import BOT_SCOPES
from bot.slack.dispatch import NEWS, TABLE
from bot.slack.manifest import app_manifest, as_yaml
from bot.slack.requests import Kind
from sandbox.demo import demo_world
from tests.slack.manifest import read_manifest
from tests.slack_world import ADDRESSES

FILE = Path(__file__).parents[2] / "manifest.yml"
PUBLIC_URL = "https://consulta.example.org"
URL = f"{PUBLIC_URL}/slack/events"
SCOPES = {
    "chat_delete": "chat:write",
    "chat_postMessage": "chat:write",
    "chat_update": "chat:write",
    "users_info": "users:read",
    "usergroups_list": "usergroups:read",
    "usergroups_users_list": "usergroups:read",
    "bots_info": "users:read",
    # The app-level token calls it, with a scope of its own.
    "apps_connections_open": None,
    # These need no scope.
    "auth_test": None,
    "views_open": None,
    "views_push": None,
    "views_update": None,
    "views_publish": None,
}


@pytest.fixture(params=[None, PUBLIC_URL], ids=["socket mode", "http"])
def manifest(request):
    return app_manifest(request.param)


def methods_called():
    folder = Path(bot.slack.ids.__file__).parent
    sources = [path.read_text() for path in folder.rglob("*.py")]
    return {method for source in sources for method in re.findall(r"client\.([a-z]+_[a-zA-Z_]+)\(", source)}


def addresses_in(node):
    """All web addresses, by the name of their entry."""
    if isinstance(node, dict):
        found = [(name, value) for name, value in node.items() if str(value).startswith("http")]
        return [*found, *(each for value in node.values() for each in addresses_in(value))]
    return [each for value in node for each in addresses_in(value)] if isinstance(node, list) else []


def test_the_file_is_what_is_printed_for_socket_mode():
    rows = [row for row in FILE.read_text().splitlines() if not row.lstrip().startswith("#")]
    assert rows == as_yaml(app_manifest()).splitlines()


def test_what_is_printed_is_read_again(manifest):
    assert read_manifest(as_yaml(manifest)) == manifest


@pytest.mark.parametrize("text", ["a: b", "# a", '"a"', "- a", "a\nb", "", "true", "1", "{a}", "å"])
def test_no_text_is_taken_for_something_else(text):
    [(name, written)] = [as_yaml({"name": text}).rstrip("\n").split(": ", 1)]
    assert (name, read_manifest(f"name: {written}")) == ("name", {"name": text})


def test_the_scopes_are_those_of_the_methods_called_and_no_more(manifest):
    assert methods_called() == set(SCOPES)
    scopes = {"commands", *filter(None, SCOPES.values())}
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == scopes == BOT_SCOPES


def test_the_events_are_those_of_the_table(manifest):
    assert set(manifest["settings"]["event_subscriptions"]["bot_events"]) == {*TABLE[Kind.EVENT], *NEWS}


def test_the_shortcuts_are_those_of_the_table(manifest):
    [shortcut] = manifest["features"]["shortcuts"]
    assert {shortcut["callback_id"]} == set(TABLE[Kind.SHORTCUT])
    assert (shortcut["name"], shortcut["type"]) == ("New meeting", "global")


def test_the_one_command_hints_at_words_that_there_are(manifest):
    [command] = manifest["features"]["slash_commands"]
    words = {each for each in TABLE[Kind.COMMAND] if each}
    assert (command["command"], command["usage_hint"]) == (
        "/meeting",
        "new tomorrow 3pm | list | cancel | connect | help",
    )
    assert {each.split()[0] for each in command["usage_hint"].split(" | ")} <= words


def test_the_sandbox_has_the_app_as_its_manifest_makes_it(manifest):
    app = demo_world(ADDRESSES, public_url=PUBLIC_URL).slack.app
    [command], [shortcut] = app.commands, app.shortcuts
    features = manifest["features"]
    names = {"command": command.name, "description": command.description, "usage_hint": command.usage_hint}
    assert names.items() <= features["slash_commands"][0].items()
    assert app.events == set(manifest["settings"]["event_subscriptions"]["bot_events"])
    assert app.scopes >= set(manifest["oauth_config"]["scopes"]["bot"])
    assert dataclasses.asdict(shortcut) | {"type": "global"} == features["shortcuts"][0]


def test_socket_mode_needs_no_address():
    manifest = app_manifest()
    assert (manifest["settings"]["socket_mode_enabled"], addresses_in(manifest)) == (True, [])


def test_by_http_everything_comes_to_one_address():
    manifest = app_manifest(PUBLIC_URL)
    assert manifest["settings"]["socket_mode_enabled"] is False
    assert manifest["features"]["slash_commands"][0]["url"] == URL
    assert sorted(addresses_in(manifest["settings"])) == [
        ("message_menu_options_url", URL),
        ("request_url", URL),
        ("request_url", URL),
    ]


def test_buttons_and_forms_reach_us(manifest):
    assert manifest["settings"]["interactivity"]["is_enabled"]


def test_home_is_on_and_messages_are_read_only(manifest):
    assert manifest["features"]["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": True,
    }


def test_names_and_descriptions_are_as_short_as_slack_wants_them(manifest):
    [shortcut], [command] = manifest["features"]["shortcuts"], manifest["features"]["slash_commands"]
    lengths = [len(shortcut["name"]), len(shortcut["description"]), len(command["description"])]
    assert [length <= most for length, most in zip(lengths, (24, 150, 2000), strict=True)] == [True, True, True]
