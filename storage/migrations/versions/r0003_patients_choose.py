"""Patients choose: by invitation, by a professional's page, by the clinic's site."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _replace_check("trust", "how", ("import", "invitation", "page", "api"))


def _replace_check(table: str, column: str, words: Sequence[str], *, sqlite_autoincrement: bool = False) -> None:
    """Allow more words. SQLite cannot change a check: there the table is written anew, and copied."""
    options = {"sqlite_autoincrement": sqlite_autoincrement}
    listed = ", ".join(f"'{word}'" for word in words)
    with op.batch_alter_table(table, table_kwargs=options) as batch:
        batch.drop_constraint(f"ck_{table}_{column}", type_="check")
        batch.create_check_constraint(f"ck_{table}_{column}", sa.text(f"{column} IN ({listed})"))
