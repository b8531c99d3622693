"""Let a stay keep its room for longer on the day it leaves"""

import sqlalchemy as sa
from alembic import op

revision = "0068_leaving_later"
down_revision = "0067_campaigns"


def upgrade() -> None:
    op.add_column("stay", sa.Column("leaves_by", sa.Time(), nullable=True))


def downgrade() -> None:
    op.drop_column("stay", "leaves_by")
