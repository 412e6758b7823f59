"""The command line, as an operator meets it: what is printed, and the exit status."""

import asyncio
import re
import socket
from datetime import timedelta

import pytest
import uvloop

from bot.__main__ import main
from bot.slack.manifest import app_manifest, as_yaml
from storage.engine import open_engines, serve_lock
from storage.migrating import migrate
from storage.unit_of_work import SqlStore
from storage.vault import KeyRing, Vault, new_key_ring, parse_key_ring
from tests.builders import a_workspace
from tests.databases import run_apart
from tests.test_settings import GOOD


@pytest.fixture(autouse=True)
def operator(monkeypatch, tmp_path):
    """Stand in an empty directory with good settings; logging is set up for a whole process, which this is not."""
    monkeypatch.setattr("bot.__main__.configure_logging", lambda: None)
    monkeypatch.chdir(tmp_path)
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def run(capsys):
    def run(*words: str) -> tuple[int, str, list[str]]:
        status = main(words)
        printed = capsys.readouterr()
        return status, printed.out, printed.err.splitlines()

    return run


def test_new_keys_are_printed_as_the_line_of_the_settings(run):
    status, out, _ = run("keys", "new")
    assert (status, parse_key_ring(out.removeprefix("CONSULTA_KEYS=").strip()) is not None) == (0, True)


def test_wrong_settings_are_one_line_each(run, monkeypatch):
    monkeypatch.delenv("MAIL_FROM")
    monkeypatch.setenv("ZOOM_API_URL", "http://zoom.us")
    assert run("serve") == (
        2,
        "",
        [
            "ZOOM_API_URL: must begin with https:// (plain http is for this machine only)",
            "MAIL_FROM: is not set; .env.example explains it",
        ],
    )


def test_a_check_says_a_line_for_each_setting_and_neighbour_and_fails_for_those_that_are_away(run, monkeypatch):
    for name in ("SLACK_API_URL", "ZOOM_OAUTH_URL", "CONSULTA_PUBLIC_URL"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("SMTP_URL", "smtp://127.0.0.1:9")
    status, out, errors = run("check")
    lines = [line.partition(":")[0] for line in out.splitlines()]
    assert (status, errors) == (1, [])
    assert set(GOOD) < set(lines)
    assert lines[-6:] == ["Database", "Slack", "Zoom", "Zoom reports", "Mail", "Public URL"]


def test_a_check_of_wrong_settings_says_which_are_fine_and_what_to_do_with_the_others(run, monkeypatch):
    monkeypatch.setenv("MAIL_FROM", "nobody")
    status, out, errors = run("check")
    assert (status, len(errors)) == (2, 1)
    assert errors[0].startswith("MAIL_FROM: ")
    assert "SMTP_URL: fine" in out.splitlines()


def test_the_manifest_is_printed_without_settings(run, monkeypatch):
    for name in GOOD:
        monkeypatch.delenv(name)
    status, out, errors = run("manifest")
    assert (status, out, errors) == (0, as_yaml(app_manifest()), [])


def test_the_manifest_for_http_has_the_address(run):
    status, out, errors = run("manifest", "--url", "https://consulta.example.org/")
    assert (status, out, errors) == (0, as_yaml(app_manifest("https://consulta.example.org")), [])


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://consulta.example.org", "must begin with https:// (plain http is for this machine only)"),
        ("consulta.example.org", "must be a full address, such as https://consulta.example.org"),
        ("", "must be a full address, such as https://consulta.example.org"),
    ],
)
def test_an_address_that_slack_cannot_use_is_wrong_use(run, capsys, url, words):
    with pytest.raises(SystemExit, match="2"):
        run("manifest", "--url", url)
    assert capsys.readouterr().err.endswith(f"argument --url: {words}\n")


def test_migrating_twice_changes_nothing_more(run):
    assert [run("migrate"), run("migrate")] == [(0, "", []), (0, "", [])]


