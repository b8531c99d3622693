"""Find the journal of a house's day"""

from alembic import op

revision = "0035_journal_day"
down_revision = "0034_counters_read_whole"


def upgrade() -> None:
    op.create_index("ix_journal_day", "journal", ["location_id", "at"])


def downgrade() -> None:
    op.drop_index("ix_journal_day", "journal")
