"""Find what was booked among many events"""

import sqlalchemy as sa
from alembic import op

revision = "0084_booked_events"
down_revision = "0083_offer_decision_read"

BOOKED = sa.text("name = 'booked'")


def upgrade() -> None:
    op.create_index("ix_event_booked", "event", ["at"], sqlite_where=BOOKED, postgresql_where=BOOKED)


def downgrade() -> None:
    op.drop_index("ix_event_booked", "event")
