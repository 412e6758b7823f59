from dataclasses import replace
from datetime import timedelta

import aiohttp
import pytest

from bot.domain.card import ZoomStep
from bot.domain.failures import TOO_LATE, DeliveryError, MessageGoneError
from bot.domain.mail_step import MailStep
from bot.domain.meeting import CardPlace, MeetingStatus, ZoomMove
from bot.domain.notices import NoticeKind
from bot.domain.zoom_codes import ZoomCode
from bot.slack.cards import card_line, meeting_card, receipts
from bot.slack.home import home_view
from bot.slack.modals.schedule import result_view
from bot.slack.notices import notice_message, waiting_message
from tests.builders import ANA, LINKS, NOW, a_meeting, a_patient, a_scheduled_meeting
from tests.slack.facts import a_card, a_notice, an_own_meeting, home_facts

PLACE = CardPlace(channel="D0ANA000001", ts="1763000000.000100", posted_as=MeetingStatus.SCHEDULED)
DAY, HOUR = timedelta(hours=24), timedelta(hours=1)
WHEN = "Thu, Nov 19, 2026, 3:00 to 3:50 PM, Madrid time"
SCHEDULING = f"Scheduling a meeting for {WHEN}."


async def failure(messenger):
    with pytest.raises(DeliveryError) as raised:
        await messenger.delete_message(PLACE)
    return raised.value


async def test_a_card_is_posted_to_the_person_and_its_place_is_told(messenger):
    assert await messenger.post_card(a_card()) == PLACE
    ((method, arguments),) = messenger.client.calls
    card = meeting_card(a_card(), LINKS)
    assert (method, arguments["channel"], arguments["text"]) == ("chat.postMessage", ANA.slack_user_id, card.text)
    assert arguments["blocks"] == list(card.blocks)


async def test_a_card_is_changed_where_it_stands(messenger):
    await messenger.update_card(PLACE, a_card())
    ((method, arguments),) = messenger.client.calls
    assert (method, arguments["channel"], arguments["ts"]) == ("chat.update", PLACE.channel, PLACE.ts)


async def test_a_card_is_taken_away(messenger):
    await messenger.delete_message(PLACE)
    assert messenger.client.calls == [("chat.delete", {"channel": PLACE.channel, "ts": PLACE.ts})]


async def test_the_outcome_is_shown_in_the_open_form(messenger):
    await messenger.update_result("V1", a_card())
    assert messenger.client.calls == [("views.update", {"view_id": "V1", "view": result_view(a_card())})]


async def test_home_is_published_for_the_person(messenger):
    await messenger.show_home(home_facts())
    arguments = {"user_id": ANA.slack_user_id, "view": home_view(home_facts(), LINKS)}
    assert messenger.client.calls == [("views.publish", arguments)]


async def test_a_notice_is_a_new_message(messenger):
    notice = a_notice(NoticeKind.CONNECTED)
    await messenger.post_notice(notice)
    ((method, arguments),) = messenger.client.calls
    assert (method, arguments["text"]) == ("chat.postMessage", notice_message(notice, LINKS).text)


@pytest.mark.parametrize("error", ["message_not_found", "cant_update_message", "not_found"])
async def test_what_is_no_longer_there_is_told_as_gone(messenger, error):
    messenger.client.refuse("chat.delete", error)
    assert isinstance(await failure(messenger), MessageGoneError)


@pytest.mark.parametrize(
    ("error", "permanent"),
    [
        ("channel_not_found", True),
        ("account_inactive", True),
        ("token_revoked", True),
        ("invalid_blocks", True),
        ("internal_error", False),
        ("service_unavailable", False),
    ],
)
async def test_a_refusal_says_whether_trying_again_helps(messenger, error, permanent):
    messenger.client.refuse("chat.delete", error)
    found = await failure(messenger)
    assert (found.code, found.permanent) == (f"slack_{error}", permanent)


