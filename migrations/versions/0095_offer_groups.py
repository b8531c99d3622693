"""Sum up for whom each offer works, and who of a day's guests came since"""

import sqlalchemy as sa
from alembic import op

revision = "0095_offer_groups"
down_revision = "0094_events_of_visits"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SUMS = ("offer_sums", "offer_day", "offer_arm_day")


def upgrade() -> None:
    # Sums are counted anew each hour: pages read the log until then, rather than a column nobody counted.
    for table in SUMS:
        op.execute(f"DELETE FROM {table}")
    with op.batch_alter_table("offer_arm_day") as own:
        own.add_column(sa.Column("guests_came", sa.Integer(), nullable=False))
    op.create_table(
        "offer_group",
        sa.Column("promotion_id", ID, autoincrement=False, nullable=False),
        sa.Column("way", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("arm", sa.String(8), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("guests", sa.Integer(), nullable=False),
        sa.Column("came", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.CheckConstraint("arm IN ('offers', 'holdout')", name=op.f("ck_offer_group_arm")),
        sa.CheckConstraint("guests >= came", name=op.f("ck_offer_group_counts")),
        sa.PrimaryKeyConstraint("promotion_id", "way", "name", "arm", "late", name=op.f("pk_offer_group")),
    )


def downgrade() -> None:
    op.drop_table("offer_group")
    with op.batch_alter_table("offer_arm_day") as own:
        own.drop_column("guests_came")
