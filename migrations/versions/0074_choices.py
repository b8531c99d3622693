"""What is promised to guests whom a notice touches"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0074_choices"
down_revision = "0073_reviews"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "notice_alternative",
        sa.Column("id", ID, nullable=False),
        sa.Column("touch_id", ID, nullable=False),
        sa.Column("kind", sa.String(5), nullable=False),
        sa.Column("basket", DOCUMENT),
        sa.Column("location_id", ID),
        sa.Column("arrival_on", sa.Date()),
        sa.Column("booking_revision", sa.Integer(), nullable=False),
        sa.Column("promised_at", INSTANT, nullable=False),
        sa.Column("until_at", INSTANT, nullable=False),
        sa.Column("released_at", INSTANT),
        sa.CheckConstraint("kind IN ('dates', 'house')", name=op.f("ck_notice_alternative_kind")),
        sa.CheckConstraint(
            "(basket IS NULL) = (location_id IS NULL) AND (basket IS NULL) = (arrival_on IS NULL)",
            name=op.f("ck_notice_alternative_promised"),
        ),
        sa.ForeignKeyConstraint(
            ["touch_id"], ["notice_touch.id"], name=op.f("fk_notice_alternative_touch_id")
        ),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_notice_alternative_location_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_alternative")),
        sa.UniqueConstraint("touch_id", "kind", name=op.f("uq_notice_alternative_touch_id_kind")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_notice_alternative_held",
        "notice_alternative",
        ["touch_id"],
        sqlite_where=sa.text("released_at IS NULL"),
        postgresql_where=sa.text("released_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("notice_alternative")
