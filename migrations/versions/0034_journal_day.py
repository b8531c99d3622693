"""Find the journal of a house's day"""

from alembic import op

revision = "0034_journal_day"
down_revision = "0033_rate_draft"


def upgrade() -> None:
    op.create_index("ix_journal_day", "journal", ["location_id", "at"])


def downgrade() -> None:
    op.drop_index("ix_journal_day", "journal")
