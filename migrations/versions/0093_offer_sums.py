"""Sum up the log of offers by day"""

import sqlalchemy as sa
from alembic import op

revision = "0093_offer_sums"
down_revision = "0092_call_houses_denied"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "offer_sums",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("zone", sa.String(60), nullable=False),
        sa.Column("upto_id", ID, nullable=False),
        sa.Column("decisions", sa.Integer(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_offer_sums_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_sums")),
    )
    op.create_table(
        "offer_day",
        sa.Column("day_on", sa.Date(), nullable=False),
        sa.Column("promotion_id", ID, autoincrement=False, nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("guests", sa.Integer(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("revenue_minor", ID, nullable=False),
        sa.Column("cost_minor", ID, nullable=False),
        sa.CheckConstraint("times >= taken AND taken >= kept", name=op.f("ck_offer_day_counts")),
        sa.PrimaryKeyConstraint("day_on", "promotion_id", "currency", name=op.f("pk_offer_day")),
    )
    op.create_table(
        "offer_arm_day",
        sa.Column("day_on", sa.Date(), nullable=False),
        sa.Column("promotion_id", ID, autoincrement=False, nullable=False),
        sa.Column("arm", sa.String(8), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("guests", sa.Integer(), nullable=False),
        sa.Column("came", sa.Integer(), nullable=False),
        sa.Column("month_guests", sa.Integer(), nullable=False),
        sa.Column("month_came", sa.Integer(), nullable=False),
        sa.Column("first_at", INSTANT, nullable=False),
        sa.CheckConstraint("arm IN ('offers', 'holdout')", name=op.f("ck_offer_arm_day_arm")),
        sa.PrimaryKeyConstraint("day_on", "promotion_id", "arm", "late", name=op.f("pk_offer_arm_day")),
    )


def downgrade() -> None:
    for table in ("offer_arm_day", "offer_day", "offer_sums"):
        op.drop_table(table)
