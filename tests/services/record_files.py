"""Files of patients as a clinic sends them, and what came of each line."""

from contextlib import aclosing
from io import StringIO

from bot.domain.people import Actor
from bot.domain.record_file import count_rows
from tests.builders import ANA, a_workspace

HEAD = "name,mail,zone,language,professional\n"
FULL = "name,mail,professional,external_id,chosen,chosen_at\n"
MARIA = "María García,maria@patients.example,Europe/Madrid,es,U0ANA000001\n"
NOAH = "Noah Clarke,noah@patients.example,U0ANA000001,{},{},{}\n"


def noah(external_id="", chosen="", chosen_at=""):
    return NOAH.format(external_id, chosen, chosen_at)


async def take(importing, *lines, head=HEAD, rehearses=False):
    file = StringIO(head + "".join(lines))
    count_rows(file)
    do = importing.rehearse if rehearses else importing.take
    async with aclosing(do(a_workspace(), file)) as results:
        return [result async for result in results]


async def outcomes(importing, *lines, **how):
    return [result.outcome or result.problem for result in await take(importing, *lines, **how)]


async def patients_of(importing, actor: Actor = ANA):
    async with importing.store.reading() as look:
        professional = await look.people.find_professional(actor)
        return await look.people.list_trusting_patients(professional.id)
