import re
from datetime import timedelta
from typing import Any

import httpx
import pytest

from bot.domain.invitation import InvitationState
from bot.domain.own_page import OwnPage
from bot.domain.trust import HowChosen
from tests.builders import MADRID, NOW, a_patient, a_trust, an_invitation
from tests.web.reading import text_of

LINK = "/choose?with=token-of-noah"
YES = {"with": "token-of-noah", "answer": "yes", "name": "Noah Clarke", "language": "en", "zone": "Europe/Madrid"}
MIA = {"name": "Mia Clarke", "mail": "mia@patients.example"}
NO_LONGER = "This link is no longer in use"


@pytest.fixture
async def asked(web: Any) -> Any:
    async with web.store.writing() as work:
        await work.invitations.add(an_invitation())
    return web


@pytest.fixture
async def page(web: Any) -> Any:
    async with web.store.writing() as work:
        await work.own_pages.save(OwnPage(professional_id="professional-ana", slug="anas"))
    return web


def invitations(web: Any) -> list[Any]:
    return [each.invitation for each in web.store.state.invitations.values()]


def patients(web: Any) -> list[Any]:
    return list(web.store.state.patients.values())


def chosen_in(page: httpx.Response, name: str) -> str:
    """The option that the list shows."""
    select = re.search(rf'<select id="{name}".*?</select>', page.text, re.DOTALL)
    assert select
    found = re.findall(r'value="([^"]*)"[^>]* selected', select[0])
    return found[0] if found else ""


@pytest.mark.usefixtures("asked")
async def test_the_page_says_who_asks_what_it_means_and_what_is_stored(browser: httpx.AsyncClient) -> None:
    page = await browser.get(LINK)

    said = text_of(page)
    assert page.status_code == 200
    for words in (
        "Is this your professional?",
        "Ana Ruiz would like to meet you online, and asks whether they are your professional.",
        "Your name, email address, time zone, and language, and that you chose Ana Ruiz.",
        "Yes, this is my professional",
        "erased after November 30, 2026",
    ):
        assert words in said
    assert 'value="Noah Clarke"' in page.text


@pytest.mark.parametrize("verb", ["GET", "HEAD"])
@pytest.mark.parametrize("purpose", [{}, {"Purpose": "prefetch"}, {"Sec-Purpose": "prefetch;prerender"}])
async def test_who_only_looks_changes_nothing(
    asked: Any, browser: httpx.AsyncClient, verb: str, purpose: dict[str, str]
) -> None:
    before = asked.store.state

    answer = await browser.request(verb, LINK, headers=purpose)

    assert (answer.status_code, asked.store.state is before) == (200, True)


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("de-DE,pt;q=0.4,fr;q=0.6", "fr"),
        ("pt-BR", "pt"),
        ("*", "en"),
        (";q=,,x;q=y", "en"),
        ("es;q=0, fr;q=0.1", "fr"),
    ],
)
async def test_the_browsers_language_is_proposed(browser: httpx.AsyncClient, header: str, language: str) -> None:
    page = await browser.get(LINK, headers={"Accept-Language": header})

    assert chosen_in(page, "language") == language


async def test_the_language_that_the_professional_named_goes_before_the_browsers(
    web: Any, browser: httpx.AsyncClient
) -> None:
    async with web.store.writing() as work:
        await work.invitations.add(an_invitation(language="es"))

    assert chosen_in(await browser.get(LINK, headers={"Accept-Language": "fr"}), "language") == "es"


@pytest.mark.usefixtures("asked")
async def test_without_scripts_the_professionals_zone_stands_there_to_be_corrected(browser: httpx.AsyncClient) -> None:
    page = await browser.get(LINK)

    assert (chosen_in(page, "zone"), "data-proposes" in page.text) == ("Europe/Madrid", True)


async def test_who_says_yes_is_on_the_list(asked: Any, browser: httpx.AsyncClient) -> None:
    page = await browser.post("/choose", data=YES)

    assert "You chose Ana Ruiz as your professional. Ana Ruiz has been told." in text_of(page)
    [noah] = patients(asked)
    assert noah == a_patient(id=noah.id, zone=MADRID)
    assert list(asked.store.state.trusts.values()) == [a_trust(patient_id=noah.id, how=HowChosen.INVITATION)]
    assert [each.state for each in invitations(asked)] == [InvitationState.ACCEPTED]


