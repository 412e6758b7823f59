"""Values for tests: each builder names what a plain one looks like, a test names only what matters to it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.invitation import Invitation
from bot.domain.links import Links
from bot.domain.local_time import wall_of
from bot.domain.meeting import Meeting, MeetingStatus
from bot.domain.meeting_facts import FactKind, FactSource, MeetingFact
from bot.domain.notification import Notification, Reason
from bot.domain.outbox import OutboxEntry, OutboxKind
from bot.domain.people import Actor, Member, Patient, Professional, Standing, Workspace
from bot.domain.planning import ScheduleMeeting
from bot.domain.preferences import (
    NO_NUDGE,
    Habits,
    MailWording,
    NamesShown,
    Preferences,
    Profile,
    Shift,
    WorkspaceDefaults,
)
from bot.domain.trust import HowChosen, Trust
from bot.domain.zoom_connection import (
    NEEDED_SCOPES,
    ConnectAttempt,
    ConnectionState,
    ZoomConnection,
    ZoomGrant,
    ZoomUser,
)
from bot.domain.zoom_meeting import ZoomMeeting

LINKS = Links(public_url="https://consulta.example", key=b"k" * 32)
NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
MADRID = ZoneInfo("Europe/Madrid")
NEW_YORK = ZoneInfo("America/New_York")
TEAM = "T0NORTE0001"
ANA = Actor(slack_team_id=TEAM, slack_user_id="U0ANA000001")
BEN = Actor(slack_team_id=TEAM, slack_user_id="U0BEN000001")


def a_workspace(**changes: Any) -> Workspace:
    return Workspace(**{"slack_team_id": TEAM, "name": "Clinica Norte", "slack_app_id": "A0CONSULTA1", **changes})


def a_member(**changes: Any) -> Member:
    plain = {
        "slack_team_id": TEAM,
        "slack_user_id": ANA.slack_user_id,
        "name": "Ana Ruiz",
        "zone": MADRID,
        "language": "en",
        "standing": Standing.MEMBER,
    }
    return Member(**{**plain, **changes})


def a_professional(**changes: Any) -> Professional:
    plain = {
        "id": "professional-ana",
        "slack_team_id": TEAM,
        "slack_user_id": ANA.slack_user_id,
        "name": "Ana Ruiz",
        "zone": MADRID,
        "standing": Standing.MEMBER,
        "seen_at": NOW,
    }
    return Professional(**{**plain, **changes})


def a_profile(**changes: Any) -> Profile:
    """Somebody who chose everything otherwise than the product does."""
    chosen = Preferences(
        duration=timedelta(minutes=30),
        leads=(timedelta(days=2), timedelta(hours=2)),
        nudge=timedelta(minutes=5),
        wording=MailWording.TOPIC,
        names=NamesShown.INITIALS,
    )
    week = (*[Shift(since=time(9, 0), until=time(17, 30))] * 5, None, None)
    plain = {"chosen": chosen, "signature": "Dr. Ana Ruiz, Clinica Norte", "phone": "+34 600 000 000", "hours": week}
    return Profile(**{**plain, **changes})


def some_defaults(**changes: Any) -> WorkspaceDefaults:
    """A workspace that wants everything otherwise than the product does."""
    habits = Habits(
        duration=timedelta(minutes=45),
        leads=(timedelta(hours=12),),
        nudge=NO_NUDGE,
        wording=MailWording.TOPIC,
        names=NamesShown.CODE,
    )
    return WorkspaceDefaults(**{"habits": habits, **changes})


def a_patient(**changes: Any) -> Patient:
    plain = {
        "id": "patient-noah",
        "slack_team_id": TEAM,
        "name": "Noah Clarke",
        "mail": "noah@patients.example",
        "zone": NEW_YORK,
    }
    return Patient(**{**plain, **changes})


def a_trust(**changes: Any) -> Trust:
    plain = {
        "patient_id": "patient-noah",
        "professional_id": "professional-ana",
        "since": NOW,
        "how": HowChosen.IMPORT,
    }
    return Trust(**{**plain, **changes})


def an_invitation(**changes: Any) -> Invitation:
    """Ana asks Noah."""
    plain = {
        "id": "invitation-noah",
        "slack_team_id": TEAM,
        "professional_id": "professional-ana",
        "how": HowChosen.INVITATION,
        "name": "Noah Clarke",
        "mail": "noah@patients.example",
        "token": "token-of-noah",
        "sent_at": NOW,
        "expires_at": NOW + timedelta(days=14),
    }
    return Invitation(**{**plain, **changes})


def a_meeting(**changes: Any) -> Meeting:
    """A meeting on Thursday, November 19, 2026, 3:00 PM in Madrid, which is 9:00 AM in New York."""
    starts_at = changes.get("starts_at", datetime(2026, 11, 19, 14, 0, tzinfo=UTC))
    zone = changes.get("zone", MADRID)
    plain = {
        "id": "meeting-one",
        "slack_team_id": TEAM,
        "professional_id": "professional-ana",
        "patient_id": "patient-noah",
        "topic": "Follow-up",
        "wall_start": wall_of(starts_at, zone),
        "zone": zone,
        "starts_at": starts_at,
        "duration": timedelta(minutes=50),
        "nonce": "0123456789abcdef0123",
        "created_at": NOW,
    }
    return Meeting(**{**plain, **changes})


def a_scheduled_meeting(**changes: Any) -> Meeting:
    plain = {
        "status": MeetingStatus.SCHEDULED,
        "zoom_meeting_id": 92674392836,
        "join_url": "https://zoom.example/j/92674392836?pwd=abc",
    }
    return a_meeting(**{**plain, **changes})


def a_zoom_meeting(**changes: Any) -> ZoomMeeting:
    plain = {
        "zoom_meeting_id": 92674392836,
        "join_url": "https://zoom.example/j/92674392836?pwd=abc",
        "starts_at": a_meeting().starts_at,
        "duration": a_meeting().duration,
    }
    return ZoomMeeting(**{**plain, **changes})


def a_request(**changes: Any) -> ScheduleMeeting:
    plain = {
        "topic": "Follow-up",
        "on": date(2026, 11, 19),
        "at": time(15, 0),
        "zone": MADRID,
        "patient_id": "patient-noah",
    }
    return ScheduleMeeting(**{**plain, **changes})


def an_entry(**changes: Any) -> OutboxEntry:
    plain = {
        "key": "zoom.create:meeting-one:1",
        "kind": OutboxKind.ZOOM_CREATE,
        "professional_id": "professional-ana",
        "meeting_id": "meeting-one",
        "version": 1,
        "due_at": NOW,
    }
    return OutboxEntry(**{**plain, **changes})


def a_grant(**changes: Any) -> ZoomGrant:
    plain = {
        "access_token": "access-1",
        "refresh_token": "refresh-1",
        "scopes": NEEDED_SCOPES,
        "expires_at": NOW + timedelta(hours=1),
    }
    return ZoomGrant(**{**plain, **changes})


def a_connection(**changes: Any) -> ZoomConnection:
    plain = {
        "professional_id": "professional-ana",
        "grant": a_grant(),
        "state": ConnectionState.CONNECTED,
        "version": 1,
        "connected_at": NOW,
        "last_worked_at": NOW,
    }
    return ZoomConnection(**{**plain, **changes})


def a_zoom_user(**changes: Any) -> ZoomUser:
    return ZoomUser(**{"zoom_user_id": "zoom-user-ana", "zoom_account_id": "zoom-account-norte", **changes})


def an_attempt(**changes: Any) -> ConnectAttempt:
    plain = {
        "state_hash": "5" * 64,
        "browser_hash": "b" * 64,
        "professional_id": "professional-ana",
        "verifier": "v" * 43,
        "expires_at": NOW + timedelta(minutes=10),
    }
    return ConnectAttempt(**{**plain, **changes})


def a_fact(**changes: Any) -> MeetingFact:
    """Zoom's report that the meeting was opened, at its planned start."""
    plain = {
        "meeting_id": "meeting-one",
        "source": FactSource.ZOOM,
        "kind": FactKind.STARTED,
        "zoom_uuid": "aDYlohsHRtCd4ii1uC2+hA==",
        "at": a_meeting().starts_at,
    }
    return MeetingFact(**{**plain, **changes})


def a_notification(**changes: Any) -> Notification:
    plain = {
        "key": "mail.invitation:meeting-one:1",
        "reason": Reason.INVITATION,
        "meeting": a_scheduled_meeting(),
        "patient": a_patient(),
        "professional_name": "Ana Ruiz",
        "leads": (timedelta(hours=24), timedelta(hours=1)),
        "composed_at": NOW,
    }
    return Notification(**{**plain, **changes})
