"""The people of a rig: professionals with Zoom accounts of their own, each connected, each with a patient."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.meeting import Meeting, MeetingStatus
from bot.domain.people import Patient, Professional, Workspace
from bot.domain.zoom_connection import NEEDED_SCOPES, ZoomGrant, ZoomUser
from bot.stores import Repositories
from sandbox.slack.workspace import Member
from sandbox.world import World
from sandbox.zoom.cloud import Account
from storage.unit_of_work import SqlStore
from tests.builders import a_patient, a_professional, a_scheduled_meeting, a_trust


@dataclass(frozen=True, kw_only=True)
class Host:
    professional: Professional
    patient: Patient
    zoom: ZoomUser


async def furnish(store: SqlStore, world: World, count: int) -> list[Host]:
    """Make as many hosts, known to Slack, to Zoom and to the product."""
    slack = world.slack
    workspace = Workspace(slack_team_id=slack.team_id, name=slack.team_name, slack_app_id=slack.app.app_id)
    hosts = [a_host(world, number) for number in range(count)]
    async with store.writing() as work:
        await work.people.save_workspace(workspace)
        for host in hosts:
            await work.people.save_professional(host.professional)
            await work.people.save_patient(host.patient)
            trust = a_trust(patient_id=host.patient.id, professional_id=host.professional.id)
            await work.people.save_trust(trust)
            grant = a_grant_of(world, host.zoom)
            await work.connections.connect(host.professional.id, grant, host.zoom, world.clock.now())
    return hosts


def a_host(world: World, number: int) -> Host:
    """A professional whose Slack and Zoom exist in the world; the Zoom account is theirs alone, with its own limits."""
    slack_user_id, name = f"U0HOST{number:05}", f"Host {number}"
    zoom = ZoomUser(zoom_user_id=f"zHost{number:05}", zoom_account_id=f"aHost{number:05}")
    mail = f"host{number}@clinic.example"
    world.slack.members[slack_user_id] = Member(id=slack_user_id, name=f"host{number}", real_name=name, email=mail)
    world.zoom.accounts[zoom.zoom_user_id] = Account(
        user_id=zoom.zoom_user_id,
        account_id=zoom.zoom_account_id,
        email=mail,
        display_name=name,
        timezone="Europe/Madrid",
        pmi=9_000_000_000 + number,
    )
    professional = a_professional(
        id=f"host-{number:05}",
        slack_team_id=world.slack.team_id,
        slack_user_id=slack_user_id,
        name=name,
        seen_at=world.clock.now(),
    )
    return Host(professional=professional, patient=a_patient_of(world, number), zoom=zoom)


def a_patient_of(world: World, number: int) -> Patient:
    return a_patient(
        id=f"patient-{number:05}",
        slack_team_id=world.slack.team_id,
        name=f"Patient Number{number}",
        mail=f"p{number:05}@patients.example",
    )


def a_grant_of(world: World, zoom: ZoomUser, lasts: timedelta = timedelta(hours=1)) -> ZoomGrant:
    """Have the world's Zoom give a grant without the way through a browser."""
    now = world.clock.now()
    tokens = world.zoom.grants._issue(user_id=zoom.zoom_user_id, scopes=world.zoom.app.scopes, now=now)
    return ZoomGrant(
        access_token=tokens.access_token,
        refresh_token=tokens.refresh_token,
        scopes=NEEDED_SCOPES,
        expires_at=now + lasts,
    )


async def add_meeting(work: Repositories, world: World, host: Host, number: int, starts_at: datetime) -> Meeting:
    """Add a meeting as `a_meeting_of` tells it, with a patient of its own who is no host's."""
    patient = a_patient_of(world, 10_000 + number)
    meeting = a_meeting_of(host, patient, number, starts_at, world.clock.now())
    await work.people.save_patient(patient)
    await work.meetings.add(meeting)
    return meeting


def a_meeting_of(host: Host, patient: Patient, number: int, starts_at: datetime, now: datetime) -> Meeting:
    """A meeting as it stands once Zoom has made it; Zoom itself knows nothing of it."""
    return a_scheduled_meeting(
        id=f"meeting-{number:05}",
        slack_team_id=patient.slack_team_id,
        professional_id=host.professional.id,
        patient_id=patient.id,
        starts_at=starts_at,
        nonce=f"{number:020}",
        zoom_meeting_id=80_000_000_000 + number,
        status=MeetingStatus.SCHEDULED,
        created_at=now,
    )
