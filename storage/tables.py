"""The tables of meetings, connections and work; those of people have a file of their own.

`sealed` holds a row's personal texts (see vault); everything else may be read by whoever has the file. Leases are in
milliseconds of the database's clock, all other times in UTC of the product's.
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
    String,
    Table,
    UniqueConstraint,
    text,
)

from bot.domain.meeting import MeetingStatus
from bot.domain.meeting_facts import FactKind, FactSource
from bot.domain.outbox import EntryState, OutboxKind
from bot.domain.zoom_connection import ConnectionState
from storage.metadata import HMAC, ID, METADATA, SLACK_ID
from storage.types import COUNTING, Seconds, UtcDateTime, WallTime, Zone, words

# How the professional has set the list in Home: beside the professional, as each turn of it is a write of its own.
list_view = Table(
    "list_view",
    METADATA,
    Column("professional_id", ForeignKey("professional.id"), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("used_at", UtcDateTime, nullable=False),
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
    Column("lease_by", ID),
    Column("lease_until_ms", BigInteger),
    Column("state", words(ConnectionState, "state"), nullable=False),
    Column("zoom_user_hmac", HMAC, nullable=False),
    Column("zoom_account_hmac", HMAC, nullable=False),
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
    Column("id", ID, primary_key=True),
    Column("slack_team_id", SLACK_ID, nullable=False),
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
    Column("zoom_user_hmac", HMAC),  # whose account it is in, where that is known
    Column("failure", String(64), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("started_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("cancelled_at", UtcDateTime),
    Column("deleted_at", UtcDateTime),
    Column("card_channel", SLACK_ID),
    Column("card_ts", String(32)),
    Column("card_posted_as", words(MeetingStatus, "card_posted_as")),
    Column("assistant_id", ID),
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

# What a Zoom user has used of the creations and updates that Zoom allows in a day (UTC), known by a keyed hash.
zoom_day = Table(
    "zoom_day",
    METADATA,
    Column("zoom_user_hmac", HMAC, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("changes", Integer, nullable=False),
)

# What the product remembers of itself, such as which time zone data its instants were made with.
note = Table(
    "note",
    METADATA,
    Column("key", ID, primary_key=True),
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
    Column("professional_id", ID, nullable=False),
    Column("meeting_id", ID),
    Column("version", Integer, nullable=False),
    Column("ids", JSON, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("deadline", UtcDateTime),
    Column("revision", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("state", words(EntryState, "state"), nullable=False),
    Column("lease_by", ID),
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
    Column("channel", SLACK_ID, nullable=False),
    Column("ts", String(32), nullable=False),
    Column("waiting_since", UtcDateTime),
)

inbox = Table(
    "inbox",
    METADATA,
    Column("key", String(255), primary_key=True),
    Column("made", ID, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Index(None, "received_at"),
)

audit = Table(
    "audit",
    METADATA,
    Column("seq", COUNTING, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", ID, nullable=False),
    Column("action", String(64), nullable=False),
    Column("about", ID, nullable=False),
    Column("outcome", String(64), nullable=False),
    Column("on_behalf_of", ID),
    Index(None, "at"),
    sqlite_autoincrement=True,
)

audit_seal = Table(
    "audit_seal",
    METADATA,
    Column("day", Date, primary_key=True),
    Column("rows", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("told_at", UtcDateTime),  # when the operator was mailed the anchor
)
