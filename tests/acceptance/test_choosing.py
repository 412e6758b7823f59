"""How patients come to choose, and how they go, as processes on loopback; the tests share one product, in any order."""

import re
from datetime import timedelta

import httpx
import pytest

from tests.acceptance.stage import CANCELED, HANA, connected, elements, next_afternoon, submit_form, texts
from tests.waiting import until

pytestmark = pytest.mark.asyncio(loop_scope="module")

ZOE = "zoe.ash@patients.example"
LEO = "leo.bell@patients.example"
YES = {"answer": "yes", "language": "en", "zone": "Europe/Paris"}


def browser():
    return httpx.AsyncClient(follow_redirects=True, trust_env=False)


def link_in(mail, path):
    [found] = re.findall(rf"https?://\S+{path}\S+", mail["text"])
    return found


async def fill(person, **fields):
    for name, value in fields.items():
        outcome = await person.do("fill", name=name, value=value)
        assert outcome["result"] == "done", outcome


async def patients_of(person):
    await person.command("patients")
    modals = await person.see("modals")
    await person.do("close", everything=True)
    return texts(modals)


async def look_as_a_scanner(url):
    """Open what a mail scanner opens, in its ways."""
    async with browser() as scanner:
        for verb, headers in (("GET", {}), ("HEAD", {}), ("GET", {"Sec-Purpose": "prefetch"})):
            assert (await scanner.request(verb, url, headers=headers)).status_code == 200


async def say_yes(url, name):
    async with browser() as patient:
        page = await submit_form(patient, await patient.get(url), **YES, name=name)
        assert "You chose <strong>Ana Ruiz</strong>" in page.text


async def test_a_patient_is_invited_says_yes_and_can_be_picked(stage, ana):
    await connected(ana)
    await ana.do("home")
    await ana.do("click", name="Patients", where="home")
    await ana.do("click", name="Invite patient")
    await fill(ana, name="Zoe Ash", mail=ZOE, language="English", zone="Europe/Paris")
    assert (await ana.do("submit"))["result"] == "updated"
    await ana.do("close", everything=True)
    assert f"Zoe Ash, {ZOE}" in await patients_of(ana)

    mail = await stage.mail(ZOE, "An invitation to meet online")
    link = link_in(mail, "/choose")
    await look_as_a_scanner(link)
    assert "Waiting for an answer" in await patients_of(ana)
    await say_yes(link, "Zoe Ash")

    await ana.card("Z. A. chose you as their professional.")
    listed = await patients_of(ana)
    assert "Zoe Ash\nSince today. By invitation." in listed
    assert "Waiting for an answer" not in listed
    await ana.schedule("Zoe Ash", await next_afternoon(stage, days=3))
    meeting = await stage.mail(ZOE, "Your online meeting")
    assert "(Paris time)" in meeting["subject"]


async def test_a_patient_comes_by_the_professionals_page_and_has_everything_erased(stage, ana):
    await connected(ana)
    await ana.command("patients")
    await ana.do("click", name="Your page")
    await ana.do("click", name="Switch on")
    page = (await ana.see("modals"))[-1]
    [address] = [each["url"] for each in elements(page) if texts(each).startswith("Open page")]
    await ana.do("close", everything=True)
    async with browser() as patient:
        answer = await submit_form(patient, await patient.get(address), name="Leo Bell", mail=LEO, website="")
        assert "Please check your email" in answer.text
    await say_yes(link_in(await stage.mail(LEO, "Please confirm your choice"), "/choose"), "Leo Bell")
    await ana.card("L. B. chose you as their professional.")

    start = await next_afternoon(stage, days=4)
    await ana.schedule("Leo Bell", start)
    await ana.card_of(start)
    await ana.do("close", everything=True)
    erase = link_in(await stage.mail(LEO, "Your online meeting"), "/erase")
    await look_as_a_scanner(erase)
    async with browser() as patient:
        await submit_form(patient, await patient.get(erase))
        assert "as you asked." in (await stage.mail(LEO, CANCELED))["text"]
        await ana.card("L. B. had their data erased")
        assert "Leo Bell" not in await patients_of(ana)
        await stage.advance(timedelta(minutes=2))

        async def is_erased():
            return "Your data is erased" in (await patient.get(erase)).text

        await until(is_erased, "the end of the erasing")


async def test_a_patient_leaves_and_their_meeting_is_canceled(stage, ana):
    await connected(ana)
    start = await next_afternoon(stage, days=5)
    await ana.schedule("Hana Sato", start)
    await ana.card_of(start)
    await ana.do("close", everything=True)
    leave = link_in(await stage.mail(HANA, "Your online meeting"), "/leave")
    await look_as_a_scanner(leave)
    async with browser() as patient:
        page = await submit_form(patient, await patient.get(leave), upcoming="cancel")
        assert "Ana Ruiz is no longer your professional" in page.text
    await stage.mail(HANA, CANCELED)
    await ana.card("H. S. no longer has you as their professional. Their meetings are canceled.")
    assert "Hana Sato" not in await patients_of(ana)
    await ana.command("new")
    assert await ana.do("options", name="patient", query="Hana") == []
    await ana.do("close", everything=True)
