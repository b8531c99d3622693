"""Find what was denied among many events"""

import sqlalchemy as sa
from alembic import op

revision = "0060_denied_events"
down_revision = "0059_funnel_days"

DENIED = sa.text("name = 'denied'")


def upgrade() -> None:
    op.create_index("ix_event_denied", "event", ["at"], sqlite_where=DENIED, postgresql_where=DENIED)


def downgrade() -> None:
    op.drop_index("ix_event_denied", "event")
