"""Enter what was spent on media"""

import sqlalchemy as sa
from alembic import op

revision = "0050_media_spend"
down_revision = "0049_booking_effort"


def upgrade() -> None:
    op.create_table(
        "media_spend",
        sa.Column("month_on", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount_minor >= 0", name=op.f("ck_media_spend_amount")),
        sa.PrimaryKeyConstraint("month_on", "channel", name=op.f("pk_media_spend")),
    )


def downgrade() -> None:
    op.drop_table("media_spend")
