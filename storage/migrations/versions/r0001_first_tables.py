"""The first tables: people, Zoom connections, meetings, outbox, inbox, audit."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ID = sa.String(64)
_SLACK_ID = sa.String(32)
_HMAC = sa.String(64)
_WORD = sa.String(32)
_INSTANT = sa.DateTime(timezone=True)
_COUNTING = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_STATUSES = ("pending", "scheduled", "started", "ended", "missed", "cancelled", "cancelled_on_zoom", "failed")
_KINDS = (
    "zoom.create",
    "zoom.delete",
    "mail.invitation",
    "mail.cancellation",
    "mail.reminder",
    "slack.card",
    "slack.view",
    "slack.home",
    "slack.notice",
)


def upgrade() -> None:
    _create_people()
    _create_trust()
    _create_zoom_connection()
    _create_connect_attempt()
    _create_meeting()
    _create_outbox()
    _create_inbox()
    _create_audit()


def _create_people() -> None:
    op.create_table(
        "workspace",
        sa.Column("slack_team_id", _SLACK_ID, nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("slack_app_id", _SLACK_ID, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("slack_team_id", name="pk_workspace"),
    )
    op.create_table(
        "professional",
        sa.Column("id", _ID, nullable=False),
        sa.Column("slack_team_id", _SLACK_ID, nullable=False),
        sa.Column("slack_user_id", _SLACK_ID, nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("standing", _WORD, nullable=False),
        sa.Column("seen_at", _INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_professional"),
        sa.UniqueConstraint("slack_team_id", "slack_user_id", name="uq_professional_slack_team_id_slack_user_id"),
        _one_of("professional", "standing", ("unseen", "member", "guest", "bot", "deactivated")),
    )
    op.create_table(
        "patient",
        sa.Column("id", _ID, nullable=False),
        sa.Column("slack_team_id", _SLACK_ID, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("mail_index", _HMAC, nullable=False),
        sa.Column("name_index", _HMAC, nullable=False),
        sa.Column("zone", sa.String(64)),
        sa.Column("language", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_patient"),
        sa.UniqueConstraint(
            "slack_team_id", "mail_index", "name_index", name="uq_patient_slack_team_id_mail_index_name_index"
        ),
    )


def _create_trust() -> None:
    op.create_table(
        "trust",
        sa.Column("professional_id", _ID, nullable=False),
        sa.Column("patient_id", _ID, nullable=False),
        sa.Column("since", _INSTANT, nullable=False),
        sa.Column("how", _WORD, nullable=False),
        sa.Column("withdrawn_at", _INSTANT),
        sa.PrimaryKeyConstraint("professional_id", "patient_id", name="pk_trust"),
        _refers("trust", "professional"),
        _refers("trust", "patient"),
        _one_of("trust", "how", ("import",)),
    )


def _create_zoom_connection() -> None:
    op.create_table(
        "zoom_connection",
        sa.Column("professional_id", _ID, nullable=False),
        sa.Column("sealed", sa.LargeBinary()),
        sa.Column("scopes", sa.String(4000), nullable=False),
        sa.Column("expires_at", _INSTANT),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("lease_by", _ID),
        sa.Column("lease_until_ms", sa.BigInteger()),
        sa.Column("state", _WORD, nullable=False),
        sa.Column("zoom_user_hmac", _HMAC, nullable=False),
        sa.Column("zoom_account_hmac", _HMAC, nullable=False),
        sa.Column("connected_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("professional_id", name="pk_zoom_connection"),
        _refers("zoom_connection", "professional"),
        _one_of("zoom_connection", "state", ("connected", "disconnecting", "broken")),
    )
    _index("zoom_connection", "zoom_user_hmac")


def _create_connect_attempt() -> None:
    op.create_table(
        "connect_attempt",
        sa.Column("state_hash", sa.String(64), nullable=False),
        sa.Column("browser_hash", sa.String(64), nullable=False),
        sa.Column("professional_id", _ID, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("state_hash", name="pk_connect_attempt"),
        _refers("connect_attempt", "professional"),
    )
    _index("connect_attempt", "expires_at")


def _create_meeting() -> None:
    op.create_table(
        "meeting",
        sa.Column("id", _ID, nullable=False),
        sa.Column("slack_team_id", _SLACK_ID, nullable=False),
        sa.Column("professional_id", _ID, nullable=False),
        sa.Column("patient_id", _ID, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("shares_topic", sa.Boolean(), nullable=False),
        sa.Column("wall_start", sa.DateTime(timezone=False), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("starts_at", _INSTANT, nullable=False),
        sa.Column("ends_at", _INSTANT, nullable=False),
        sa.Column("duration", sa.Integer(), nullable=False),
        sa.Column("status", _WORD, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(32), nullable=False),
        sa.Column("ical_sequence", sa.Integer(), nullable=False),
        sa.Column("zoom_meeting_id", sa.BigInteger()),
        sa.Column("failure", sa.String(64), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("cancelled_at", _INSTANT),
        sa.Column("card_channel", _SLACK_ID),
        sa.Column("card_ts", sa.String(32)),
        sa.Column("card_posted_as", _WORD),
        sa.PrimaryKeyConstraint("id", name="pk_meeting"),
        sa.UniqueConstraint("nonce", name="uq_meeting_nonce"),
        _refers("meeting", "professional"),
        _refers("meeting", "patient"),
        _one_of("meeting", "status", _STATUSES),
        _one_of("meeting", "card_posted_as", _STATUSES),
    )
    _index("meeting", "professional_id", "starts_at", "id")
    _index("meeting", "professional_id", "status", "starts_at", "id")
    _index("meeting", "patient_id")


def _create_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", _COUNTING, primary_key=True),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("kind", _WORD, nullable=False),
        sa.Column("professional_id", _ID, nullable=False),
        sa.Column("meeting_id", _ID),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ids", sa.JSON(), nullable=False),
        sa.Column("due_at", _INSTANT, nullable=False),
        sa.Column("deadline", _INSTANT),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("state", _WORD, nullable=False),
        sa.Column("lease_by", _ID),
        sa.Column("lease_until_ms", sa.BigInteger()),
        sa.Column("settled_at", _INSTANT),
        sa.Column("last_error_code", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
        _one_of("outbox", "kind", _KINDS),
        _one_of("outbox", "state", ("waiting", "done", "superseded", "dead")),
        sqlite_autoincrement=True,
    )
    _index("outbox", "meeting_id", "id")
    _partial_index("ix_outbox_waiting", ["due_at", "id"], "state = 'waiting'")
    _partial_index("ix_outbox_waiting_of", ["professional_id", "kind"], "state = 'waiting'")
    _partial_index("ix_outbox_leased", ["lease_by"], "lease_by IS NOT NULL")


def _create_inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("made", _ID, nullable=False),
        sa.Column("received_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_inbox"),
    )
    _index("inbox", "received_at")


def _create_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", _COUNTING, primary_key=True),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("actor", _ID, nullable=False),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column("about", _ID, nullable=False),
        sa.Column("outcome", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit"),
        sqlite_autoincrement=True,
    )


def _refers(table: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([f"{other}_id"], [f"{other}.id"], name=f"fk_{table}_{other}_id_{other}")


def _one_of(table: str, column: str, words: Sequence[str]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=f"ck_{table}_{column}")


def _index(table: str, *columns: str) -> None:
    op.create_index("_".join(("ix", table, *columns)), table, list(columns))


def _partial_index(name: str, columns: list[str], where: str) -> None:
    op.create_index(name, "outbox", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
