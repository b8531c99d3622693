"""Let each house say when somebody sits at its desk"""

import sqlalchemy as sa
from alembic import op

revision = "0077_desk_hours"
down_revision = "0076_status_subscriptions"


def upgrade() -> None:
    op.add_column("location", sa.Column("desk_opens_time", sa.Time(), nullable=True))
    op.add_column("location", sa.Column("desk_closes_time", sa.Time(), nullable=True))


def downgrade() -> None:
    op.drop_column("location", "desk_closes_time")
    op.drop_column("location", "desk_opens_time")
