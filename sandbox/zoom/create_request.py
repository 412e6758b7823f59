"""The body of POST /users/me/meetings: every property Zoom documents, its type and its limits (contract 2.2)."""

from sandbox.zoom.shapes import Fields, Flag, Listing, Number, Shape, Text
from sandbox.zoom.timezones import ZOOM_TIMEZONES

_TEXT = Text()
_FLAG = Flag()
_MAIL = Text(pattern=r"[^@\s]+@[^@\s]+")


def _one_of(*values: str) -> Text:
    return Text(one_of=frozenset(values))


def _number_of(*values: int) -> Number:
    return Number(one_of=frozenset(values))


def _listing_of(**known: Shape) -> Listing:
    return Listing(of=Fields(known=known))


_FLAGS = """
    allow_host_control_participant_mute_state allow_multiple_devices alternative_host_manage_cloud_recording
    alternative_host_manage_meeting_summary alternative_host_update_polls alternative_hosts_email_notification
    auto_start_ai_companion_questions auto_start_meeting_summary close_registration cn_meeting device_testing
    disable_participant_video email_in_attendee_report email_notification focus_mode host_save_video_order host_video
    in_meeting internal_meeting join_before_host meeting_authentication mute_upon_entry
    participant_focused_meeting participant_video private_meeting push_change_to_calendar
    registrants_confirmation_email registrants_email_notification request_permission_to_unmute_participants
    show_join_info show_share_button use_pmi waiting_room watermark
    """.split()  # noqa: SIM905 - 40 names are read more easily without quotes

_CHOICES: dict[str, Shape] = {
    "approval_type": _number_of(0, 1, 2),
    "audio": _one_of("both", "telephony", "voip", "thirdParty"),
    "auto_recording": _one_of("local", "cloud", "none"),
    "calendar_type": _number_of(1, 2),
    "encryption_type": _one_of("enhanced_encryption", "e2ee"),
    "jbh_time": _number_of(0, 5, 10, 15),
    "registration_type": _number_of(1, 2, 3),
    "who_can_ask_questions": _number_of(1, 2, 3, 4, 5),
    "who_will_receive_summary": _number_of(1, 2, 3, 4),
}

_TEXTS: dict[str, Shape] = {
    "alternative_hosts": _TEXT,
    "audio_conference_info": Text(max_length=2048),
    "authentication_domains": _TEXT,
    "authentication_option": _TEXT,
    "contact_email": _TEXT,
    "contact_name": _TEXT,
    "summary_template_id": _TEXT,
}

_LISTS: dict[str, Shape] = {
    "additional_data_center_regions": Listing(of=_TEXT),
    "authentication_exception": _listing_of(email=_MAIL, name=_TEXT),
    "global_dial_in_countries": Listing(of=_TEXT),
    "meeting_invitees": _listing_of(email=_MAIL),  # objects: plain strings are refused
    "resources": _listing_of(
        resource_type=_one_of("whiteboard"),
        resource_id=_TEXT,
        permission_level=_one_of("editor", "commenter", "viewer"),
    ),
}

_OBJECTS: dict[str, Shape] = {
    "approved_or_denied_countries_or_regions": Fields(
        known={
            "approved_list": Listing(of=_TEXT),
            "denied_list": Listing(of=_TEXT),
            "enable": _FLAG,
            "method": _one_of("approve", "deny"),
        }
    ),
    "auto_add_recording_to_video_management": Fields(
        known={
            "enable": _FLAG,
            "channels": Listing(
                of=Fields(known={"channel_id": _TEXT, "name": _TEXT}, required=frozenset({"channel_id"})),
                at_least=1,
                at_most=5,
            ),
        },
        required=frozenset({"enable"}),
    ),
    "breakout_room": Fields(
        known={"enable": _FLAG, "rooms": _listing_of(name=_TEXT, participants=Listing(of=_TEXT))},
    ),
    "continuous_meeting_chat": Fields(
        known={"enable": _FLAG, "auto_add_invited_external_users": _FLAG, "auto_add_meeting_participants": _FLAG}
    ),
    "language_interpretation": Fields(
        known={
            "enable": _FLAG,
            "interpreters": _listing_of(email=_MAIL, languages=_TEXT, interpreter_languages=_TEXT),
        }
    ),
    "question_and_answer": Fields(
        known={
            "enable": _FLAG,
            "allow_submit_questions": _FLAG,
            "allow_anonymous_questions": _FLAG,
            "question_visibility": _one_of("answered", "all"),
            "attendees_can_comment": _FLAG,
            "attendees_can_upvote": _FLAG,
        }
    ),
    "sign_language_interpretation": Fields(
        known={
            "enable": _FLAG,
            "interpreters": Listing(of=Fields(known={"email": _MAIL, "sign_language": _TEXT}), at_most=20),
        }
    ),
    "waiting_room_options": Fields(
        known={
            "mode": _one_of("follow_setting", "custom"),
            "who_goes_to_waiting_room": _one_of(
                "everyone",
                "users_not_in_account",
                "users_not_in_account_or_whitelisted_domains",
                "users_not_on_invite",
            ),
        },
        required=frozenset({"mode"}),
    ),
}

_SETTINGS = Fields(known=dict.fromkeys(_FLAGS, _FLAG) | _CHOICES | _TEXTS | _LISTS | _OBJECTS)

_RECURRENCE = Fields(
    known={
        "type": _number_of(1, 2, 3),
        "end_date_time": Text(pattern=r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"),
        "end_times": Number(maximum=60),
        "monthly_day": Number(),
        "monthly_week": _number_of(-1, 1, 2, 3, 4),
        "monthly_week_day": _number_of(1, 2, 3, 4, 5, 6, 7),
        "repeat_interval": Number(),
        "weekly_days": Text(pattern=r"[1-7](,[1-7])*"),
    },
    required=frozenset({"type"}),
)

CREATE_REQUEST = Fields(
    known={
        "agenda": Text(max_length=2000),
        "default_password": _FLAG,
        "duration": Number(minimum=1, maximum=1440),
        "password": Text(max_length=10, pattern=r"[A-Za-z0-9@_*-]*"),
        "pre_schedule": _FLAG,
        "recurrence": _RECURRENCE,
        "schedule_for": _TEXT,
        "settings": _SETTINGS,
        "start_time": Text(pattern=r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ?"),  # no offsets, no fractions
        "template_id": _TEXT,
        "timezone": Text(one_of=ZOOM_TIMEZONES),
        "topic": Text(max_length=200),
        "tracking_fields": Listing(of=Fields(known={"field": _TEXT, "value": _TEXT}, required=frozenset({"field"}))),
        "type": _number_of(1, 2, 3, 8, 10),
    }
)
