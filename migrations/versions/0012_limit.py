"""Count how often something was done lately"""

import sqlalchemy as sa
from alembic import op

revision = "0012_limit"
down_revision = "0011_worker"


def upgrade() -> None:
    op.create_table(
        "limit",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_limit")),
    )
    op.create_index(op.f("ix_limit_expires_at"), "limit", ["expires_at"])


def downgrade() -> None:
    op.drop_table("limit")
