"""Log which offers are shown, and what comes of them"""

import secrets

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0062_offer_decisions"
down_revision = "0061_promotions"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
INSTANT = sa.DateTime(timezone=True)
OPEN = sa.text("came IS NULL")
LEARNT = sa.text("reward IS NOT NULL")
AUTO = {"sqlite_autoincrement": True}


def upgrade() -> None:
    op.create_table(
        "offer_decision",
        sa.Column("id", ID, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("guest_id", ID, nullable=False),
        sa.Column("place", sa.String(10), nullable=False),
        sa.Column("page", sa.String(32), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("situation", sa.String(40), nullable=False),
        sa.Column("features", DOCUMENT, nullable=False),
        sa.Column("eligible", DOCUMENT, nullable=False),
        sa.Column("propensities", DOCUMENT, nullable=False),
        sa.Column("promotion_id", ID, nullable=False),
        sa.Column("propensity", sa.Double(), nullable=False),
        sa.Column("arm", sa.String(8), nullable=False),
        sa.Column("seed", sa.String(60), nullable=False),
        sa.Column("outcome", sa.String(5)),
        sa.Column("outcome_at", INSTANT),
        sa.Column("booking_id", ID),
        sa.Column("currency", sa.String(3)),
        sa.Column("revenue_minor", sa.Integer()),
        sa.Column("cost_minor", sa.Integer()),
        sa.Column("reward", sa.SmallInteger()),
        sa.Column("came", sa.Boolean()),
        sa.CheckConstraint(
            "place IN ('home', 'results', 'room', 'checkout', 'booking', 'account', 'mail')",
            name=op.f("ck_offer_decision_place"),
        ),
        sa.CheckConstraint("arm IN ('offers', 'holdout', 'released')", name=op.f("ck_offer_decision_arm")),
        sa.CheckConstraint("propensity > 0 AND propensity <= 1", name=op.f("ck_offer_decision_propensity")),
        sa.CheckConstraint("outcome IN ('taken', 'kept', 'lost')", name=op.f("ck_offer_decision_outcome")),
        sa.CheckConstraint("outcome IS NULL OR booking_id IS NOT NULL", name=op.f("ck_offer_decision_booking")),
        sa.CheckConstraint(
            "reward IS NULL OR (reward IN (0, 1) AND outcome_at IS NOT NULL)", name=op.f("ck_offer_decision_reward")
        ),
        sa.ForeignKeyConstraint(["guest_id"], ["guest.id"], name=op.f("fk_offer_decision_guest_id")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_offer_decision_booking_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_decision")),
        **AUTO,
    )
    op.create_index("ix_offer_decision_guest", "offer_decision", ["guest_id", "at"])
    op.create_index("ix_offer_decision_promotion", "offer_decision", ["promotion_id", "at"])
    op.create_index("ix_offer_decision_at", "offer_decision", ["at"])
    op.create_index("ix_offer_decision_open", "offer_decision", ["at"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index(
        "ix_offer_decision_learnt", "offer_decision", ["outcome_at"], sqlite_where=LEARNT, postgresql_where=LEARNT
    )
    op.create_table(
        "offer_refusal",
        sa.Column("id", ID, nullable=False),
        sa.Column("guest_id", ID, nullable=False),
        sa.Column("promotion_id", ID, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("undone_at", INSTANT),
        sa.ForeignKeyConstraint(["guest_id"], ["guest.id"], name=op.f("fk_offer_refusal_guest_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_refusal")),
        **AUTO,
    )
    op.create_index("ix_offer_refusal_guest", "offer_refusal", ["guest_id", "at"])
    op.create_table(
        "offer_model",
        sa.Column("version", ID, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("document", DOCUMENT, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("adopted", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(200), nullable=False),
        sa.CheckConstraint("n >= 0", name=op.f("ck_offer_model_n")),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_offer_model")),
        **AUTO,
    )
    holdout = op.create_table(
        "holdout",
        sa.Column("id", ID, nullable=False),
        sa.Column("salt", sa.String(64), nullable=False),
        sa.Column("share_bp", sa.Integer(), nullable=False),
        sa.Column("verdict_at", INSTANT),
        sa.CheckConstraint("share_bp BETWEEN 0 AND 10000", name=op.f("ck_holdout_share")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holdout")),
    )
    op.bulk_insert(holdout, [{"salt": secrets.token_hex(16), "share_bp": 5000}])
    op.create_table(
        "offer_unshown",
        sa.Column("day_on", sa.Date(), nullable=False),
        sa.Column("promotion_id", ID, nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.CheckConstraint("times > 0", name=op.f("ck_offer_unshown_times")),
        sa.PrimaryKeyConstraint("day_on", "promotion_id", "reason", name=op.f("pk_offer_unshown")),
    )
    op.create_table(
        "offer_past",
        sa.Column("day_on", sa.Date(), nullable=False),
        sa.Column("promotion_id", ID, nullable=False),
        sa.Column("place", sa.String(10), nullable=False),
        sa.Column("arm", sa.String(8), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("came", sa.Integer(), nullable=False),
        sa.Column("revenue_minor", ID, nullable=False),
        sa.Column("cost_minor", ID, nullable=False),
        sa.CheckConstraint("shown >= taken AND taken >= kept AND shown >= came", name=op.f("ck_offer_past_counts")),
        sa.PrimaryKeyConstraint(
            "day_on", "promotion_id", "place", "arm", "currency", name=op.f("pk_offer_past")
        ),
    )


def downgrade() -> None:
    for table in ("offer_past", "offer_unshown", "holdout", "offer_model", "offer_refusal", "offer_decision"):
        op.drop_table(table)
