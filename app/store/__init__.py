"""The database: one handle, one way to commit, types that both engines share."""

from app.store.db import Base, db
from app.store.engines import insert_or_ignore, insert_unless_taken, is_sqlite, reserve_ids, upsert
from app.store.transaction import apart, in_transaction, savepoint, transaction, write

__all__ = [
    "Base",
    "apart",
    "db",
    "in_transaction",
    "insert_or_ignore",
    "insert_unless_taken",
    "is_sqlite",
    "reserve_ids",
    "savepoint",
    "transaction",
    "upsert",
    "write",
]
