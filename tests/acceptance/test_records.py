"""The clinic's own site beside the running product: what it pushes is what professionals can do."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from tests.acceptance.stage import CANCELED, connected, next_afternoon, open_stage

pytestmark = pytest.mark.asyncio(loop_scope="module")

ROOT = Path(__file__).parents[2]
VERA = "vera.rossi@patients.example"
BODY = {"name": "Vera Rossi", "mail": VERA, "zone": "Europe/Rome", "language": "en"}
ANA_CHOSEN = [{"slack_user_id": "U0ANA000001"}]


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["sqlite", "postgresql"])
async def database(request, tmp_path_factory):
    """The address of a database, and the folder of who works on it."""
    folder = tmp_path_factory.mktemp("records")
    if request.param == "sqlite":
        return folder, f"sqlite:///{folder}/consulta.db"
    return folder, request.getfixturevalue("new_postgresql_database")()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(database):
    folder, url = database
    async with open_stage(folder, url) as running:
        yield running


async def keys(database, *words):
    """Run `consulta keys api ...` beside it."""
    folder, url = database
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "keys", "api", *words),
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "CONSULTA_DATABASE_URL": url},
        cwd=folder,
        stdout=PIPE,
        stderr=PIPE,
    )
    out, _ = await process.communicate()
    return out.decode().strip()


async def test_what_the_site_says_is_what_a_professional_can_do(stage, database, ana):
    token = await keys(database, "new", "Clinic site")
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=stage.bot_url, headers=headers, trust_env=False) as site:
        await connected(ana)
        patient = "/api/v1/patients/4711"
        answer = await site.put(patient, json={**BODY, "professionals": ANA_CHOSEN})
        assert answer.status_code == httpx.codes.CREATED, answer.text

        start = await next_afternoon(stage, days=3)
        assert (await ana.schedule("Vera Rossi", start))["result"] == "updated"
        card = await ana.card_of(start)
        await stage.mail(VERA, "Your online meeting")

        # Withdrawn while a form with this patient is open.
        await ana.do("close", everything=True)
        await ana.command("new")
        await ana.fill_form("Vera Rossi", await next_afternoon(stage, days=4))
        answer = await site.put(patient, json={**BODY, "professionals": [], "meetings": "cancel"})
        assert answer.json()["professionals"] == []
        outcome = await ana.do("submit")
        assert "no longer on your list" in str(outcome)
        await ana.card_says(card["ts"], "Meeting canceled.")
        await stage.mail(VERA, CANCELED)
        await ana.card("V. R. no longer has you as their professional.")

        await keys(database, "revoke", token.split("_")[1])
        assert (await site.get(patient)).status_code == httpx.codes.UNAUTHORIZED
        assert "revoked" in await keys(database, "list")
