"""The clinic's own site: what it sends, and what it is told."""

import json

ANA, BEN = "U0ANA000001", "U0BEN000001"
PATIENT = "/api/v1/patients/4711"


def a_body(*professionals, **changes):
    chosen = [each if isinstance(each, dict) else {"slack_user_id": each} for each in professionals]
    return {"name": "Noah Clarke", "mail": "noah@patients.example", "professionals": chosen, **changes}


async def put(site, *professionals, at=PATIENT, **changes):
    body = json.dumps(a_body(*professionals, **changes))
    return await site.put(at, content=body, headers={"Content-Type": "application/json"})


def chosen(answer):
    return [each["slack_user_id"] for each in answer.json()["professionals"]]


async def trusting(web):
    async with web.store.reading() as look:
        return await look.people.list_trusting_patients("professional-ana")


def known(web):
    return next(iter(web.store.state.patients))
