"""What the handlers work with."""

from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.links import Links
from bot.domain.people import Workspace
from bot.services.acting import Acting
from bot.services.administering import Administering
from bot.services.assisting import Assisting
from bot.services.browsing import Browsing
from bot.services.cancelling import Cancelling
from bot.services.deleting import Deleting
from bot.services.denying import Denying
from bot.services.detailing import Detailing
from bot.services.disconnecting import Disconnecting
from bot.services.ending import Ending
from bot.services.identifying import Identifying
from bot.services.inviting import Inviting
from bot.services.listing import Listing
from bot.services.own_pages import OwnPages
from bot.services.patient_list import ListingPatients
from bot.services.previewing import Previewing
from bot.services.profile import Profile
from bot.services.resending import Resending
from bot.services.scheduling import Scheduling
from bot.services.starting import Starting
from bot.services.zoom_moves import ZoomMoves
from bot.slack.afterwards import Afterwards


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The services, the one workspace served, and the way to answer in it."""

    client: AsyncWebClient
    workspace: Workspace
    links: Links
    identifying: Identifying
    denying: Denying
    administering: Administering
    assisting: Assisting
    scheduling: Scheduling
    previewing: Previewing
    acting: Acting
    cancelling: Cancelling
    listing: Listing
    browsing: Browsing
    detailing: Detailing
    starting: Starting
    deleting: Deleting
    ending: Ending
    profile: Profile
    disconnecting: Disconnecting
    resending: Resending
    patients: ListingPatients
    inviting: Inviting
    own_pages: OwnPages
    afterwards: Afterwards
    zoom_moves: ZoomMoves
