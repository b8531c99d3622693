"""Count the bookings in the log without reading the log"""

import sqlalchemy as sa
from alembic import op

revision = "0096_booked_events_whole"
down_revision = "0095_offer_groups"

BOOKED = sa.text("name = 'booked'")
WHOLE = ["at", "is_bot", "location_id", "visit"]


def upgrade() -> None:
    op.drop_index("ix_event_booked", "event")
    op.create_index("ix_event_booked", "event", WHOLE, sqlite_where=BOOKED, postgresql_where=BOOKED)


def downgrade() -> None:
    op.drop_index("ix_event_booked", "event")
    op.create_index("ix_event_booked", "event", ["at"], sqlite_where=BOOKED, postgresql_where=BOOKED)
