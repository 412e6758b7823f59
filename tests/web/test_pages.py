import logging
import re
from base64 import b64encode
from hashlib import sha256
from typing import Any

import httpx
import pytest

ADDRESSES = ["/connect?who=x", "/zoom/callback", "/support", "/privacy", "/nowhere", "/livez", "/readyz"]
PAGES = ADDRESSES[:5]


def policy_of(answer: httpx.Response) -> dict[str, list[str]]:
    parts = [part.split() for part in answer.headers["content-security-policy"].split(";")]
    return {part[0]: part[1:] for part in parts}


@pytest.mark.parametrize(
    ("path", "status"),
    [("/support", 200), ("/privacy", 200), ("/livez", 200), ("/readyz", 200), ("/nowhere", 404), ("/", 404)],
)
async def test_each_address_answers(browser: httpx.AsyncClient, path: str, status: int) -> None:
    assert (await browser.get(path)).status_code == status


async def test_not_ready_is_told_to_the_load_balancer(web: Any, browser: httpx.AsyncClient) -> None:
    web.is_ready = False

    assert (await browser.get("/readyz")).status_code == 503


async def test_a_process_whose_worker_is_dead_is_to_be_started_anew(web: Any, browser: httpx.AsyncClient) -> None:
    web.is_live = False

    assert (await browser.get("/livez")).status_code == 503


@pytest.mark.parametrize("path", PAGES)
async def test_each_page_has_a_language_one_heading_and_fits_a_phone(browser: httpx.AsyncClient, path: str) -> None:
    page = (await browser.get(path)).text

    assert [page.count(part) for part in ('<html lang="en">', "<h1>", 'name="viewport"')] == [1, 1, 1]


@pytest.mark.parametrize("path", ["/support", "/privacy"])
async def test_help_and_privacy_name_whom_to_write_to(browser: httpx.AsyncClient, path: str) -> None:
    assert '<a href="mailto:help@clinic.example">help@clinic.example</a>' in (await browser.get(path)).text


@pytest.mark.parametrize("path", ADDRESSES)
async def test_every_answer_is_kept_out_of_frames_caches_and_referrers(browser: httpx.AsyncClient, path: str) -> None:
    answer = await browser.get(path)

    names = ("cache-control", "referrer-policy", "x-content-type-options", "strict-transport-security")
    assert [answer.headers[name] for name in names] == ["no-store", "no-referrer", "nosniff", "max-age=31536000"]


@pytest.mark.parametrize("path", ADDRESSES)
async def test_every_answer_allows_nothing_but_its_own_style_and_script_and_the_way_to_zoom(
    browser: httpx.AsyncClient, path: str
) -> None:
    policy = policy_of(await browser.get(path))

    assert policy | {"style-src": [], "script-src": []} == {
        "default-src": ["'none'"],
        "style-src": [],
        "script-src": [],
        "form-action": ["'self'", "https://zoom.example", "https://*.zoom.example"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }


@pytest.mark.parametrize("path", PAGES)
async def test_the_style_sheet_is_the_one_that_is_allowed(browser: httpx.AsyncClient, path: str) -> None:
    answer = await browser.get(path)

    (style,) = re.findall(r"<style>(.*?)</style>", answer.text, re.DOTALL)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert policy_of(answer)["style-src"] == [f"'sha256-{digest}'"]


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_loads_nothing_and_runs_nothing(browser: httpx.AsyncClient, path: str) -> None:
    page = (await browser.get(path)).text

    assert not re.findall(r"<script|<img|<link|<iframe|style=|\son\w+=|url\(|@import", page)


async def test_on_ones_own_machine_https_is_not_asked_for(local_web: Any) -> None:
    async with local_web.browser() as browser:
        answer = await browser.get("/support")

    assert "strict-transport-security" not in answer.headers


@pytest.fixture
def broken_store(web: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError("password=hunter2 for Ana Ruiz")

    monkeypatch.setattr(web.store, "reading", broken)


@pytest.mark.usefixtures("broken_store")
async def test_a_fault_of_ours_shows_a_reference_that_is_in_the_log_and_nothing_else(
    web: Any, browser: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "consulta.web"):
        page = await browser.get("/connect", params={"who": web.hint})

    (reference,) = re.findall(r"Reference <strong>([0-9a-f]{8})</strong>", page.text)
    assert (page.status_code, caplog.messages, "hunter2" in page.text) == (
        500,
        [f"page_failed ref={reference} path=/connect"],
        False,
    )


@pytest.mark.usefixtures("broken_store")
async def test_the_log_has_none_of_the_address_that_was_asked_for(
    browser: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "consulta.web"):
        await browser.get("/with/k7mq%0Aforged%20line")

    assert [re.sub("[0-9a-f]{8}", "-", said) for said in caplog.messages] == ["page_failed ref=- path=/with/{slug}"]


async def test_nothing_secret_of_the_journey_is_logged(
    web: Any, browser: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, "consulta"):
        state = await web.begin(browser)
        await browser.get("/zoom/callback", params={"code": "code", "state": state})

    ours = [record.getMessage() for record in caplog.records if record.name.startswith("consulta")]
    assert ours == ["begun professional=professional-ana", "connected professional=professional-ana"]
