"""Let a task have somebody who looks after it, and words on how it was done"""

import sqlalchemy as sa
from alembic import op

revision = "0038_task_owner"
down_revision = "0037_lost_calls"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("task", sa.Column("owner_id", ID, nullable=True))
    op.add_column("task", sa.Column("outcome", sa.String(length=500), nullable=True))


def downgrade() -> None:
    op.drop_column("task", "outcome")
    op.drop_column("task", "owner_id")
