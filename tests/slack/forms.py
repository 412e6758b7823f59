"""The New meeting form as it opens when nothing was typed behind the command."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.domain.preferences import DEFAULT_DURATION
from bot.domain.preview import Draft, Preview
from bot.slack.blocks import Block
from bot.slack.modals.schedule import schedule_form
from tests.builders import NOW, a_professional


def an_empty_form(zone: ZoneInfo, duration: timedelta = DEFAULT_DURATION) -> Block:
    """Zone and duration are the professional's."""
    draft = Draft(zone=zone, duration=duration)
    return schedule_form(Preview(draft=draft, professional=a_professional(zone=zone), now=NOW))
