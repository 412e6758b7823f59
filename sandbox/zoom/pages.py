"""The pages of Zoom that people see here: the app's consent page, and what join and start links open."""

from sandbox.pages import pages_of
from sandbox.world import World
from sandbox.zoom.authorizing import AuthorizationRequest
from sandbox.zoom.calls import Answer, Call
from sandbox.zoom.cloud import Cloud
from sandbox.zoom.holding import arrive, start
from sandbox.zoom.meetings import ZoomMeeting

_pages = pages_of("sandbox.zoom")


def consent_page(cloud: Cloud, request: AuthorizationRequest) -> str:
    return _pages.get_template("consent.html").render(
        fields=request.fields(),
        accounts=cloud.accounts.values(),
        owner=cloud.app.owner_account_id,
        scopes=cloud.app.scopes,
    )


async def open_start_link(world: World, call: Call) -> Answer:
    """Open the meeting as its host, whom the link signs in; the key must be one that Zoom gave for this meeting."""
    meeting = world.zoom.meetings.get(call.path_values["meeting_id"])
    is_good = (
        meeting is not None
        and meeting.is_there(world.clock.now())
        and world.zoom.host_keys.get(call.query.get("zak", "")) == meeting.id
    )
    if meeting is None or not is_good:
        page = _pages.get_template("join.html").render(heading="Invalid meeting link", topic="")
        return Answer(status=404, html=page, verdict="no such start link")
    await start(world, meeting)
    page = _pages.get_template("join.html").render(heading="You are hosting the meeting", topic=meeting.topic)
    return Answer(status=200, html=page)


async def open_join_link(world: World, call: Call) -> Answer:
    """Tell whether a join link still leads to a meeting; its `pwd` must be the meeting's own."""
    meeting = world.zoom.meetings.get(call.path_values["meeting_id"])
    link = f"{world.addresses.sandbox}/zoom{call.path}" + (f"?pwd={call.query['pwd']}" if "pwd" in call.query else "")
    is_good = meeting is not None and meeting.is_there(world.clock.now()) and meeting.join_url == link
    if meeting is None or not is_good:
        page = _pages.get_template("join.html").render(heading="Invalid meeting link", topic="")
        return Answer(status=404, html=page, verdict="no such join link")
    await arrive(world, meeting)
    page = _pages.get_template("join.html").render(heading=_where_the_patient_is(world, meeting), topic=meeting.topic)
    return Answer(status=200, html=page)


def _where_the_patient_is(world: World, meeting: ZoomMeeting) -> str:
    """Before the host has come, everybody else waits."""
    is_open = world.zoom.instances.running(meeting.id) is not None
    return "You are in the meeting" if is_open else "Please wait, the host will let you in"
