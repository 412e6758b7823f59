"""Patients choose: by invitation, by a professional's page, by the clinic's site."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


_ID = sa.String(64)
_HMAC = sa.String(64)
_WORD = sa.String(32)
_INSTANT = sa.DateTime(timezone=True)
_WAYS = ("import", "invitation", "page", "api")
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
)


def upgrade() -> None:
    _replace_check("trust", "how", _WAYS)
    _replace_check("outbox", "kind", _KINDS, sqlite_autoincrement=True)
    op.create_index("ix_trust_patient_id", "trust", ["patient_id"])
    op.add_column("patient", sa.Column("erased_at", _INSTANT))
    _create_invitation()
    _create_own_page()


def _create_invitation() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", _ID, nullable=False),
        sa.Column("slack_team_id", sa.String(32), nullable=False),
        sa.Column("professional_id", _ID, nullable=False),
        sa.Column("how", _WORD, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("token_hash", _HMAC, nullable=False),
        sa.Column("mail_index", _HMAC, nullable=False),
        sa.Column("name_index", _HMAC, nullable=False),
        sa.Column("zone", sa.String(64)),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("state", _WORD, nullable=False),
        sa.Column("sendings", sa.Integer(), nullable=False),
        sa.Column("sent_at", _INSTANT, nullable=False),
        sa.Column("expires_at", _INSTANT, nullable=False),
        sa.Column("settled_at", _INSTANT),
        sa.Column("is_refused", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_invitation"),
        sa.UniqueConstraint("token_hash", name="uq_invitation_token_hash"),
        _refers_to_professional("invitation"),
        _one_of("invitation", "how", _WAYS),
        _one_of("invitation", "state", ("open", "accepted", "declined", "withdrawn")),
    )
    op.create_index("ix_invitation_professional_id_sent_at", "invitation", ["professional_id", "sent_at"])
    op.create_index("ix_invitation_mail_index_sent_at", "invitation", ["mail_index", "sent_at"])
    op.create_index("ix_invitation_expires_at", "invitation", ["expires_at"])


def _create_own_page() -> None:
    op.create_table(
        "own_page",
        sa.Column("professional_id", _ID, nullable=False),
        sa.Column("slug", _ID, nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("professional_id", name="pk_own_page"),
        sa.UniqueConstraint("slug", name="uq_own_page_slug"),
        _refers_to_professional("own_page"),
    )


def _refers_to_professional(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_professional_id_professional"
    return sa.ForeignKeyConstraint(["professional_id"], ["professional.id"], name=name)


def _one_of(table: str, column: str, words: Sequence[str]) -> sa.CheckConstraint:
    return sa.CheckConstraint(_listed(column, words), name=f"ck_{table}_{column}")


def _listed(column: str, words: Sequence[str]) -> str:
    listed = ", ".join(f"'{word}'" for word in words)
    return f"{column} IN ({listed})"


def _replace_check(table: str, column: str, words: Sequence[str], *, sqlite_autoincrement: bool = False) -> None:
    """Allow more words. SQLite cannot change a check: there the table is written anew, and copied."""
    options = {"sqlite_autoincrement": sqlite_autoincrement}
    with op.batch_alter_table(table, table_kwargs=options) as batch:
        batch.drop_constraint(f"ck_{table}_{column}", type_="check")
        batch.create_check_constraint(f"ck_{table}_{column}", sa.text(_listed(column, words)))
