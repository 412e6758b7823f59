"""The little world that is measured: one workspace, one professional with Zoom connected, and the settings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

from bench.identities import APP, SIGNING_SECRET, TEAM, TEAM_NAME, USER
from bot.clock import SystemClock
from bot.domain.people import Patient, Professional, Standing, Workspace
from bot.domain.trust import HowChosen, Trust
from bot.domain.zoom_connection import NEEDED_SCOPES, ZoomGrant, ZoomUser
from storage.engine import open_engines
from storage.migrating import migrate
from storage.unit_of_work import SqlStore
from storage.vault import Vault, new_key_ring, parse_key_ring

ZONE = ZoneInfo("Europe/Madrid")
WORKSPACE = Workspace(slack_team_id=TEAM, name=TEAM_NAME, slack_app_id=APP)


@dataclass(frozen=True, kw_only=True)
class World:
    """A database with its keys."""

    url: str = field(repr=False)
    keys: str = field(repr=False, default_factory=new_key_ring)

    @property
    def vault(self) -> Vault:
        return Vault(keys=parse_key_ring(self.keys))

    def settings(self, *, port: int, slack_port: int) -> Mapping[str, str]:
        """Name all settings of a product that serves this database."""
        return {
            "CONSULTA_PUBLIC_URL": f"http://localhost:{port}",
            "CONSULTA_DATABASE_URL": self.url,
            "CONSULTA_KEYS": self.keys,
            "CONSULTA_SUPPORT_CONTACT": "support@clinic.example",
            "SLACK_BOT_TOKEN": "xoxb-bench-token",
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_API_URL": f"http://127.0.0.1:{slack_port}/api",
            "ZOOM_CLIENT_ID": "bench",
            "ZOOM_CLIENT_SECRET": "bench-zoom-secret",
            "SMTP_URL": "smtp://127.0.0.1:9",
            "MAIL_FROM": "Consulta <meetings@clinic.example>",
        }


def a_professional(slack_user_id: str = USER) -> Professional:
    """A professional whom Slack was asked about just now."""
    return Professional(
        id=f"professional-{slack_user_id.lower()}",
        slack_team_id=TEAM,
        slack_user_id=slack_user_id,
        name="Ana Ruiz",
        zone=ZONE,
        standing=Standing.MEMBER,
        seen_at=SystemClock().now(),
    )


async def furnish(world: World) -> None:
    """Make the tables, and let the professional be somebody with Zoom connected and one patient."""
    await migrate(world.url)
    now, professional = SystemClock().now(), a_professional()
    patient = Patient(id="patient-noah", slack_team_id=TEAM, name="Noah Clarke", mail="noah@patients.example")
    trust = Trust(patient_id=patient.id, professional_id=professional.id, since=now, how=HowChosen.IMPORT)
    async with open_engines(world.url) as engines:
        store = SqlStore(engines=engines, vault=world.vault, lease=timedelta(seconds=30))
        async with store.writing() as work:
            await work.people.save_workspace(WORKSPACE)
            await work.people.save_professional(professional)
            await work.people.save_patient(patient)
            await work.people.save_trust(trust)
            await work.connections.connect(professional.id, _grant(), _zoom_user(), now)


def _grant() -> ZoomGrant:
    expires_at = SystemClock().now() + timedelta(hours=1)
    return ZoomGrant(access_token="a" * 700, refresh_token="r" * 700, scopes=NEEDED_SCOPES, expires_at=expires_at)


def _zoom_user() -> ZoomUser:
    return ZoomUser(zoom_user_id="zoom-user-ana", zoom_account_id="zoom-account-bench")