async def test_the_answer_carries_the_ways_to_leave(asked: Any, browser: httpx.AsyncClient) -> None:
    page = await browser.post("/choose", data=YES)

    [noah] = patients(asked)
    links = re.findall(r'href="(https[^"]+)"', page.text)
    assert asked.links.erase(noah.id) in links
    assert [asked.links.read_leave(link.partition("with=")[2]) for link in links if "/leave" in link]


async def test_who_says_no_is_forgotten(asked: Any, browser: httpx.AsyncClient) -> None:
    page = await browser.post("/choose", data={"with": "token-of-noah", "answer": "no"})

    assert "What was entered about you is erased." in text_of(page)
    assert [(each.state, each.name, each.mail) for each in invitations(asked)] == [(InvitationState.DECLINED, "", "")]


async def test_an_answer_that_is_neither_is_asked_again(asked: Any, browser: httpx.AsyncClient) -> None:
    answer = await browser.post("/choose", data={"with": "token-of-noah"})

    assert (answer.status_code, answer.headers["location"], patients(asked)) == (303, LINK, [])


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_what_another_site_sends_is_shown_first(asked: Any, browser: httpx.AsyncClient, site: str) -> None:
    answer = await browser.post("/choose", data=YES, headers={"Sec-Fetch-Site": site})

    assert (answer.status_code, answer.headers["location"], patients(asked)) == (303, LINK, [])


async def test_an_empty_name_is_told_above_and_beside_its_field(asked: Any, browser: httpx.AsyncClient) -> None:
    page = await browser.post("/choose", data={**YES, "name": " ", "language": "fr", "zone": "Asia/Tokyo"})

    assert (page.status_code, patients(asked)) == (400, [])
    assert '<a href="#name">Écrivez votre nom.</a>' in page.text
    assert 'aria-describedby="name-error"' in page.text
    assert (chosen_in(page, "language"), chosen_in(page, "zone")) == ("fr", "Asia/Tokyo")
    assert "data-proposes>" not in page.text


@pytest.mark.parametrize("changes", [{"token": "x"}, {"expires_at": NOW}])
async def test_what_is_not_open_all_looks_the_same(
    web: Any, browser: httpx.AsyncClient, changes: dict[str, Any]
) -> None:
    async with web.store.writing() as work:
        await work.invitations.add(an_invitation(**changes))

    pages = [await browser.get(LINK), await browser.post("/choose", data=YES), await browser.get("/choose")]

    assert [each.status_code for each in pages] == [410] * 3
    assert len({text_of(each) for each in pages}) == 1
    assert NO_LONGER in text_of(pages[0])


@pytest.mark.usefixtures("asked")
async def test_a_link_that_was_answered_is_no_longer_in_use(browser: httpx.AsyncClient) -> None:
    await browser.post("/choose", data=YES)

    assert NO_LONGER in text_of(await browser.get(LINK))


async def test_what_people_are_called_is_text_on_the_page(web: Any, browser: httpx.AsyncClient) -> None:
    async with web.store.writing() as work:
        await work.invitations.add(an_invitation(name='"><script>alert(1)</script>'))

    assert "<script>alert" not in (await browser.get(LINK)).text


@pytest.mark.usefixtures("page")
async def test_the_own_page_names_the_professional_and_asks_for_name_and_mail(browser: httpx.AsyncClient) -> None:
    page = await browser.get("/with/anas")

    assert "Choose Ana Ruiz as your professional" in text_of(page)
    assert re.findall(r'<input id="(\w+)"', page.text) == ["name", "mail", "website"]


async def test_who_asks_through_the_page_gets_a_link_and_is_not_on_the_list_yet(
    page: Any, browser: httpx.AsyncClient
) -> None:
    answer = await browser.post("/with/anas", data=MIA, headers={"Accept-Language": "fr"})

    assert "ici quelques minutes un e-mail avec un lien" in text_of(answer)
    [asked] = invitations(page)
    assert (asked.name, asked.mail, asked.language, asked.how, patients(page)) == (
        *MIA.values(),
        "fr",
        HowChosen.PAGE,
        [],
    )


