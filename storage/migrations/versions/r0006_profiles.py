"""Profiles: what professionals and their workspaces choose, and the message before a meeting."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ID = sa.String(64)
_SLACK_ID = sa.String(32)
_WORD = sa.String(32)

_KINDS = (
    "zoom.create",
    "zoom.delete",
    "zoom.end",
    "zoom.outcome",
    "zoom.revoke",
    "mail.invitation",
    "mail.cancellation",
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
)
_WORDINGS = ("neutral", "topic")
_NAMES = ("by_place", "initials", "code")


def upgrade() -> None:
    # SQLite cannot change a check: there the table is written anew, and copied.
    with op.batch_alter_table("outbox", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_constraint("ck_outbox_kind", type_="check")
        batch.create_check_constraint("ck_outbox_kind", sa.text(_listed("kind", _KINDS)))
    for fact in ("has_chosen_language", "is_admin"):
        op.add_column("professional", sa.Column(fact, sa.Boolean(), nullable=False, server_default=sa.false()))
    _create_profile()
    _create_workspace_defaults()
    op.create_table(
        "day_message",
        sa.Column("meeting_id", _ID, nullable=False),
        sa.Column("channel", _SLACK_ID, nullable=False),
        sa.Column("ts", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("meeting_id", name="pk_day_message"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_day_message_meeting_id_meeting"),
    )


def _create_profile() -> None:
    op.create_table(
        "profile",
        sa.Column("professional_id", _ID, nullable=False),
        sa.Column("duration", sa.Integer()),
        sa.Column("leads", sa.JSON()),
        sa.Column("nudge", sa.Integer()),
        sa.Column("wording", _WORD),
        sa.Column("names", _WORD),
        sa.Column("signature", sa.String(255), nullable=False),
        sa.Column("phone", sa.String(64), nullable=False),
        sa.Column("hours", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("professional_id", name="pk_profile"),
        sa.ForeignKeyConstraint(
            ["professional_id"], ["professional.id"], name="fk_profile_professional_id_professional"
        ),
        *_checked_words("profile"),
    )


def _create_workspace_defaults() -> None:
    op.create_table(
        "workspace_defaults",
        sa.Column("slack_team_id", _SLACK_ID, nullable=False),
        sa.Column("duration", sa.Integer(), nullable=False),
        sa.Column("leads", sa.JSON(), nullable=False),
        sa.Column("nudge", sa.Integer(), nullable=False),
        sa.Column("wording", _WORD, nullable=False),
        sa.Column("names", _WORD, nullable=False),
        sa.Column("fixes_names", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("slack_team_id", name="pk_workspace_defaults"),
        sa.ForeignKeyConstraint(
            ["slack_team_id"], ["workspace.slack_team_id"], name="fk_workspace_defaults_slack_team_id_workspace"
        ),
        *_checked_words("workspace_defaults"),
    )


def _checked_words(table: str) -> list[sa.CheckConstraint]:
    allowed = {"wording": _WORDINGS, "names": _NAMES}
    return [sa.CheckConstraint(_listed(name, words), name=f"ck_{table}_{name}") for name, words in allowed.items()]


def _listed(column: str, words: Sequence[str]) -> str:
    listed = ", ".join(f"'{word}'" for word in words)
    return f"{column} IN ({listed})"
