"""`consulta keys api ...`, as an operator meets it."""

import re

import pytest

from bot.__main__ import main
from bot.domain.api_key import read_token
from storage.engine import open_engines
from storage.people_tables import api_key
from storage.tables import audit
from tests.databases import run_apart


@pytest.fixture(autouse=True)
def operator(monkeypatch, tmp_path, sqlite_url):
    """Stand where nothing is set but the database."""
    monkeypatch.setattr("bot.__main__.configure_logging", lambda: None)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONSULTA_DATABASE_URL", sqlite_url)


@pytest.fixture
def run(capsys):
    def run(*words: str) -> tuple[int, str, str]:
        status = main(["keys", "api", *words])
        printed = capsys.readouterr()
        return status, printed.out.strip(), printed.err.strip()

    return run


def rows(url, table):
    found = []

    async def read():
        async with open_engines(url) as engines, engines.reader.connect() as connection:
            found.extend((await connection.execute(table.select())).mappings())

    run_apart(read())
    return found


def test_a_key_is_shown_once_and_kept_as_a_hash(run, sqlite_url):
    status, token, said = run("new", " Clinic  site ")
    key_id, secret = read_token(token)
    assert (status, said) == (0, f"Key {key_id}, Clinic site. It is shown this once: keep it as you keep a password.")
    [row] = rows(sqlite_url, api_key)
    assert (row["id"], row["name"], secret in repr(row)) == (key_id, "Clinic site", False)


def test_keys_are_listed_with_their_use_and_their_end(run, sqlite_url):
    ids = [read_token(run("new", name)[1])[0] for name in ("Site", "Test")]
    run("revoke", ids[1])
    status, listed, _ = run("list")
    assert status == 0
    moment = r"\d{4}-\d\d-\d\d \d\d:\d\d UTC"
    first, second = sorted(listed.splitlines(), key=lambda line: ids.index(line[:12]))
    assert re.fullmatch(rf"{ids[0]}  Site: made {moment}, never used", first)
    assert re.fullmatch(rf"{ids[1]}  Test: made {moment}, never used, revoked {moment}", second)


def test_a_key_is_revoked_once(run):
    key_id, _ = read_token(run("new", "Site")[1])
    assert run("revoke", key_id) == (0, f"Key {key_id} is revoked.", "")
    refusal = f"consulta: no key {key_id} holds; see `consulta keys api list`"
    assert run("revoke", key_id) == (1, "", refusal)


def test_making_and_revoking_is_audited(run, sqlite_url):
    key_id, _ = read_token(run("new", "Site")[1])
    run("revoke", key_id)
    assert [(row["actor"], row["action"], row["about"]) for row in rows(sqlite_url, audit)] == [
        ("operator", "make_key", key_id),
        ("operator", "revoke_key", key_id),
    ]


@pytest.mark.parametrize("name", ["", " ", "n" * 101, "a\x1b[2J"])
def test_a_name_that_cannot_be_is_wrong_use(run, name):
    with pytest.raises(SystemExit, match="2"):
        run("new", name)
