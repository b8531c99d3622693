"""Find the events of few visits among many events"""

from alembic import op

revision = "0094_events_of_visits"
down_revision = "0093_offer_sums"


def upgrade() -> None:
    op.create_index("ix_event_visit", "event", ["visit"])


def downgrade() -> None:
    op.drop_index("ix_event_visit", "event")
