"""The clinic's records: patients by the clinic's own id, whose word ended a choice, keys for the clinic's site."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ID = sa.String(64)
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    # SQLite cannot add a constraint: there the table is written anew, and copied.
    with op.batch_alter_table("patient") as batch:
        batch.add_column(sa.Column("external_index", sa.String(64)))
        batch.create_unique_constraint("uq_patient_slack_team_id_external_index", ["slack_team_id", "external_index"])
    op.add_column("trust", sa.Column("withdrawn_by", _ID))
    op.create_table(
        "erased_record",
        sa.Column("record_index", sa.String(64), nullable=False),
        sa.Column("erased_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("record_index", name="pk_erased_record"),
    )
    op.create_table(
        "api_key",
        sa.Column("id", _ID, nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("made_at", _INSTANT, nullable=False),
        sa.Column("last_used_at", _INSTANT),
        sa.Column("revoked_at", _INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_api_key"),
    )
