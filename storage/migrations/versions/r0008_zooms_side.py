"""Zoom's side of the truth: what is removed or moved there, who waits, what of a day's limit is used."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_ID = sa.String(64)
_INSTANT = sa.DateTime(timezone=True)

_KINDS = (
    "zoom.create",
    "zoom.delete",
    "zoom.end",
    "zoom.outcome",
    "zoom.revoke",
    "zoom.restore",
    "zoom.update",
    "zoom.look",
    "zoom.inventory",
    "zoom.keep",
    "mail.invitation",
    "mail.cancellation",
    "mail.change",
    "mail.reminder",
    "mail.asking",
    "patient.erase",
    "slack.card",
    "slack.view",
    "slack.parting",
    "slack.home",
    "slack.redraw",
    "slack.notice",
    "slack.nudge",
    "slack.nudge_end",
    "slack.cards",
    "meetings.replan",
    "slack.waiting",
)
_FACTS = ("started", "ended", "deleted", "recovered", "waiting", "left")


def upgrade() -> None:
    _replace_check("outbox", "kind", _KINDS, sqlite_autoincrement=True)
    _replace_check("meeting_fact", "kind", _FACTS)
    op.add_column("meeting", sa.Column("zoom_move_starts_at", _INSTANT))
    op.add_column("meeting", sa.Column("zoom_move_duration", sa.Integer()))
    coming = sa.text("status IN ('pending', 'scheduled', 'started', 'cancelled_on_zoom')")
    op.create_index("ix_meeting_coming", "meeting", ["starts_at", "id"], sqlite_where=coming, postgresql_where=coming)
    op.create_index("ix_meeting_professional_id_created_at", "meeting", ["professional_id", "created_at"])
    op.create_index("ix_meeting_patient_id_created_at", "meeting", ["patient_id", "created_at"])
    op.add_column("day_message", sa.Column("waiting_since", _INSTANT))
    _create_zoom_day()
    op.create_table(
        "note",
        sa.Column("key", _ID, nullable=False),
        sa.Column("value", sa.String(255), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_note"),
    )


def _create_zoom_day() -> None:
    op.create_table(
        "zoom_day",
        sa.Column("zoom_user_hmac", sa.String(64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("zoom_user_hmac", "day", name="pk_zoom_day"),
    )


def _replace_check(table: str, column: str, words: Sequence[str], *, sqlite_autoincrement: bool = False) -> None:
    """Allow more words. SQLite cannot change a check: there the table is written anew, and copied."""
    listed = ", ".join(f"'{word}'" for word in words)
    with op.batch_alter_table(table, table_kwargs={"sqlite_autoincrement": sqlite_autoincrement}) as batch:
        batch.drop_constraint(f"ck_{table}_{column}", type_="check")
        batch.create_check_constraint(f"ck_{table}_{column}", sa.text(f"{column} IN ({listed})"))
