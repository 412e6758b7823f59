"""The professional's own page: the link and the sheet to hand out, and the switch."""

from bot.domain.links import Links
from bot.domain.own_page import OwnPage
from bot.slack.blocks import Block, actions, button, modal, plain_section, section
from bot.slack.ids import ActionId

TITLE = "Your page"
OFF, ON = "off", "on"


def own_page_modal(page: OwnPage, links: Links) -> Block:
    return modal(TITLE, _on(page, links) if page.is_on else _off(), close="Back")


def _on(page: OwnPage, links: Links) -> list[Block]:
    url = links.own_page(page.slug)
    return [
        section(
            "Hand out this link. Whoever opens it can enter their name and email address, and confirm by a link in an "
            "email. Then they are on your list, and you are told."
        ),
        plain_section(url),
        actions(
            button("Open sheet with QR code", ActionId.OPEN_SHEET, url=links.hand_out(page.slug)),
            button("Open page", ActionId.OPEN_OWN_PAGE, url=url),
        ),
        actions(button("Switch off", ActionId.SWITCH_PAGE, value=OFF)),
    ]


def _off() -> list[Block]:
    return [
        section(
            "With a page of your own, patients choose you by themselves: by a link or a QR code that you hand out. "
            "It is switched off, and its link leads nowhere."
        ),
        actions(button("Switch on", ActionId.SWITCH_PAGE, value=ON, is_primary=True)),
    ]
