import re
from pathlib import Path

import bot.slack.ids
from bot.slack.directory import BOT_SCOPES
from bot.slack.dispatch import TABLE
from bot.slack.requests import Kind
from tests.slack.manifest import read_manifest

MANIFEST = read_manifest()
URL = "https://consulta.example.org/slack/events"
SCOPES = {
    "chat_delete": "chat:write",
    "chat_postMessage": "chat:write",
    "chat_update": "chat:write",
    "users_info": "users:read",
    "bots_info": "users:read",
    # These need no scope.
    "auth_test": None,
    "views_open": None,
    "views_push": None,
    "views_update": None,
    "views_publish": None,
}


def methods_called():
    folder = Path(bot.slack.ids.__file__).parent
    sources = [path.read_text() for path in folder.rglob("*.py")]
    return {method for source in sources for method in re.findall(r"client\.([a-z]+_[a-zA-Z_]+)\(", source)}


def test_the_scopes_are_those_of_the_methods_called_and_no_more():
    assert methods_called() == set(SCOPES)
    scopes = {"commands", *filter(None, SCOPES.values())}
    assert set(MANIFEST["oauth_config"]["scopes"]["bot"]) == scopes


def test_the_check_asks_for_the_scopes_of_the_manifest():
    assert set(MANIFEST["oauth_config"]["scopes"]["bot"]) == BOT_SCOPES


def test_the_events_are_those_of_the_table():
    assert set(MANIFEST["settings"]["event_subscriptions"]["bot_events"]) == set(TABLE[Kind.EVENT])


def test_the_one_command_hints_at_words_that_there_are():
    (command,) = MANIFEST["features"]["slash_commands"]
    words = {each for each in TABLE[Kind.COMMAND] if each}
    assert (command["command"], command["usage_hint"]) == ("/meeting", "new | list | cancel | connect | help")
    assert set(command["usage_hint"].split(" | ")) <= words


def test_everything_comes_to_one_address():
    settings = MANIFEST["settings"]
    interactivity = settings["interactivity"]
    (command,) = MANIFEST["features"]["slash_commands"]
    addresses = {interactivity["request_url"], interactivity["message_menu_options_url"], command["url"]}
    assert addresses | {settings["event_subscriptions"]["request_url"]} == {URL}
    assert interactivity["is_enabled"]


def test_home_is_on_and_messages_are_read_only():
    assert MANIFEST["features"]["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": True,
    }
