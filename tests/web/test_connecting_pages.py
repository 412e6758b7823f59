import re
from datetime import timedelta
from html import unescape
from typing import Any

import httpx
import pytest

from bot.domain.failures import ZoomError
from bot.domain.zoom_connection import NEEDED_SCOPES
from tests.builders import a_professional
from tests.fakes.zoom import invalid_grant

COOKIE = "__Host-consulta-connect"


def text_of(page: httpx.Response) -> str:
    """Read a page as a person does: words only, spaces made one."""
    main = page.text[page.text.index("<main>") : page.text.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def refused(reply: str) -> tuple[int, str]:
    return 400, f"Nothing was connected {reply} In Slack, click Authenticate to Zoom to start again. Open Slack"


async def finish(web: Any, browser: httpx.AsyncClient, **query: str) -> tuple[int, str]:
    page = await browser.get("/zoom/callback", params=query)
    if page.status_code != 200:
        assert not web.store.state.connections
    return page.status_code, text_of(page)


async def test_the_page_says_whose_connection_it_will_be(web: Any, browser: httpx.AsyncClient) -> None:
    page = await browser.get("/connect", params={"who": web.hint})

    assert text_of(page) == (
        "Connect Zoom This connects a Zoom account to Ana Ruiz in the Slack workspace Clinica Norte . "
        "If that is not you, close this page: someone sent you their link. "
        "Yes, continue to Zoom No Zoom account yet? Open one at Zoom."
    )


async def test_the_link_of_slack_opens_the_page(web: Any, browser: httpx.AsyncClient) -> None:
    page = await browser.get(web.links.connect(a_professional().actor))

    assert page.status_code == 200


async def test_looking_at_the_page_changes_nothing(web: Any, browser: httpx.AsyncClient) -> None:
    for _ in range(3):
        await browser.get("/connect", params={"who": web.hint})

    assert (web.store.state.attempts, dict(browser.cookies)) == ({}, {})


async def test_a_name_is_shown_as_it_is_and_never_as_markup(web: Any, browser: httpx.AsyncClient) -> None:
    async with web.store.writing() as work:
        await work.people.save_professional(a_professional(name="<script>alert(1)</script>"))

    page = await browser.get("/connect", params={"who": web.hint})

    assert ("<script>" in page.text, "&lt;script&gt;" in page.text) == (False, True)


@pytest.mark.parametrize("hint", ["", "T0NORTE0001.U0ANA000001.0", "x" * 5000])
async def test_a_link_of_somebody_else_is_refused(browser: httpx.AsyncClient, hint: str) -> None:
    page = await browser.get("/connect", params={"who": hint})

    assert (page.status_code, text_of(page)) == refused("This link does not work.")


async def test_yes_leads_to_zoom(web: Any, browser: httpx.AsyncClient) -> None:
    answer = await browser.post("/connect", data={"who": web.hint})

    assert (answer.status_code, answer.headers["location"].split("=")[0]) == (
        303,
        "https://zoom.example/oauth/authorize?state",
    )


async def test_the_cookie_is_for_this_browser_and_host_only_and_ends_with_the_attempt(
    web: Any, browser: httpx.AsyncClient
) -> None:
    answer = await browser.post("/connect", data={"who": web.hint})

    _, *attributes = answer.headers["set-cookie"].split("; ")
    assert (list(browser.cookies), sorted(attributes)) == (
        [COOKIE],
        ["HttpOnly", "Max-Age=600", "Path=/", "SameSite=lax", "Secure"],
    )


async def test_on_ones_own_machine_the_cookie_needs_no_https(local_web: Any) -> None:
    async with local_web.browser() as browser:
        answer = await browser.post("/connect", data={"who": local_web.hint})

    name, *attributes = re.sub("=[^;]+", "", answer.headers["set-cookie"], count=1).split("; ")
    assert (name, sorted(attributes)) == ("consulta-connect", ["HttpOnly", "Max-Age=600", "Path=/", "SameSite=lax"])


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_who_is_sent_to_yes_by_another_site_is_first_shown_whose_link_it_is(
    web: Any, browser: httpx.AsyncClient, site: str
) -> None:
    answer = await browser.post("/connect", data={"who": web.hint}, headers={"Sec-Fetch-Site": site})

    assert (answer.headers["location"], web.store.state.attempts) == (f"/connect?who={web.hint}", {})


@pytest.mark.parametrize("data", [{}, {"who": "nobody"}])
async def test_yes_without_a_link_of_ours_is_refused(browser: httpx.AsyncClient, data: dict[str, str]) -> None:
    page = await browser.post("/connect", data=data)

    assert (page.status_code, text_of(page)) == refused("This link does not work.")


async def test_back_from_zoom_it_is_connected_and_the_cookie_is_gone(web: Any, browser: httpx.AsyncClient) -> None:
    state = await web.begin(browser)

    seen = await finish(web, browser, code="code", state=state)

    assert (seen, list(web.store.state.connections), dict(browser.cookies)) == (
        (200, "Zoom is connected You can schedule meetings in Slack now. Open Slack"),
        ["professional-ana"],
        {},
    )


async def test_open_slack_leads_to_the_app(web: Any, browser: httpx.AsyncClient) -> None:
    page = await browser.get("/zoom/callback", params={"code": "code", "state": await web.begin(browser)})

    assert 'href="https://slack.example/app_redirect?app=A0CONSULTA1&amp;team=T0NORTE0001"' in page.text


async def test_a_scanner_that_only_looks_does_not_spend_the_attempt(web: Any, browser: httpx.AsyncClient) -> None:
    query = {"code": "code", "state": await web.begin(browser)}

    await browser.head("/zoom/callback", params=query)

    assert (await finish(web, browser, **query))[0] == 200


async def test_who_declines_at_zoom_reads_so(web: Any, browser: httpx.AsyncClient) -> None:
    state = await web.begin(browser)

    seen = await finish(web, browser, error="access_denied", state=state)

    assert seen == refused("You chose not to allow it in Zoom.")


async def test_coming_back_with_nothing_connects_nothing(web: Any, browser: httpx.AsyncClient) -> None:
    assert await finish(web, browser) == refused("This link was used or is older than 10 minutes.")


async def test_coming_back_too_late_connects_nothing(web: Any, browser: httpx.AsyncClient) -> None:
    state = await web.begin(browser)
    web.clock.advance(timedelta(minutes=11))

    seen = await finish(web, browser, code="code", state=state)

    assert seen == refused("This link was used or is older than 10 minutes.")


async def test_coming_back_a_second_time_connects_nothing(web: Any, browser: httpx.AsyncClient) -> None:
    state = await web.begin(browser)
    await browser.get("/zoom/callback", params={"error": "access_denied", "state": state})

    seen = await finish(web, browser, code="code", state=state)

    assert seen == refused("This link was used or is older than 10 minutes.")


async def test_coming_back_in_another_browser_connects_nothing(web: Any, browser: httpx.AsyncClient) -> None:
    state = await web.begin(browser)

    async with web.browser() as other:
        seen = await finish(web, other, code="code", state=state)

    assert seen == refused("Please finish in the browser where you started.")


async def test_the_right_browser_still_connects_after_another_has_tried(web: Any, browser: httpx.AsyncClient) -> None:
    state = await web.begin(browser)
    async with web.browser() as other:
        await other.get("/zoom/callback", params={"code": "code", "state": state})

    assert (await finish(web, browser, code="code", state=state))[0] == 200


async def test_a_grant_without_every_permission_is_not_kept(web: Any, browser: httpx.AsyncClient) -> None:
    web.oauth.scopes = NEEDED_SCOPES - {"meeting:write:meeting"}

    seen = await finish(web, browser, code="code", state=await web.begin(browser))

    assert seen == refused("Zoom did not grant every permission.")


@pytest.mark.parametrize(
    ("failure", "reply"),
    [
        (ZoomError("unknown"), "Zoom is not answering."),
        (invalid_grant(), "This link was used or is older than 10 minutes."),
        (
            ZoomError("not_open"),
            "This Zoom app is not open to your Zoom account yet; please tell help@clinic.example.",
        ),
    ],
)
async def test_what_zoom_says_to_the_code(web: Any, browser: httpx.AsyncClient, failure: ZoomError, reply: str) -> None:
    web.oauth.failures = [failure]

    assert await finish(web, browser, code="code", state=await web.begin(browser)) == refused(reply)
