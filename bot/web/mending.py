"""What is to be mended in a patient's form, in their language."""

from collections.abc import Mapping

from bot.domain.patient_forms import LONGEST_NAME
from bot.domain.refusals import Field
from bot.locales.words import ENGLISH, Words, words_in


def refused_in(words: Words, replies: Mapping[Field, str]) -> dict[Field, str]:
    """Say the replies of a refusal, which are in English, in another language."""
    known = dict(zip(_replies(words_in(ENGLISH)), _replies(words), strict=True))
    return {field: known.get(reply, reply) for field, reply in replies.items()}


def _replies(words: Words) -> list[str]:
    """List what the services reply to patients, in one language, always in this order."""
    return [
        words.say("Write your name."),
        words.say("Write a name of at most {count} letters, without special characters.", count=LONGEST_NAME),
        words.say("Write your email address, such as maria@example.org."),
        words.say("Say what happens to your meetings."),
    ]
