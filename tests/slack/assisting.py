"""Ben, who assists Ana, before his Slack: what he does there and is shown."""

import json

from tests.builders import BEN

BEN_ID = "professional-ben"
ANA_ID = "professional-ana"


def shown(slack):
    *_, (_, arguments) = slack.client.calls
    slack.client.calls.clear()
    return arguments["view"]


def lines(view):
    return [block["elements"][0]["text"] for block in view["blocks"] if block["type"] == "context"]


def for_whom(view):
    return json.loads(view.get("private_metadata") or "{}").get("for")


def buttons(view):
    found = [each for block in view["blocks"] for each in block.get("elements", [])]
    return [each["text"]["text"] for each in found if each["type"] == "button"]


async def turn_to(slack, professional_id):
    await slack.click("act_for", professional_id, who=BEN)
    return shown(slack)


async def dismissed(slack):
    async with slack.store.writing() as work:
        await work.assistants.dismiss(ANA_ID, BEN_ID)
