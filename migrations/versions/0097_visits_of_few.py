"""Find the few visits of a narrow filter in a long period"""

from alembic import op
from sqlalchemy.sql import quoted_name

revision = "0097_visits_of_few"
down_revision = "0096_booked_events_whole"


def upgrade() -> None:
    op.drop_index(op.f("ix_visit_day_on"), "visit")
    op.create_index("ix_visit_day", "visit", ["day_on", "device", "source", quoted_name("returning", quote=True)])


def downgrade() -> None:
    op.drop_index("ix_visit_day", "visit")
    op.create_index(op.f("ix_visit_day_on"), "visit", ["day_on"])
