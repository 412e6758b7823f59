"""What alembic runs: the migrations over the connection it is given, inside the transaction that holds the lock."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    # SQLite's schema changes are part of a transaction too, as the driver is kept from ending it.
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
