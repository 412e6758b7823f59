"""`consulta patients import` as an operator runs it: a process, a file, a terminal or none."""

import asyncio
import os
import pty
import re
import subprocess
import sys
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from storage.engine import open_engines
from storage.people_tables import patient, trust
from storage.unit_of_work import SqlStore
from storage.vault import Vault, parse_key_ring
from tests.builders import a_workspace
from tests.test_settings import GOOD

HEAD = "name,mail,professional,external_id\n"
MARIA = "María García,maria@patients.example,U0ANA000001,1\n"
_ROOT = Path(__file__).parents[1]


def lines(count):
    return "".join(f"Patient {n},p{n}@patients.example,U0ANA000001,{n}\n" for n in range(count))


@pytest.fixture
def clinic(sqlite_url, tmp_path):
    """An installation whose workspace is known; its Slack is away."""
    settings = {**GOOD, "CONSULTA_DATABASE_URL": sqlite_url, "SLACK_API_URL": "http://127.0.0.1:9/api"}
    asyncio.run(_remember_workspace(sqlite_url))
    return {**settings, "PATH": os.environ["PATH"], "PYTHONPATH": str(_ROOT), "HOME": str(tmp_path)}


async def _remember_workspace(url):
    async with open_engines(url) as engines:
        vault = Vault(keys=parse_key_ring(GOOD["CONSULTA_KEYS"]))
        store = SqlStore(engines=engines, vault=vault, lease=timedelta(seconds=30))
        async with store.writing() as work:
            await work.people.save_workspace(a_workspace())


def command(file, *words):
    return [sys.executable, "-m", "bot", "patients", "import", str(file), *words]


@pytest.fixture
def run(clinic, tmp_path):
    def run(content, *words, encoding="utf-8"):
        file = tmp_path / "patients.csv"
        file.write_bytes(content.encode(encoding))
        done = subprocess.run(command(file, *words), env=clinic, cwd=tmp_path, capture_output=True, check=False)  # noqa: S603 - our own
        return done.returncode, done.stdout.decode().strip(), _without_logs(done.stderr.decode())

    return run


def _without_logs(errors):
    return [line for line in errors.splitlines() if "slack_away" not in line]


def count(url, table):
    async def counted():
        async with open_engines(url) as engines, engines.reader.connect() as connection:
            return len((await connection.execute(table.select())).all())

    return asyncio.run(counted())


def test_each_bad_line_is_named_and_the_rest_is_imported(run, sqlite_url):
    assert run(HEAD + MARIA + "Noah,noah,U0ANA000001,2\n") == (
        1,
        "1 added, 0 updated, 0 unchanged, 0 withdrawn, 0 held back, 1 not imported",
        ["line 3: mail: write one address, such as maria@example.org."],
    )
    assert count(sqlite_url, patient) == 1


def test_the_same_file_again_changes_nothing_and_is_a_success(run):
    run(HEAD + MARIA)
    assert run(HEAD + MARIA)[:2] == (
        0,
        "0 added, 0 updated, 1 unchanged, 0 withdrawn, 0 held back, 0 not imported",
    )


def test_a_dry_run_says_so_and_writes_nothing(run, sqlite_url):
    status, said, _ = run(HEAD + MARIA, "--dry-run")
    assert (status, said.startswith("1 added, "), said.endswith("(a dry run: nothing was written)")) == (0, True, True)
    assert count(sqlite_url, patient) == 0


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_what_excel_writes_is_read(run, encoding):
    status, said, _ = run((HEAD + MARIA).replace(",", ";"), encoding=encoding)
    assert (status, said[:7]) == (0, "1 added")


def test_another_encoding_is_one_line_and_nothing_is_imported(run, sqlite_url, tmp_path):
    status, said, [problem] = run(HEAD + lines(300) + MARIA, encoding="cp1252")
    assert (status, said) == (1, "")
    assert problem == f"consulta: {tmp_path}/patients.csv is not UTF-8; save it as UTF-8 and import it again."
    assert count(sqlite_url, patient) == 0


def test_a_file_that_is_no_csv_is_one_line_and_nothing_is_imported(run, sqlite_url):
    status, _, [problem] = run(HEAD + lines(300) + '"Noah,')
    assert (status, problem.startswith("consulta: After line 302 this is not CSV")) == (1, True)
    assert count(sqlite_url, patient) == 0


@contextmanager
def on_a_terminal(file, clinic):
    """Run the command on a terminal; gives the process and what is drawn, until it ends."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(command(file), env=clinic, cwd=file.parent, stdout=subprocess.PIPE, stderr=theirs)  # noqa: S603 - our own
    os.close(theirs)
    try:
        yield process, _drawn(ours)
    finally:
        process.communicate()
        os.close(ours)


def _drawn(ours):
    while True:
        try:
            yield os.read(ours, 4096).decode()
        except OSError:  # nobody holds the terminal any longer
            return


def test_a_terminal_sees_how_far_it_has_come(clinic, tmp_path):
    file = tmp_path / "patients.csv"
    file.write_text(HEAD + lines(401) + "Noah,noah,U0ANA000001,x\n")
    with on_a_terminal(file, clinic) as (process, pieces):
        drawn = "".join(pieces)
        assert process.stdout.read().decode().startswith("401 added")
    assert {"0%", "50%", "100%"} <= set(re.findall(r"\d+%", drawn))
    # The line to mend stands on a line of its own, and in the end the bar is gone.
    assert "\x1b[Kline 403: mail: write one address" in drawn
    assert drawn.endswith("\r\x1b[K")


def test_a_killed_import_has_done_whole_lines_and_the_next_does_the_rest(clinic, sqlite_url, tmp_path, run):
    content = HEAD + lines(3000)
    file = tmp_path / "patients.csv"
    file.write_text(content)
    with on_a_terminal(file, clinic) as (process, pieces):
        drawn = ""
        while " 20% of 3,000 lines" not in drawn:
            drawn += next(pieces)
        process.kill()
    done = count(sqlite_url, patient)
    assert 600 <= done < 3000
    assert count(sqlite_url, trust) == done
    assert run(content)[1] == (
        f"{3000 - done} added, 0 updated, {done} unchanged, 0 withdrawn, 0 held back, 0 not imported"
    )
    assert count(sqlite_url, trust) == 3000
