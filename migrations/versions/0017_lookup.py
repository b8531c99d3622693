"""Send a lost link again"""

import sqlalchemy as sa
from alembic import op

revision = "0017_lookup"
down_revision = "0016_session"


def upgrade() -> None:
    op.create_table(
        "lookup",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_lower", sa.String(length=254), nullable=False),
        sa.Column("arrival_on", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lookup")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_lookup_decided_at", "lookup", ["decided_at", "asked_at"])


def downgrade() -> None:
    op.drop_table("lookup")