@pytest.mark.parametrize(
    "other",
    [
        new_key_ring(),
        re.sub("index:[^,]*", new_key_ring().partition(",")[0], GOOD["CONSULTA_KEYS"]),
        GOOD["CONSULTA_KEYS"].replace("k1:", "k9:"),
    ],
    ids=["other keys", "another index key", "an unknown key"],
)
def test_a_key_ring_that_does_not_fit_the_database_is_one_line(run, monkeypatch, other):
    run_apart(remember_workspace(parse_key_ring(GOOD["CONSULTA_KEYS"])))
    monkeypatch.setenv("CONSULTA_KEYS", other)
    status, out, [problem] = run("serve", "--port", "0")
    assert (status, out) == (1, "")
    assert problem.startswith("consulta: CONSULTA_KEYS does not fit this database: ")


async def remember_workspace(keys: KeyRing) -> None:
    """Leave a database that has been served with these keys."""
    url = "sqlite:///consulta.db"
    await migrate(url)
    async with open_engines(url) as engines:
        store = SqlStore(engines=engines, vault=Vault(keys=keys), lease=timedelta(seconds=30))
        async with store.writing() as work:
            await work.people.save_workspace(a_workspace())


@pytest.mark.parametrize("command", ["migrate", "serve"])
def test_a_file_that_cannot_be_made_is_one_line(run, monkeypatch, tmp_path, command):
    monkeypatch.setenv("CONSULTA_DATABASE_URL", f"sqlite:///{tmp_path}/nowhere/consulta.db")
    problem = f"consulta: the database {tmp_path}/nowhere/consulta.db cannot be opened: No such file or directory"
    assert run(command) == (1, "", [problem])


def test_a_file_that_is_no_database_is_one_line(run, tmp_path):
    tmp_path.joinpath("consulta.db").write_text("a letter, long enough to be read as a header" * 50)
    assert run("migrate") == (
        1,
        "",
        ["consulta: the database consulta.db cannot be opened: file is not a database"],
    )


def test_a_database_that_does_not_answer_is_one_line_without_the_password(run, monkeypatch, unused_tcp_port):
    monkeypatch.setenv("CONSULTA_DATABASE_URL", f"postgresql://consulta:pass-word@127.0.0.1:{unused_tcp_port}/clinic")
    status, _, problems = run("migrate")
    assert (status, len(problems), "pass-word" in problems[0]) == (1, 1, False)
    assert problems[0].startswith("consulta: the database clinic cannot be opened: ")


def test_a_file_that_is_served_already_is_not_served_again(run):
    with serve_lock("sqlite:///consulta.db"):
        assert run("serve") == (1, "", ["consulta: another process serves consulta.db; stop it first"])


def test_serving_runs_on_the_loop_that_sends_small_answers_at_once(run, monkeypatch):
    loops = []

    async def serve(*_, **__) -> None:
        loops.append(type(asyncio.get_running_loop()))

    monkeypatch.setattr("bot.__main__.serve", serve)
    assert (run("serve"), loops) == ((0, "", []), [uvloop.Loop])


def test_a_port_that_is_taken_is_one_line(run):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        problem = f"consulta: cannot listen on 127.0.0.1, port {port}: Address already in use"
        assert run("serve", "--port", str(port)) == (1, "", [problem])


@pytest.mark.parametrize("port", ["65536", "-1", "http"])
def test_a_port_that_cannot_be_is_wrong_use(run, capsys, port):
    with pytest.raises(SystemExit, match="2"):
        run("serve", f"--port={port}")
    assert capsys.readouterr().err.endswith("argument --port: must be a number from 0 to 65535\n")


def test_a_bot_token_that_cannot_be_checked_stops_the_start(run, monkeypatch, unused_tcp_port):
    monkeypatch.setenv("SLACK_API_URL", f"http://127.0.0.1:{unused_tcp_port}/api")
    status, _, problems = run("serve", "--port", "0")
    assert (status, problems) == (
        1,
        ["consulta: Slack did not accept SLACK_BOT_TOKEN or did not answer (slack_unreachable)"],
    )


def test_a_file_of_patients_that_is_not_there_is_one_line(run):
    problem = "consulta: patients.csv cannot be read: No such file or directory"
    assert run("patients", "import", "patients.csv") == (1, "", [problem])
