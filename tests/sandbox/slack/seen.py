"""What a person sees beside messages and forms, and what Slack thought of the bot's last answer."""

from sandbox.people import sight
from tests.slack_world import ANA, Slack, option

TWO = [option("one"), option("two")]


def ephemeral_texts(slack: Slack) -> list[str]:
    return [message["text"] for message in sight.ephemerals(slack.world, ANA)]


def last_verdict(slack: Slack) -> str:
    return slack.world.traffic.to("bot")[-1].verdict
