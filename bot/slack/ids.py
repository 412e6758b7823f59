"""Names by which Slack tells our commands, buttons, forms and blocks apart."""

from enum import StrEnum


class CommandWord(StrEnum):
    """The first word after `/meeting`."""

    NOTHING = ""
    NEW = "new"
    CANCEL = "cancel"
    CONNECT = "connect"
    DISCONNECT = "disconnect"
    LIST = "list"
    STATUS = "status"
    PATIENTS = "patients"
    PROFILE = "profile"
    SETTINGS = "settings"
    ADMIN = "admin"
    ASSISTANTS = "assistants"
    HELP = "help"


class ShortcutId(StrEnum):
    """What Slack's own menu of shortcuts offers."""

    NEW_MEETING = "new_meeting"


class ActionId(StrEnum):
    """Buttons, beside those of `bot.domain.acts.Act`.

    Rows repeat one with a number behind a colon, since ids are unique within a view.
    """

    NEW_MEETING = "new_meeting"
    USE_COMMAND = "use_command"
    HELP = "help"
    OPEN_HOME = "open_home"
    MY_MEETINGS = "my_meetings"
    MY_PROFILE = "my_profile"
    WORKING_HOURS = "working_hours"
    WORKSPACE_DEFAULTS = "workspace_defaults"
    SEND_AGAIN = "send_email_again"
    DISCONNECT = "disconnect_zoom"
    MENU = "meeting_menu"
    FILTER_PATIENT = "filter_patient"
    FILTER_STATUS = "filter_status"
    CLEAR_FILTERS = "clear_filters"
    SEARCH = "search"
    PREVIOUS_PAGE = "previous_page"
    NEXT_PAGE = "next_page"
    START_LINK = "start_link"
    AUTHENTICATE = "authenticate_to_zoom"
    SUPPORT = "contact_support"
    PATIENTS = "patients"
    PATIENTS_BEFORE = "patients_previous_page"
    PATIENTS_AFTER = "patients_next_page"
    INVITE_PATIENT = "invite_patient"
    INVITE_AGAIN = "send_invitation_again"
    WITHDRAW_INVITATION = "withdraw_invitation"
    OWN_PAGE = "own_page"
    SWITCH_PAGE = "switch_own_page"
    OPEN_OWN_PAGE = "open_own_page"
    OPEN_SHEET = "open_sheet"
    CHANGE_POLICY = "change_policy"
    ENLIST = "add_professional"
    STRIKE = "remove_professional"
    CANCEL_LEFT = "cancel_left_behind"
    KEEP_LEFT = "keep_left_behind"
    PREVIOUS_PEOPLE = "previous_people"
    NEXT_PEOPLE = "next_people"
    ASSISTANTS = "my_assistants"
    APPOINT = "appoint_assistant"
    DISMISS = "dismiss_assistant"
    ACT_FOR = "act_for"


class CallbackId(StrEnum):
    """Forms that can be submitted."""

    SCHEDULE = "schedule_meeting"
    CANCEL = "cancel_meeting"
    LIST = "my_meetings"
    PROFILE = "my_profile"
    HOURS = "working_hours"
    DEFAULTS = "workspace_defaults"
    DELETE = "delete_meeting"
    END = "end_meeting"
    CHOOSE_POLICY = "choose_policy"
    CANCEL_LEFT = "cancel_left_behind"
    DISCONNECT = "disconnect_zoom"
    INVITE = "invite_patient"


class BlockId(StrEnum):
    """Blocks that are found again, beside the fields of `bot.domain.refusals.Field`."""

    READING = "reading"
    SHARE = "share"
    CLOCKS = "clocks"
    NOTES = "notes"
    NAMES_FIXED = "names_fixed"
    FILTERS = "filters"
    NEXT = "next"
    NOTICE = "notice"
    FOR_WHOM = "for_whom"
    NOTICE_ACTS = "notice_acts"


class EventType(StrEnum):
    APP_HOME_OPENED = "app_home_opened"
    USER_CHANGE = "user_change"