async def test_a_rate_limit_says_when_to_try_again(messenger):
    messenger.client.status = 429
    messenger.client.headers_of_answers = {"Retry-After": "30"}
    assert (await failure(messenger)).retry_at == NOW + timedelta(seconds=30)


@pytest.mark.parametrize("status", [500, 503])
async def test_slacks_own_trouble_is_worth_another_try(messenger, status):
    messenger.client.status = status
    assert (await failure(messenger)).retryable


@pytest.mark.parametrize("error", [aiohttp.ClientConnectionError(), TimeoutError(), ConnectionResetError()])
async def test_an_unreachable_slack_is_worth_another_try(messenger, error):
    messenger.client.broken = error
    assert (await failure(messenger)).code == "slack_unreachable"


@pytest.mark.parametrize(
    ("card", "line"),
    [
        (a_card(), f"Meeting scheduled for {WHEN}."),
        (a_card(meeting=a_meeting()), f"{SCHEDULING} Zoom is slow; we keep trying."),
        (
            a_card(meeting=a_meeting(), held_up=ZoomCode.DAILY_LIMIT, tries_at=NOW),
            f"{SCHEDULING} Zoom allows 100 changes a day. This one goes through after 10:00 AM, Madrid time.",
        ),
        (
            a_card(meeting=a_meeting(), held_up="unknown"),
            f"{SCHEDULING} Zoom is not answering. Your meeting is saved; we keep trying. No email was sent yet.",
        ),
        (
            a_card(meeting=a_meeting(), held_up=ZoomCode.BEING_REMOVED),
            f"{SCHEDULING} What the first try may have left in Zoom is cleared first. No email was sent yet.",
        ),
        (
            a_card(meeting=a_meeting(), held_up=ZoomCode.NOT_CONNECTED),
            (
                f"{SCHEDULING} Zoom is not connected. Your meeting is saved; connect again and it goes on. "
                "No email was sent yet."
            ),
        ),
        (a_card(meeting=a_scheduled_meeting().cancelled("I am ill.", NOW)), f"Meeting canceled. It was {WHEN}."),
        (
            a_card(meeting=a_meeting(status=MeetingStatus.FAILED, failure=TOO_LATE)),
            f"Meeting not scheduled for {WHEN}. It could not be set up in time. No email was sent.",
        ),
        (
            a_card(meeting=a_meeting(status=MeetingStatus.FAILED, failure="refused")),
            f"Meeting not scheduled for {WHEN}. Zoom did not accept this meeting. No email was sent.",
        ),
    ],
)
def test_the_first_line_of_a_card_tells_the_whole_fact(card, line):
    assert card_line(card) == line


def test_receipts_tell_each_step():
    assert receipts(a_card(leads=(HOUR,), missed_leads=(DAY,))) == [
        "Zoom: ready",
        "Email to patient: sent at 10:00 AM",
        "Reminders: 1 hour before (24 hours is already past)",
    ]


def test_receipts_of_a_meeting_too_near_for_reminders():
    assert receipts(a_card(leads=(), missed_leads=(DAY, HOUR)))[-1] == (
        "Reminders: none (24 hours and 1 hour are already past)"
    )


def test_receipts_of_a_cancelled_meeting():
    card = a_card(meeting=a_scheduled_meeting().cancelled("I am ill.", NOW), mail=MailStep.NOT_ACCEPTED)
    assert receipts(replace(card, zoom=ZoomStep.NOT_REMOVED)) == [
        "Zoom: could not be removed yet; we keep trying",
        "Email to patient: not accepted; please call",
        "Reminders: stopped",
    ]


def test_a_card_offers_only_what_is_possible():
    card = meeting_card(a_card(), LINKS)
    assert [(act["value"], act["accessibility_label"]) for act in card.blocks[-1]["elements"]] == [
        ("meeting-one", "Details, Thu, Nov 19, 3:00 PM, N. C."),
        ("meeting-one", "Cancel meeting, Thu, Nov 19, 3:00 PM, N. C."),
    ]
    cancelled = meeting_card(a_card(meeting=a_scheduled_meeting().cancelled("I am ill.", NOW)), LINKS)
    assert "Cancel meeting" not in [act["text"]["text"] for act in cancelled.blocks[-1]["elements"]]


