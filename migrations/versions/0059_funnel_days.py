"""Keep what the visits of a day came to"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0059_funnel_days"
down_revision = "0058_effort_model"

FACTS = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
STEPS = ("search", "results", "room", "details", "payment", "booked")


def upgrade() -> None:
    op.create_table(
        "funnel_day",
        sa.Column("slice", sa.String(length=40), nullable=False),
        sa.Column("day_on", sa.Date(), nullable=False),
        *(sa.Column(step, sa.Integer(), nullable=False) for step in STEPS),
        sa.Column("figures", FACTS, nullable=False),
        sa.PrimaryKeyConstraint("slice", "day_on", name=op.f("pk_funnel_day")),
    )


def downgrade() -> None:
    op.drop_table("funnel_day")
