"""The product's own pages on loopback, over the store in memory, with a patient for each page."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import uvicorn

from bot.domain.links import LeaveLink
from bot.domain.own_page import OwnPage
from tests.builders import a_patient, a_scheduled_meeting, a_trust, an_invitation
from tests.web.conftest import Web, opened

ANA = "professional-ana"


@dataclass
class PatientsSite:
    """Each of its ways makes somebody new, so that tests share nothing."""

    web: Web
    people: int = 0

    async def invitation(self) -> str:
        """Invite somebody; returns the address in their mail."""
        name = self._new_name()
        async with self.web.store.writing() as work:
            await work.invitations.add(an_invitation(id=name, name=f"{name} Clarke", token=f"token-{name}"))
        return self.web.links.choose(f"token-{name}")

    async def own_page(self) -> str:
        async with self.web.store.writing() as work:
            page = await work.own_pages.save(OwnPage(professional_id=ANA, slug="anas"))
        return self.web.links.own_page(page.slug)

    async def patient(self) -> str:
        """Let somebody have chosen Ana, and two meetings lie ahead; returns their id."""
        name = self._new_name()
        first = a_scheduled_meeting(id=f"{name}-1", nonce=f"{name}-1", patient_id=name)
        second = a_scheduled_meeting(id=f"{name}-2", nonce=f"{name}-2", patient_id=name)
        async with self.web.store.writing() as work:
            await work.people.save_patient(a_patient(id=name, name=f"{name} Clarke"))
            await work.people.save_trust(a_trust(patient_id=name))
            await work.meetings.add(first)
            await work.meetings.add(second)
        return name

    async def leave(self) -> str:
        return self.web.links.leave(LeaveLink(patient_id=await self.patient(), professional_id=ANA))

    async def erase(self) -> str:
        return self.web.links.erase(await self.patient())

    def _new_name(self) -> str:
        self.people += 1
        return f"Noah{self.people}"


@asynccontextmanager
async def open_patients_site() -> AsyncIterator[PatientsSite]:
    listener = socket.create_server(("127.0.0.1", 0))
    web = await opened(f"http://localhost:{listener.getsockname()[1]}")
    server = uvicorn.Server(uvicorn.Config(web.app(), log_config=None, access_log=False, lifespan="off"))
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield PatientsSite(web=web)
    finally:
        server.should_exit = True
        await serving
