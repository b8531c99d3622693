"""Name audiences, and say whom an offer is for"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0066_segments"
down_revision = "0065_decision_instead"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "segment",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("name_lower", sa.String(60), nullable=False),
        sa.Column("conditions", DOCUMENT, nullable=False),
        sa.Column("staff_id", ID),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_segment_revision")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_segment_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_segment")),
        sa.UniqueConstraint("name_lower", name=op.f("uq_segment_name_lower")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "offer_audience",
        sa.Column("promotion_id", ID, autoincrement=False, nullable=False),
        sa.Column("segment_id", ID),
        sa.Column("conditions", DOCUMENT),
        sa.CheckConstraint("(segment_id IS NULL) <> (conditions IS NULL)", name=op.f("ck_offer_audience_one_of_two")),
        sa.ForeignKeyConstraint(["promotion_id"], ["promotion.id"], name=op.f("fk_offer_audience_promotion_id")),
        sa.ForeignKeyConstraint(["segment_id"], ["segment.id"], name=op.f("fk_offer_audience_segment_id")),
        sa.PrimaryKeyConstraint("promotion_id", name=op.f("pk_offer_audience")),
    )
    op.create_index("ix_offer_audience_segment_id", "offer_audience", ["segment_id"])


def downgrade() -> None:
    op.drop_table("offer_audience")
    op.drop_table("segment")
