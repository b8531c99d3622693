"""Let a house give offers and codes, and count what each has cost"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0061_promotions"
down_revision = "0060_denied_events"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = sa.DateTime(timezone=True)
FACTS = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
LIVE = sa.text("given_back_at IS NULL")
KINDS = "kind IN ('percent', 'amount', 'extra', 'supper', 'better_room', 'later_departure', 'longer', 'another_house')"
CHECKS = {
    "kind": KINDS,
    "state": "state IN ('draft', 'running', 'paused', 'stopped')",
    "percent": "percent_bp BETWEEN 0 AND 10000",
    "amount": "amount_minor > 0",
    "dates": "book_from_on <= book_until_on AND nights_from_on <= nights_until_on",
    "length": "least_nights >= 1 AND most_nights >= 1 AND least_nights <= most_nights",
    "uses": "used >= 0 AND used <= uses_most",
    "budget": "spent_minor >= 0 AND spent_minor <= budget_minor",
    "code": "NOT by_code_only OR code IS NOT NULL",
}


def upgrade() -> None:
    op.create_table(
        "promotion",
        sa.Column("id", ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("line", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("percent_bp", sa.Integer(), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("extra_id", ID, nullable=True),
        sa.Column("room_type_id", ID, nullable=True),
        sa.Column("leaves_by", sa.Time(), nullable=True),
        sa.Column("book_from_on", sa.Date(), nullable=True),
        sa.Column("book_until_on", sa.Date(), nullable=True),
        sa.Column("nights_from_on", sa.Date(), nullable=True),
        sa.Column("nights_until_on", sa.Date(), nullable=True),
        sa.Column("weekdays", sa.String(length=7), nullable=False),
        sa.Column("least_nights", sa.Integer(), nullable=True),
        sa.Column("most_nights", sa.Integer(), nullable=True),
        sa.Column("most_heads", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=40), nullable=True),
        sa.Column("by_code_only", sa.Boolean(), nullable=False),
        sa.Column("stacks", sa.Boolean(), nullable=False),
        sa.Column("uses_most", sa.Integer(), nullable=True),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("each_most", sa.Integer(), nullable=True),
        sa.Column("budget_minor", sa.Integer(), nullable=True),
        sa.Column("spent_minor", sa.Integer(), nullable=False),
        sa.Column("floor_minor", sa.Integer(), nullable=True),
        sa.Column("least_left", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("made_at", AT, nullable=False),
        sa.Column("started_at", AT, nullable=True),
        sa.Column("stopped_at", AT, nullable=True),
        sa.Column("staff_id", ID, nullable=True),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_promotion_{name}")) for name, rule in CHECKS.items()),
        sa.ForeignKeyConstraint(["extra_id"], ["extra.id"], name=op.f("fk_promotion_extra_id")),
        sa.ForeignKeyConstraint(["room_type_id"], ["room_type.id"], name=op.f("fk_promotion_room_type_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_promotion_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotion")),
        sa.UniqueConstraint("slug", name=op.f("uq_promotion_slug")),
        sa.UniqueConstraint("code", name=op.f("uq_promotion_code")),
    )
    op.create_table(
        "promotion_house",
        sa.Column("promotion_id", ID, nullable=False),
        sa.Column("location_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["promotion_id"], ["promotion.id"], name=op.f("fk_promotion_house_promotion_id")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_promotion_house_location_id")),
        sa.PrimaryKeyConstraint("promotion_id", "location_id", name=op.f("pk_promotion_house")),
    )
    op.create_table(
        "promotion_use",
        sa.Column("id", ID, nullable=False),
        sa.Column("promotion_id", ID, nullable=False),
        sa.Column("owner", sa.String(length=10), nullable=False),
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("guest_id", ID, nullable=True),
        sa.Column("minor", sa.Integer(), nullable=False),
        sa.Column("terms", FACTS, nullable=False),
        sa.Column("taken_at", AT, nullable=False),
        sa.Column("expires_at", AT, nullable=True),
        sa.Column("given_back_at", AT, nullable=True),
        sa.CheckConstraint("owner IN ('checkout', 'booking')", name=op.f("ck_promotion_use_owner")),
        sa.CheckConstraint("minor >= 0", name=op.f("ck_promotion_use_minor")),
        sa.CheckConstraint("owner = 'checkout' OR expires_at IS NULL", name=op.f("ck_promotion_use_expires")),
        sa.ForeignKeyConstraint(["promotion_id"], ["promotion.id"], name=op.f("fk_promotion_use_promotion_id")),
        sa.ForeignKeyConstraint(["guest_id"], ["guest.id"], name=op.f("fk_promotion_use_guest_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotion_use")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_promotion_use_promotion_id"), "promotion_use", ["promotion_id"])
    op.create_index(op.f("ix_promotion_use_guest_id"), "promotion_use", ["guest_id"])
    op.create_index(
        "uq_promotion_use_live",
        "promotion_use",
        ["owner", "owner_id", "promotion_id"],
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )
    op.create_index(
        "ix_promotion_use_expires_at", "promotion_use", ["expires_at"], sqlite_where=LIVE, postgresql_where=LIVE
    )


def downgrade() -> None:
    op.drop_table("promotion_use")
    op.drop_table("promotion_house")
    op.drop_table("promotion")
