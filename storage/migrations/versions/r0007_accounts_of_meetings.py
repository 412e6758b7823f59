"""Whose Zoom account a meeting is in, and grants of former accounts that are still to be given back."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("meeting", sa.Column("zoom_user_hmac", sa.String(64)))
    # What was made until now is in the account that is connected, as far as anybody knows.
    op.execute(
        "UPDATE meeting SET zoom_user_hmac = (SELECT NULLIF(zoom_connection.zoom_user_hmac, '') FROM zoom_connection "
        "WHERE zoom_connection.professional_id = meeting.professional_id) WHERE zoom_meeting_id IS NOT NULL"
    )
    op.create_table(
        "replaced_grant",
        sa.Column("professional_id", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("scopes", sa.String(4000), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("professional_id", "version", name="pk_replaced_grant"),
        sa.ForeignKeyConstraint(
            ["professional_id"], ["professional.id"], name="fk_replaced_grant_professional_id_professional"
        ),
    )
