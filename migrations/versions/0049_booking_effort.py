"""Keep how much work it was to make a booking"""

import sqlalchemy as sa
from alembic import op

revision = "0049_booking_effort"
down_revision = "0048_funnel"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COUNTS = ("back_steps", "refusals", "errors", "seconds", "returns_to_search", "price_changes")


def upgrade() -> None:
    op.create_table(
        "booking_effort",
        sa.Column("booking_id", ID, autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        sa.CheckConstraint(" AND ".join(f"{name} >= 0" for name in COUNTS), name=op.f("ck_booking_effort_counts")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_booking_effort_booking_id")),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_booking_effort")),
    )


def downgrade() -> None:
    op.drop_table("booking_effort")
