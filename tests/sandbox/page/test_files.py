"""The page's own files: there, complete, and closed to everything from elsewhere."""

import re

import httpx
import pytest

from sandbox.page.files import DIRECTORY

FILES = sorted(path for path in DIRECTORY.rglob("*") if path.is_file())
SCRIPTS = [path for path in FILES if path.suffix == ".js"]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@pytest.mark.parametrize("path", ["/", "/static/main.js", "/static/styles/base.css"])
async def test_each_file_comes_with_a_policy_that_lets_in_nothing_from_elsewhere(browser: httpx.AsyncClient, path: str):
    answer = await browser.get(path)

    names = ("content-security-policy", "x-content-type-options", "referrer-policy", "cache-control")
    assert (answer.status_code, [answer.headers[name] for name in names]) == (
        200,
        [POLICY, "nosniff", "no-referrer", "no-cache"],
    )


@pytest.mark.parametrize("path", ["/static/nothing.js", "/static/../routes.py", "/static/%2e%2e/routes.py"])
async def test_nothing_else_is_served(browser: httpx.AsyncClient, path: str):
    assert (await browser.get(path)).status_code == 404


@pytest.mark.parametrize("path", FILES, ids=str)
def test_no_file_asks_another_machine_for_anything(path):
    others = re.findall(r"""(?:src|href|from|url\(|fetch\()\s*[=(]?\s*["'](?:https?:)?//[^"']*""", path.read_text())
    assert others == []


@pytest.mark.parametrize("path", SCRIPTS, ids=str)
def test_each_module_imports_what_is_there(path):
    imported = re.findall(r'from "([^"]+)"', path.read_text())
    assert [name for name in imported if not (path.parent / name).is_file()] == []


def test_each_module_is_used():
    imported = {
        (path.parent / name).resolve() for path in SCRIPTS for name in re.findall(r'from "([^"]+)"', path.read_text())
    }
    assert {path for path in SCRIPTS if path.resolve() not in imported} == {DIRECTORY / "main.js"}


@pytest.mark.parametrize("path", FILES, ids=str)
def test_no_file_is_longer_than_the_others_of_this_code_base(path):
    assert len(path.read_text().splitlines()) <= 300


@pytest.mark.parametrize("path", FILES, ids=str)
def test_markup_has_no_script_or_style_of_its_own(path):
    """The policy would refuse it, and nothing typed by a person must ever become markup."""
    forbidden = ("innerHTML", "insertAdjacentHTML", "document.write", "eval(", " style=", "<style")
    assert [word for word in forbidden if word in path.read_text()] == []
