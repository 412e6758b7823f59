"""The tables. `sealed` holds a row's personal texts (see vault); everything else may be read by whoever has the file.

Leases are in milliseconds of the database's clock, all other times in UTC of the product's.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    false,
    text,
)

from bot.domain.admission import OnLeaving, WhoServes
from bot.domain.invitation import InvitationState
from bot.domain.meeting import MeetingStatus
from bot.domain.meeting_facts import FactKind, FactSource
from bot.domain.outbox import EntryState, OutboxKind
from bot.domain.people import Standing
from bot.domain.preferences import MailWording, NamesShown
from bot.domain.trust import HowChosen
from bot.domain.zoom_connection import ConnectionState
from storage.types import COUNTING, Seconds, UtcDateTime, WallTime, Zone, words

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

_ID = String(64)
_SLACK_ID = String(32)
_HMAC = String(64)

workspace = Table(
    "workspace",
    METADATA,
    Column("slack_team_id", _SLACK_ID, primary_key=True),
    Column("name", String(255), nullable=False),
    Column("slack_app_id", _SLACK_ID, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("who_serves", words(WhoServes, "who_serves"), nullable=False, server_default=WhoServes.MEMBERS.value),
    Column("slack_group_id", _SLACK_ID),
    Column("slack_group_name", String(255)),
    Column("group_seen_at", UtcDateTime),
    Column("on_leaving", words(OnLeaving, "on_leaving"), nullable=False, server_default=OnLeaving.ASK.value),
)

# Who was in the policy's user group when Slack was last asked.
group_member = Table("group_member", METADATA, Column("slack_user_id", _SLACK_ID, primary_key=True))

professional = Table(
    "professional",
    METADATA,
    Column("id", _ID, primary_key=True),
    Column("slack_team_id", _SLACK_ID, nullable=False),
    Column("slack_user_id", _SLACK_ID, nullable=False),
    Column("name", String(255), nullable=False),
    Column("zone", Zone, nullable=False),
    Column("language", String(16), nullable=False),
    Column("standing", words(Standing, "standing"), nullable=False),
    Column("seen_at", UtcDateTime),
    Column("has_chosen_name", Boolean, nullable=False, server_default=false()),
    Column("has_chosen_zone", Boolean, nullable=False, server_default=false()),
    Column("has_chosen_language", Boolean, nullable=False, server_default=false()),
    Column("is_admin", Boolean, nullable=False, server_default=false()),
    Column("is_listed", Boolean, nullable=False, server_default=false()),
    Column("left_at", UtcDateTime),
    Column("left_settled_at", UtcDateTime),
    UniqueConstraint("slack_team_id", "slack_user_id"),
)

# What professionals chose for themselves; null follows the workspace. Lengths of time in JSON are in minutes.
profile = Table(
    "profile",
    METADATA,
    Column("professional_id", ForeignKey("professional.id"), primary_key=True),
    Column("duration", Seconds),
    Column("leads", JSON(none_as_null=True)),
    Column("nudge", Seconds),
    Column("wording", words(MailWording, "wording")),
    Column("names", words(NamesShown, "names")),
    Column("signature", String(255), nullable=False),
    Column("phone", String(64), nullable=False),
    Column("hours", JSON, nullable=False),
)

# What holds for a workspace where its professionals chose nothing.
workspace_defaults = Table(
    "workspace_defaults",
    METADATA,
    Column("slack_team_id", ForeignKey("workspace.slack_team_id"), primary_key=True),
    Column("duration", Seconds, nullable=False),
    Column("leads", JSON, nullable=False),
    Column("nudge", Seconds, nullable=False),
    Column("wording", words(MailWording, "wording"), nullable=False),
    Column("names", words(NamesShown, "names"), nullable=False),
    Column("fixes_names", Boolean, nullable=False),
)

# Who schedules for whom; `is_chosen` is the professional whom the assistant's Home shows.
assistant = Table(
    "assistant",
    METADATA,
    Column("professional_id", ForeignKey("professional.id"), primary_key=True),
    Column("assistant_id", ForeignKey("professional.id"), primary_key=True),
    Column("since", UtcDateTime, nullable=False),
    Column("is_chosen", Boolean, nullable=False),
    Index(None, "assistant_id"),
)

# How the professional has set the list in Home: beside the professional, as each turn of it is a write of its own.
list_view = Table(
    "list_view",
    METADATA,
    Column("professional_id", ForeignKey("professional.id"), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("used_at", UtcDateTime, nullable=False),
)

# Known by the clinic's own id, else by mail and name together: several patients may share an address, a parent's for
# example.
patient = Table(
    "patient",
    METADATA,
    Column("id", _ID, primary_key=True),
    Column("slack_team_id", _SLACK_ID, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("mail_index", _HMAC, nullable=False),
    Column("name_index", _HMAC, nullable=False),
    Column("external_index", _HMAC),
    Column("zone", Zone),
    Column("language", String(16), nullable=False),
    Column("erased_at", UtcDateTime),
    UniqueConstraint("slack_team_id", "mail_index", "name_index"),
    UniqueConstraint("slack_team_id", "external_index"),
)

# By what somebody was known who was erased, as keyed hashes: the clinic's records do not bring them back.
erased_record = Table(
    "erased_record",
    METADATA,
    Column("record_index", _HMAC, primary_key=True),
    Column("erased_at", UtcDateTime, nullable=False),
)

trust = Table(
    "trust",
    METADATA,
    Column("professional_id", ForeignKey("professional.id"), primary_key=True),
    Column("patient_id", ForeignKey("patient.id"), primary_key=True),
    Column("since", UtcDateTime, nullable=False),
    Column("how", words(HowChosen, "how"), nullable=False),
    Column("withdrawn_at", UtcDateTime),
    Column("withdrawn_by", _ID),
    Index(None, "patient_id"),
)

# Patients who are asked whether they choose a professional. What is settled has no name, mail and token any more.
invitation = Table(
    "invitation",
    METADATA,
    Column("id", _ID, primary_key=True),
    Column("slack_team_id", _SLACK_ID, nullable=False),
    Column("professional_id", ForeignKey("professional.id"), nullable=False),
    Column("how", words(HowChosen, "how"), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("token_hash", _HMAC, nullable=False),
    Column("mail_index", _HMAC, nullable=False),
    Column("name_index", _HMAC, nullable=False),
    Column("zone", Zone),
    Column("language", String(16), nullable=False),
    Column("state", words(InvitationState, "state"), nullable=False),
    Column("sendings", Integer, nullable=False),
    Column("sent_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("settled_at", UtcDateTime),
    Column("is_refused", Boolean, nullable=False),
    UniqueConstraint("token_hash"),
    Index(None, "professional_id", "sent_at"),
    Index(None, "mail_index", "sent_at"),
    Index(None, "expires_at"),
)

own_page = Table(
    "own_page",
    METADATA,
    Column("professional_id", ForeignKey("professional.id"), primary_key=True),
    Column("slug", _ID, nullable=False),
    Column("is_on", Boolean, nullable=False),
    UniqueConstraint("slug"),
)

# The sealed grant is null while the connection is broken. The account is known by keyed hashes only.
zoom_connection = Table(
    "zoom_connection",
    METADATA,
    Column("professional_id", ForeignKey("professional.id"), primary_key=True),
    Column("sealed", LargeBinary),
    Column("scopes", String(4000), nullable=False),
    Column("expires_at", UtcDateTime),
    Column("version", Integer, nullable=False),
    Column("lease_by", _ID),
    Column("lease_until_ms", BigInteger),
    Column("state", words(ConnectionState, "state"), nullable=False),
    Column("zoom_user_hmac", _HMAC, nullable=False),
    Column("zoom_account_hmac", _HMAC, nullable=False),
    Column("connected_at", UtcDateTime, nullable=False),
    Column("last_worked_at", UtcDateTime),
    Column("disconnecting_at", UtcDateTime),
    Index(None, "zoom_user_hmac"),
)

# The grant of an account that another has taken the place of, until Zoom has it back.
replaced_grant = Table(
    "replaced_grant",
    METADATA,
    Column("professional_id", ForeignKey("professional.id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("scopes", String(4000), nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
)

connect_attempt = Table(
    "connect_attempt",
    METADATA,
    Column("state_hash", String(64), primary_key=True),
    Column("browser_hash", String(64), nullable=False),
    Column("professional_id", ForeignKey("professional.id"), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Index(None, "expires_at"),
)

# Written out in the query as well: only so does SQLite see that the partial index fits.
IS_UNSETTLED = text("status IN ('scheduled', 'started')")
IS_COMING = text("status IN ('pending', 'scheduled', 'started', 'cancelled_on_zoom')")

meeting = Table(
    "meeting",
    METADATA,
    Column("id", _ID, primary_key=True),
    Column("slack_team_id", _SLACK_ID, nullable=False),
    Column("professional_id", ForeignKey("professional.id"), nullable=False),
    Column("patient_id", ForeignKey("patient.id"), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("shares_topic", Boolean, nullable=False),
    Column("wall_start", WallTime, nullable=False),
    Column("zone", Zone, nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("duration", Seconds, nullable=False),
    Column("status", words(MeetingStatus, "status"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("nonce", String(32), nullable=False),
    Column("ical_sequence", Integer, nullable=False),
    Column("zoom_meeting_id", BigInteger),  # Zoom's ids have outgrown 32 bits
    Column("zoom_user_hmac", _HMAC),  # whose account it is in, where that is known
    Column("failure", String(64), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("started_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("cancelled_at", UtcDateTime),
    Column("deleted_at", UtcDateTime),
    Column("card_channel", _SLACK_ID),
    Column("card_ts", String(32)),
    Column("card_posted_as", words(MeetingStatus, "card_posted_as")),
    Column("assistant_id", _ID),
    Column("zoom_move_starts_at", UtcDateTime),
    Column("zoom_move_duration", Seconds),
    UniqueConstraint("nonce"),
    Index(None, "professional_id", "starts_at", "id"),
    Index(None, "professional_id", "status", "starts_at", "id"),
    Index(None, "professional_id", "patient_id", "starts_at", "id"),
    Index(None, "patient_id"),
    Index(None, "professional_id", "created_at"),
    Index(None, "patient_id", "created_at"),
    Index(None, "zoom_meeting_id"),
    Index("ix_meeting_coming", "starts_at", "id", sqlite_where=IS_COMING, postgresql_where=IS_COMING),
    Index("ix_meeting_unsettled", "ends_at", sqlite_where=IS_UNSETTLED, postgresql_where=IS_UNSETTLED),
)

# What Zoom reported and what people did, of which the status is derived. Nothing is written over: the same fact told
# again is the same row.
meeting_fact = Table(
    "meeting_fact",
    METADATA,
    Column("meeting_id", ForeignKey("meeting.id"), primary_key=True),
    Column("source", words(FactSource, "source"), primary_key=True),
    Column("zoom_uuid", String(64), primary_key=True),
    Column("kind", words(FactKind, "kind"), primary_key=True),
    Column("at", UtcDateTime, primary_key=True),
)

# The message in Slack that the patient is in the waiting room.
waiting_message = Table(
    "waiting_message",
    METADATA,
    Column("meeting_id", ForeignKey("meeting.id"), primary_key=True),
    Column("channel", _SLACK_ID, nullable=False),
    Column("ts", String(32), nullable=False),
    Column("since", UtcDateTime, nullable=False),
)

# What a Zoom user has used of the creations and updates that Zoom allows in a day (UTC), known by a keyed hash.
zoom_day = Table(
    "zoom_day",
    METADATA,
    Column("zoom_user_hmac", _HMAC, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("changes", Integer, nullable=False),
)

# What the product remembers of itself, such as which time zone data its instants were made with.
note = Table(
    "note",
    METADATA,
    Column("key", _ID, primary_key=True),
    Column("value", String(255), nullable=False),
)

_IS_WAITING = text("state = 'waiting'")
_IS_LEASED = text("lease_by IS NOT NULL")

outbox = Table(
    "outbox",
    METADATA,
    Column("id", COUNTING, primary_key=True),
    Column("key", String(255), nullable=False),
    Column("kind", words(OutboxKind, "kind"), nullable=False),
    Column("professional_id", _ID, nullable=False),
    Column("meeting_id", _ID),
    Column("version", Integer, nullable=False),
    Column("ids", JSON, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("deadline", UtcDateTime),
    Column("revision", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("state", words(EntryState, "state"), nullable=False),
    Column("lease_by", _ID),
    Column("lease_until_ms", BigInteger),
    Column("settled_at", UtcDateTime),
    Column("last_error_code", String(64), nullable=False),
    UniqueConstraint("key"),
    Index("ix_outbox_waiting", "due_at", "id", sqlite_where=_IS_WAITING, postgresql_where=_IS_WAITING),
    Index("ix_outbox_leased", "lease_by", sqlite_where=_IS_LEASED, postgresql_where=_IS_LEASED),
    Index(
        "ix_outbox_waiting_of",
        "professional_id",
        "kind",
        sqlite_where=_IS_WAITING,
        postgresql_where=_IS_WAITING,
    ),
    Index(None, "meeting_id", "id"),
    sqlite_autoincrement=True,
)

# Where the one message of the day about a meeting stands, for as long as it does.
day_message = Table(
    "day_message",
    METADATA,
    Column("meeting_id", ForeignKey("meeting.id"), primary_key=True),
    Column("channel", _SLACK_ID, nullable=False),
    Column("ts", String(32), nullable=False),
)

inbox = Table(
    "inbox",
    METADATA,
    Column("key", String(255), primary_key=True),
    Column("made", _ID, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Index(None, "received_at"),
)

audit = Table(
    "audit",
    METADATA,
    Column("seq", COUNTING, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", _ID, nullable=False),
    Column("action", String(64), nullable=False),
    Column("about", _ID, nullable=False),
    Column("outcome", String(64), nullable=False),
    Column("on_behalf_of", _ID),
    Index(None, "at"),
    sqlite_autoincrement=True,
)

# Of a key only the hash of its secret is kept.
api_key = Table(
    "api_key",
    METADATA,
    Column("id", _ID, primary_key=True),
    Column("name", String(255), nullable=False),
    Column("secret_hash", String(64), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("last_used_at", UtcDateTime),
    Column("revoked_at", UtcDateTime),
)

audit_seal = Table(
    "audit_seal",
    METADATA,
    Column("day", Date, primary_key=True),
    Column("rows", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("told_at", UtcDateTime),  # when the operator was mailed the anchor
)
