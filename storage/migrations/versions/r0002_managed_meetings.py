"""Managing meetings: what became of them, how their list is set, chosen profiles, the end of a connection."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ID = sa.String(64)
_WORD = sa.String(32)
_INSTANT = sa.DateTime(timezone=True)

_KINDS = (
    "zoom.create",
    "zoom.delete",
    "zoom.end",
    "zoom.outcome",
    "zoom.revoke",
    "mail.invitation",
    "mail.cancellation",
    "mail.reminder",
    "slack.card",
    "slack.view",
    "slack.parting",
    "slack.home",
    "slack.redraw",
    "slack.notice",
)
_CONNECTION_STATES = ("connected", "disconnecting", "broken", "disconnected")


def upgrade() -> None:
    _replace_check("outbox", "kind", _KINDS, sqlite_autoincrement=True)
    _replace_check("zoom_connection", "state", _CONNECTION_STATES)
    _add_columns("zoom_connection", "last_worked_at", "disconnecting_at")
    _add_columns("meeting", "started_at", "ended_at", "deleted_at")
    op.create_index("ix_meeting_zoom_meeting_id", "meeting", ["zoom_meeting_id"])
    of_patient = ["professional_id", "patient_id", "starts_at", "id"]
    op.create_index("ix_meeting_professional_id_patient_id_starts_at_id", "meeting", of_patient)
    unsettled = sa.text("status IN ('scheduled', 'started')")
    op.create_index("ix_meeting_unsettled", "meeting", ["ends_at"], sqlite_where=unsettled, postgresql_where=unsettled)
    for choice in ("has_chosen_name", "has_chosen_zone"):
        op.add_column("professional", sa.Column(choice, sa.Boolean(), nullable=False, server_default=sa.false()))
    _create_list_view()
    _create_meeting_fact()


def _create_list_view() -> None:
    op.create_table(
        "list_view",
        sa.Column("professional_id", _ID, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("used_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("professional_id", name="pk_list_view"),
        sa.ForeignKeyConstraint(
            ["professional_id"], ["professional.id"], name="fk_list_view_professional_id_professional"
        ),
    )


def _create_meeting_fact() -> None:
    op.create_table(
        "meeting_fact",
        sa.Column("meeting_id", _ID, nullable=False),
        sa.Column("source", _WORD, nullable=False),
        sa.Column("zoom_uuid", sa.String(64), nullable=False),
        sa.Column("kind", _WORD, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("meeting_id", "source", "zoom_uuid", "kind", "at", name="pk_meeting_fact"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_meeting_fact_meeting_id_meeting"),
        _one_of("meeting_fact", "source", ("zoom", "professional")),
        _one_of("meeting_fact", "kind", ("started", "ended")),
    )


def _add_columns(table: str, *instants: str) -> None:
    for name in instants:
        op.add_column(table, sa.Column(name, _INSTANT))


def _replace_check(table: str, column: str, words: Sequence[str], *, sqlite_autoincrement: bool = False) -> None:
    """Allow more words. SQLite cannot change a check: there the table is written anew, and copied."""
    options = {"sqlite_autoincrement": sqlite_autoincrement}
    with op.batch_alter_table(table, table_kwargs=options) as batch:
        batch.drop_constraint(f"ck_{table}_{column}", type_="check")
        batch.create_check_constraint(f"ck_{table}_{column}", sa.text(_listed(column, words)))


def _one_of(table: str, column: str, words: Sequence[str]) -> sa.CheckConstraint:
    return sa.CheckConstraint(_listed(column, words), name=f"ck_{table}_{column}")


def _listed(column: str, words: Sequence[str]) -> str:
    listed = ", ".join(f"'{word}'" for word in words)
    return f"{column} IN ({listed})"
