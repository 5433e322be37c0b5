"""Alembic's entry: runs in the transaction that ``storage.migrations.migrate`` has begun."""

from alembic import context

from storage.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
