"""The demo world: Clinica Norte with two professionals, a guest, their Zoom accounts, and patients in many zones."""

import csv
import secrets
from pathlib import Path

from sandbox.mail.mailboxes import Mailboxes, Owner
from sandbox.slack.workspace import Member, SlackApp, UserGroup, Workspace
from sandbox.world import Addresses, World
from sandbox.zoom.cloud import Account, App, Cloud

PATIENTS = Path(__file__).resolve().with_name("demo-patients.csv")
_CLINIC = "aCN0rteQ3mKzYw7Lb5Xd1g"  # Zoom's id of the clinic's account, which owns the app
_SCOPES = (
    "meeting:write:meeting",
    "meeting:read:meeting",
    "meeting:read:list_meetings",
    "meeting:read:past_meeting",
    "meeting:update:meeting",
    "meeting:delete:meeting",
    "meeting:update:status",
    "user:read:user",
    "meeting:read:participant",
)


def demo_world(addresses: Addresses, *, public_url: str) -> World:
    """Make the world anew, with new secrets. `public_url` is the bot's own, without a trailing slash."""
    return World(
        addresses=addresses,
        slack=_workspace(f"{public_url}/slack/signed-in"),
        zoom=_cloud(f"{public_url}/zoom/callback"),
        mail=Mailboxes(owners=_owners()),
    )


def _owners() -> tuple[Owner, ...]:
    """The patients of the demo, those who share an address together."""
    with PATIENTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    by_address: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        by_address.setdefault(row["mail"], []).append(row)
    return tuple(
        Owner(address=address, name=" and ".join(row["name"] for row in shared), zone=shared[0]["zone"])
        for address, shared in by_address.items()
    )


def _workspace(redirect_uri: str) -> Workspace:
    app_id = "A0CONSULTA1"
    app = SlackApp(
        app_id=app_id,
        bot_id="B0CONSULTA1",
        bot_user_id="U0CONSULTA1",
        bot_token=f"xoxb-{secrets.token_hex(24)}",
        client_secret=secrets.token_hex(16),
        redirect_uris=(redirect_uri,),
        signing_secret=secrets.token_hex(16),
        app_token=f"xapp-1-{app_id}-{secrets.randbelow(10**13):013}-{secrets.token_hex(32)}",
    )
    members = {member.id: member for member in _members(app.bot_user_id)}
    doctors = UserGroup(id="S0DOCTORS01", name="Doctors", handle="doctors", user_ids={"U0ANA000001"})
    return Workspace(
        team_id="T0NORTE0001",
        team_name="Clinica Norte",
        team_domain="clinica-norte",
        app=app,
        members=members,
        groups={doctors.id: doctors},
    )


def _members(bot_user_id: str) -> tuple[Member, ...]:
    return (
        Member(
            id="U0ANA000001",
            name="ana",
            real_name="Ana Ruiz",
            email="ana@clinica-norte.example",
            tz="Europe/Madrid",
            locale="es-ES",
            is_admin=True,
        ),
        Member(
            id="U0BEN000001",
            name="ben",
            real_name="Ben Okafor",
            email="ben@clinica-norte.example",
            tz="America/New_York",
            locale="en-US",
        ),
        Member(
            id="U0GIL000001",
            name="gil",
            real_name="Gil Serra",
            email="gil@visitors.example",
            tz="Europe/Lisbon",
            locale="en-GB",
            is_restricted=True,
        ),
        Member(id=bot_user_id, name="consulta", real_name="Consulta", email="", tz="UTC", is_bot=True),
    )


def _cloud(redirect_uri: str) -> Cloud:
    app = App(
        client_id=secrets.token_urlsafe(16),
        client_secret=secrets.token_urlsafe(24),
        webhook_secret=secrets.token_urlsafe(24),
        redirect_uris=(redirect_uri,),
        owner_account_id=_CLINIC,
        scopes=_SCOPES,
    )
    return Cloud(app=app, accounts={account.user_id: account for account in _accounts()})


def _accounts() -> tuple[Account, ...]:
    """Ben's defaults are awkward on purpose: a request that is silent about them gets the wrong meeting."""
    return (
        Account(
            user_id="zAnaRuiz3RkQm0a8vTq2Pw",
            account_id=_CLINIC,
            email="ana@clinica-norte.example",
            display_name="Ana Ruiz",
            timezone="Europe/Madrid",
            pmi=4_511_927_306,
        ),
        Account(
            user_id="zBenOkafor6Yh1sLd9XeUg",
            account_id=_CLINIC,
            email="ben@clinica-norte.example",
            display_name="Ben Okafor",
            timezone="America/New_York",
            pmi=7_238_604_419,
            default_settings={"use_pmi": True, "meeting_authentication": True, "auto_recording": "cloud"},
        ),
        Account(
            user_id="zOlgaFar2Nc7Jw5BtKv0Ra",
            account_id="aElsewhere8Fq1Zs6Hy3Tj",
            email="olga@elsewhere.example",
            display_name="Olga Far",
            timezone="Europe/Berlin",
            pmi=9_870_312_255,
        ),
    )
