"""Schema migrations (Alembic). `storage.upgrade` runs them; nobody calls alembic by hand."""
