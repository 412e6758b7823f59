"""Names by which Slack tells our commands, buttons, forms and blocks apart."""

from enum import StrEnum


class CommandWord(StrEnum):
    """The first word after `/meeting`."""

    NOTHING = ""
    NEW = "new"
    CANCEL = "cancel"
    CONNECT = "connect"
    HELP = "help"


class ActionId(StrEnum):
    """Buttons, beside those of `bot.domain.acts.Act`.

    Rows repeat one with a number behind a colon, since ids are unique within a view.
    """

    NEW_MEETING = "new_meeting"
    USE_COMMAND = "use_command"
    HELP = "help"
    AUTHENTICATE = "authenticate_to_zoom"
    SUPPORT = "contact_support"


class CallbackId(StrEnum):
    """Forms that can be submitted."""

    SCHEDULE = "schedule_meeting"
    CANCEL = "cancel_meeting"


class BlockId(StrEnum):
    """Blocks that are found again, beside the fields of `bot.domain.refusals.Field`."""

    SHARE = "share"
    NOTICE = "notice"
    NOTICE_ACTS = "notice_acts"


class EventType(StrEnum):
    APP_HOME_OPENED = "app_home_opened"
