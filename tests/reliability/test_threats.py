"""Each threat has a test that shows what becomes of it; a test that is renamed or lost is noticed here."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.reliability.threats import AWAITED, SHOWN_BY, THREATS

ROOT = Path(__file__).parents[2]
# What makes code of data, or objects of bytes.
RUNS_CODE = re.compile(r"\b(pickle|marshal|shelve|dill|jsonpickle)\b|\beval\(|\bexec\(|yaml\.load|SQLAlchemyJobStore")


@cache
def names_in(file: str) -> frozenset[str]:
    """Name the tests of a file, those in classes too."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    found = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return frozenset(node.name for node in found if node.name.startswith("test_"))


def test_each_threat_is_withstood_somewhere():
    assert SHOWN_BY.keys() | AWAITED == THREATS.keys()
    assert not SHOWN_BY.keys() & AWAITED


@pytest.mark.parametrize("threat", SHOWN_BY)
def test_the_tests_of_a_threat_are_there(threat):
    for shown in SHOWN_BY[threat]:
        file, _, name = shown.partition("::")
        assert name in names_in(file), f"{threat}, {THREATS[threat]}"


def test_every_dependency_is_locked_by_its_hash_and_by_no_address():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", lock.strip(), flags=re.IGNORECASE)
    assert [entry.partition(" ")[0] for entry in entries if "--hash=sha256:" not in entry or "==" not in entry] == []
    assert "://" not in lock


def test_nothing_stored_is_run():
    ours = [file for folder in ("bot", "storage") for file in (ROOT / folder).rglob("*.py")]
    assert ours
    assert [str(file) for file in ours if RUNS_CODE.search(file.read_text(encoding="utf-8"))] == []
