"""What the person reads in Slack, and what is kept of the one meeting of a test."""


def texts(view):
    return [block["text"]["text"] for block in view["blocks"] if "text" in block]


def labels(view):
    return [each["text"]["text"] for block in view["blocks"] for each in block.get("elements", [])]


def actions(blocks):
    """What can be pressed: the elements of a context cannot."""
    return [each["text"]["text"] for block in blocks if block["type"] == "actions" for each in block["elements"]]


def sentence(view):
    return view["blocks"][0]["text"]["text"]


async def opened(slack, text):
    slack.client.calls.clear()
    await slack.command(text)
    return slack.client.view


async def status(slack):
    async with slack.store.reading() as look:
        return (await look.meetings.get("meeting-one")).status


async def kinds(slack):
    async with slack.store.reading() as look:
        return [entry.kind for entry in await look.outbox.list_of("meeting-one")]