def test_a_patient_whose_zone_nobody_knows_has_no_clock():
    card = meeting_card(a_card(patient=a_patient(zone=None)), LINKS)
    assert card.blocks[1]["fields"][1]["text"] == "Patient's clock: not known"


def test_the_result_in_the_form_names_the_patient_in_full():
    assert result_view(a_card())["blocks"][1]["fields"][0]["text"] == "Patient: Noah Clarke"


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (NoticeKind.CONNECTED, "Zoom is connected. You can schedule meetings now."),
        (
            NoticeKind.FORMER_UNREVOKED,
            (
                "Your former Zoom account is disconnected. Authorization deleted here; Zoom did not confirm. "
                "Please remove Consulta from your apps in Zoom."
            ),
        ),
        (
            NoticeKind.UNREVOKED,
            (
                "Zoom is disconnected. Authorization deleted here; Zoom did not confirm. "
                "Please remove Consulta from your apps in Zoom."
            ),
        ),
        (
            NoticeKind.RECONNECT,
            f"Zoom needs you to connect again by 3:00 PM, or the meeting on {WHEN} can't start.",
        ),
        (
            NoticeKind.MAIL_REFUSED,
            f"The email about {WHEN} was not accepted. Your patient may not know. Please call.",
        ),
    ],
)
def test_a_notice_says_what_needs_an_act(kind, words):
    assert notice_message(a_notice(kind, meeting=a_scheduled_meeting()), LINKS).text == words


MOVED = a_scheduled_meeting(
    zoom_move=ZoomMove(starts_at=a_scheduled_meeting().starts_at + timedelta(hours=1), duration=timedelta(minutes=30))
)


@pytest.mark.parametrize(
    ("kind", "words", "buttons"),
    [
        (
            NoticeKind.REMOVED_IN_ZOOM,
            f"This meeting was removed in Zoom. Your patient has not been told. {WHEN}.",
            ["Put back in Zoom", "Cancel meeting"],
        ),
        (
            NoticeKind.REMOVED_AND_NEAR,
            f"Your meeting at 3:00 PM is removed in Zoom, and your patient does not know. {WHEN}.",
            ["Put back in Zoom", "Cancel meeting"],
        ),
        (
            NoticeKind.NOT_PUT_BACK,
            f"The meeting could not be put back in Zoom. Your patient has not been told. {WHEN}.",
            ["Put back in Zoom", "Cancel meeting"],
        ),
        (
            NoticeKind.MOVED_IN_ZOOM,
            (
                "This meeting was moved in Zoom to Thu, Nov 19, 2026, 4:00 to 4:30 PM, Madrid time. "
                f"Your patient has not been told. It was {WHEN}."
            ),
            ["Accept and tell patient", "Put back in Zoom"],
        ),
        (
            NoticeKind.CANCELLED_IS_OPEN,
            f"A canceled meeting is open in Zoom. Your patient was told not to come. It was {WHEN}.",
            ["Details"],
        ),
        (
            NoticeKind.CLOCKS_CHANGED,
            (
                "The rules of a time zone changed. Your meeting keeps its hour on the clock: "
                f"{WHEN}. Zoom, the reminders and your patient's calendar follow."
            ),
            ["Details"],
        ),
    ],
)
def test_what_happened_in_zoom_is_asked_in_a_message_that_names_nobody(kind, words, buttons):
    message = notice_message(a_notice(kind, meeting=MOVED), LINKS)
    assert message.text == words
    assert [each["text"]["text"] for each in message.blocks[-1]["elements"]] == buttons


def test_who_waits_is_announced_with_the_way_to_let_them_in():
    own = an_own_meeting(at=a_scheduled_meeting().starts_at)
    message = waiting_message(own, LINKS)
    assert message.text == "Your patient is in the waiting room."
    assert [each["text"]["text"] for each in message.blocks[-1]["elements"]] == ["Start meeting"]