async def test_the_answer_is_the_same_for_whoever_it_is(page: Any, browser: httpx.AsyncClient) -> None:
    async with page.store.writing() as work:
        await work.people.save_patient(a_patient())
        await work.people.save_trust(a_trust())
    known = {"name": "Noah Clarke", "mail": "noah@patients.example"}

    answers = [
        await browser.post("/with/anas", data=data) for data in (known, MIA, *[MIA] * 5, {**MIA, "website": "x"})
    ]

    assert len({(each.status_code, each.text) for each in answers}) == 1


async def test_a_program_that_fills_in_every_field_makes_no_mail(page: Any, browser: httpx.AsyncClient) -> None:
    await browser.post("/with/anas", data={**MIA, "website": "https://spam.example"})

    assert (invitations(page), page.store.state.outbox) == ([], {})


@pytest.mark.usefixtures("page")
async def test_what_is_to_be_mended_on_the_own_page_is_told(browser: httpx.AsyncClient) -> None:
    answer = await browser.post("/with/anas", data={"name": "Mia", "mail": "mia"})

    assert answer.status_code == 400
    assert '<a href="#mail">Write your email address, such as maria@example.org.</a>' in answer.text


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_the_own_page_takes_nothing_from_other_sites(page: Any, browser: httpx.AsyncClient, site: str) -> None:
    answer = await browser.post("/with/anas", data=MIA, headers={"Sec-Fetch-Site": site})

    assert (answer.headers["location"], invitations(page)) == ("/with/anas", [])


@pytest.mark.parametrize("path", ["/with/anas", "/with/anas/sheet"])
async def test_a_page_that_is_off_looks_like_one_that_never_was(
    page: Any, browser: httpx.AsyncClient, path: str
) -> None:
    async with page.store.writing() as work:
        await work.own_pages.save(OwnPage(professional_id="professional-ana", slug="anas", is_on=False))

    off, never = await browser.get(path), await browser.get(path.replace("anas", "nobodys"))

    assert (off.status_code, off.text) == (never.status_code, never.text)
    assert (off.status_code, NO_LONGER in text_of(off)) == (404, True)


@pytest.mark.usefixtures("page")
async def test_a_page_that_is_off_takes_nothing(page: Any, browser: httpx.AsyncClient) -> None:
    answer = await browser.post("/with/nobodys", data=MIA)

    assert (answer.status_code, invitations(page)) == (404, [])


@pytest.mark.usefixtures("page")
async def test_the_sheet_has_the_address_in_letters_and_as_a_code(browser: httpx.AsyncClient) -> None:
    page = await browser.get("/with/anas/sheet")

    assert "https://consulta.example/with/anas" in text_of(page)
    assert page.text.count("<svg") == 1
    assert not re.findall(r"style=|<img|url\(", page.text.partition("</style>")[2])


async def test_what_expired_is_no_longer_open_an_hour_later(asked: Any, browser: httpx.AsyncClient) -> None:
    asked.clock.advance(timedelta(days=14))

    assert (await browser.get(LINK)).status_code == 410


@pytest.mark.usefixtures("asked", "page")
@pytest.mark.parametrize(
    ("language", "question", "own"),
    [
        ("es", "¿Es su profesional?", "Elija a Ana Ruiz como su profesional"),
        ("pt", "Este é o seu profissional?", "Escolha Ana Ruiz como seu profissional"),
        ("fr", "Est-ce votre professionnel\u202f?", "Choisissez Ana Ruiz comme professionnel"),
    ],
)
async def test_pages_speak_the_browsers_language(
    browser: httpx.AsyncClient, language: str, question: str, own: str
) -> None:
    for path, heading in ((LINK, question), ("/with/anas", own)):
        page = await browser.get(path, headers={"Accept-Language": language})

        assert f'<html lang="{language}">' in page.text
        assert f"<h1>{heading}</h1>" in page.text
