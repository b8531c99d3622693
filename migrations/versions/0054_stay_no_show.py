"""Tell the room of a booking to which nobody came from one that was cancelled"""

from alembic import op

revision = "0054_stay_no_show"
down_revision = "0053_saved_views"


def upgrade() -> None:
    kind = "DATETIME" if op.get_bind().dialect.name == "sqlite" else "TIMESTAMP WITH TIME ZONE"
    # Never a new table in the old one's place: rows that name a stay would forbid SQLite to drop it.
    op.execute(
        f"ALTER TABLE stay ADD COLUMN no_show_at {kind} CONSTRAINT ck_stay_no_show"
        " CHECK (no_show_at IS NULL OR no_show_at = cancelled_at)"
    )


def downgrade() -> None:
    op.drop_column("stay", "no_show_at")
