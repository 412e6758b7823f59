"""Who is a professional: the workspace's policy, its list and its user group, who has left; and who assists whom."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0005"
down_revision = "0003"
branch_labels = None
depends_on = None

_ID = sa.String(64)
_SLACK_ID = sa.String(32)
_WORD = sa.String(32)
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("workspace") as batch:
        batch.add_column(sa.Column("who_serves", _WORD, nullable=False, server_default="members"))
        batch.add_column(sa.Column("slack_group_id", _SLACK_ID))
        batch.add_column(sa.Column("slack_group_name", sa.String(255)))
        batch.add_column(sa.Column("group_seen_at", _INSTANT))
        batch.add_column(sa.Column("on_leaving", _WORD, nullable=False, server_default="ask"))
        _allow(batch, "workspace", "who_serves", ("members", "group", "list"))
        _allow(batch, "workspace", "on_leaving", ("ask", "cancel"))
    op.add_column("professional", sa.Column("is_listed", sa.Boolean(), nullable=False, server_default=sa.false()))
    for name in ("left_at", "left_settled_at"):
        op.add_column("professional", sa.Column(name, _INSTANT))
    op.create_table(
        "group_member",
        sa.Column("slack_user_id", _SLACK_ID, nullable=False),
        sa.PrimaryKeyConstraint("slack_user_id", name="pk_group_member"),
    )
    _let_assist()


def _let_assist() -> None:
    op.create_table(
        "assistant",
        sa.Column("professional_id", _ID, nullable=False),
        sa.Column("assistant_id", _ID, nullable=False),
        sa.Column("since", _INSTANT, nullable=False),
        sa.Column("is_chosen", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("professional_id", "assistant_id", name="pk_assistant"),
        sa.ForeignKeyConstraint(
            ["professional_id"], ["professional.id"], name="fk_assistant_professional_id_professional"
        ),
        sa.ForeignKeyConstraint(["assistant_id"], ["professional.id"], name="fk_assistant_assistant_id_professional"),
    )
    op.create_index("ix_assistant_assistant_id", "assistant", ["assistant_id"])
    op.add_column("meeting", sa.Column("assistant_id", _ID))
    op.add_column("audit", sa.Column("on_behalf_of", _ID))


def _allow(batch: BatchOperations, table: str, column: str, words: Sequence[str]) -> None:
    listed = ", ".join(f"'{word}'" for word in words)
    batch.create_check_constraint(f"ck_{table}_{column}", sa.text(f"{column} IN ({listed})"))
