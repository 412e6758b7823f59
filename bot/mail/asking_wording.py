"""What the mail says that asks whether somebody chooses a professional, ready for the templates."""

from dataclasses import dataclass, field

from bot.domain.asking import Asking
from bot.domain.links import Links
from bot.domain.people import UTC_ZONE
from bot.domain.trust import HowChosen
from bot.locales.times import say_date
from bot.locales.words import Words, words_in
from bot.mail.wording import one_line


@dataclass(frozen=True, kw_only=True)
class AskingWording:
    """`is_own_wish`: the patient asked by themselves, through the professional's page, and confirms it.

    Then `first_name` is empty: who typed it may be anybody, and a mail of ours carries no stranger's words.
    """

    words: Words
    subject: str
    first_name: str = field(repr=False)
    professional: str = field(repr=False)
    is_own_wish: bool
    until: str
    choose_url: str = field(repr=False)
    support_url: str
    privacy_url: str
    signature: str = ""
    # Who has not chosen has nobody to leave, and nothing stored but this question.
    leave_url: str = ""
    erase_url: str = ""


def word_asking(asking: Asking, links: Links) -> AskingWording:
    """Put the question into words; the subject is neutral, as any mail's."""
    invitation = asking.invitation
    is_own_wish = invitation.how is HowChosen.PAGE
    words = words_in(invitation.language)
    subject = words.say("Please confirm your choice") if is_own_wish else words.say("An invitation to meet online")
    return AskingWording(
        words=words,
        subject=subject,
        first_name="" if is_own_wish else one_line(invitation.name).partition(" ")[0],
        professional=one_line(asking.professional_name),
        is_own_wish=is_own_wish,
        until=say_date(words, invitation.expires_at, invitation.zone or UTC_ZONE),
        choose_url=links.choose(invitation.token),
        support_url=links.support,
        privacy_url=links.privacy,
    )
