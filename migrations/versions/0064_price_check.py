"""Keep what the nightly check of prices found"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0064_price_check"
down_revision = "0063_guest_history"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "price_check",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("quotes", sa.Integer(), nullable=False),
        sa.Column("sampled", sa.Integer(), nullable=False),
        sa.Column("equal", sa.Integer(), nullable=False),
        sa.Column("differing", sa.Integer(), nullable=False),
        sa.Column("not_replayable", sa.Integer(), nullable=False),
        sa.Column("offered", sa.Integer(), nullable=False),
        sa.Column("differences", DOCUMENT, nullable=False),
        sa.Column("reasons", DOCUMENT, nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done", sa.String(length=500), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("staff_id", ID, nullable=True),
        sa.CheckConstraint(
            "equal >= 0 AND differing >= 0 AND not_replayable >= 0", name=op.f("ck_price_check_counts")
        ),
        sa.CheckConstraint("sampled = equal + differing + not_replayable", name=op.f("ck_price_check_adds_up")),
        sa.CheckConstraint(
            "sampled <= quotes AND offered BETWEEN 0 AND sampled", name=op.f("ck_price_check_sampled")
        ),
        sa.CheckConstraint("(done IS NULL) = (done_at IS NULL)", name=op.f("ck_price_check_done")),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_price_check")),
    )


def downgrade() -> None:
    op.drop_table("price_check")
