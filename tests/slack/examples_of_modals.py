"""Examples of the modals: beside those of `examples`."""

from datetime import datetime
from typing import Any

from bot.domain.meeting import MeetingStatus
from bot.domain.meeting_list import ListFilter, ListView, StatusGroup
from bot.domain.own_page import OwnPage
from bot.domain.parting import Leave, PartingStep
from bot.domain.patient_list import PatientList
from bot.domain.preferences import Habits, Profile, WorkspaceDefaults
from bot.domain.trust import HowChosen
from bot.services.cancelling import CancelledMeeting
from bot.slack import browsing
from bot.slack.answers import message
from bot.slack.buttons import authenticate_button
from bot.slack.modals import (
    amending,
    cancel,
    defaults,
    delete,
    details,
    disconnect,
    end,
    hours,
    invite,
    own_page,
    patients,
    plain,
    profile,
    schedule,
    start,
)
from bot.slack.modals.preview import fold_field, overlap_field
from tests.builders import (
    ANA,
    LINKS,
    MADRID,
    NOW,
    a_meeting,
    a_professional,
    a_profile,
    a_scheduled_meeting,
    some_defaults,
)
from tests.slack.facts import (
    ANA_HERSELF,
    FAR,
    FOLD,
    LONG,
    MOMENTS,
    PREVIEWS,
    a_card,
    a_list,
    an_own_meeting,
    in_every_state,
    the_longest_card,
    the_longest_list,
    the_longest_meeting,
    the_longest_patients,
)
from tests.slack.forms import an_empty_form

FORM = an_empty_form(MADRID)

EXAMPLES_OF_MODALS: dict[str, list[Any]] = {
    "amending.with_notice": [
        amending.with_notice(FORM, "*Not saved.*"),
        amending.with_notice(FORM, "*Not saved.*", authenticate_button(LINKS, ANA)),
    ],
    "amending.with_preview": [amending.with_preview(FORM, preview) for preview in PREVIEWS],
    "amending.with_question": [
        amending.with_question(FORM, fold_field(datetime(2026, 11, 1, 1, 30), FAR, FOLD)),
        amending.with_question(FORM, overlap_field([the_longest_meeting()] * 3)),
    ],
    "cancel.cancel_form": [
        cancel.cancel_form(an_own_meeting()),
        cancel.cancel_form(the_longest_meeting()),
    ],
    "cancel.cancelled_view": [
        cancel.cancelled_view(CancelledMeeting(meeting=a_meeting(), is_patient_told=told)) for told in (True, False)
    ],
    "cancel.choose_meeting": [
        cancel.choose_meeting([]),
        cancel.choose_meeting([the_longest_meeting()] * 20),
    ],
    "browsing.list_modal": [
        browsing.list_modal(a_list(), LINKS),
        browsing.list_modal(a_list(*in_every_state()), LINKS),
        browsing.list_modal(a_list(view=ListView(filter=ListFilter(group=StatusGroup.ENDED))), LINKS),
        browsing.list_modal(the_longest_list(), LINKS),
    ],
    "details.details_modal": [
        details.details_modal(a_card(), LINKS),
        details.details_modal(a_card(), LINKS, beneath={"shows": "list", "search": LONG[:200]}, told="Already over."),
        details.details_modal(the_longest_card(), LINKS, beneath={"shows": "list"}),
        *(
            details.details_modal(a_card(meeting=a_scheduled_meeting(status=status), drawn_at=at), LINKS)
            for status in MeetingStatus
            for at in MOMENTS
        ),
    ],
    "delete.delete_form": [delete.delete_form(an_own_meeting()), delete.delete_form(the_longest_meeting())],
    "delete.deleted_view": [delete.deleted_view()],
    "start.start_modal": [start.start_modal(an_own_meeting(), LINKS), start.start_modal(the_longest_meeting(), LINKS)],
    "disconnect.disconnect_form": [
        disconnect.disconnect_form(Leave()),
        disconnect.disconnect_form(Leave(first=(an_own_meeting(),), count=1)),
        disconnect.disconnect_form(Leave(first=(the_longest_meeting(),) * 5, count=301)),
    ],
    "disconnect.parting_view": [disconnect.parting_view(step) for step in PartingStep],
    "end.end_form": [end.end_form(an_own_meeting()), end.end_form(the_longest_meeting())],
    "end.ended_view": [end.ended_view()],
    "invite.invite_form": [invite.invite_form(each) for each in (ANA_HERSELF, a_professional(language="fr"))],
    "invite.invited_view": [invite.invited_view()],
    "own_page.own_page_modal": [
        own_page.own_page_modal(OwnPage(professional_id=ANA_HERSELF.id, slug="s" * 12, is_on=is_on), LINKS)
        for is_on in (True, False)
    ],
    "patients.patients_modal": [
        patients.patients_modal(PatientList(professional=ANA_HERSELF, at=NOW)),
        *(patients.patients_modal(the_longest_patients(how), "Sent.") for how in HowChosen),
    ],
    "profile.profile_form": [
        profile.profile_form(ANA_HERSELF),
        profile.profile_form(a_professional(name=LONG)),
        profile.profile_form(a_professional(is_admin=True, profile=a_profile(signature="s" * 150, phone="1" * 40))),
        profile.profile_form(a_professional(defaults=some_defaults(fixes_names=True), language="de")),
    ],
    "profile.saved_view": [profile.saved_view()],
    "hours.hours_form": [hours.hours_form(ANA_HERSELF), hours.hours_form(a_professional(profile=a_profile()))],
    "defaults.defaults_form": [
        defaults.defaults_form(each)
        for each in (WorkspaceDefaults(), some_defaults(fixes_names=True), some_defaults(habits=Habits(leads=())))
    ],
    "plain.plain_modal": [plain.plain_modal("New meeting", "Something.", authenticate_button(LINKS, ANA))],
    "plain.message_modal": [plain.message_modal(message("Something."))],
    "schedule.schedule_form": [
        FORM,
        an_empty_form(FAR),
        *(schedule.schedule_form(preview, LONG[:200]) for preview in PREVIEWS),
    ],
    "schedule.scheduling_view": [
        schedule.scheduling_view(a_meeting(zone=FAR), who)
        for who in (ANA_HERSELF, a_professional(profile=Profile(hours=(None,) * 7)))
    ],
    "schedule.result_view": [
        schedule.result_view(a_card(assistant=a_professional(name=LONG))),
        schedule.result_view(a_card()),
        schedule.result_view(the_longest_card()),
    ],
}
