"""Letters about offers, and what was decided about each guest"""

import sqlalchemy as sa
from alembic import op

revision = "0067_campaigns"
down_revision = "0066_segments"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
WAITING = sa.text("state = 'waiting'")
AUTO = {"sqlite_autoincrement": True}


def upgrade() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("recipe", sa.String(20)),
        sa.Column("segment_id", ID),
        sa.Column("promotion_id", ID),
        sa.Column("subject", sa.String(120), nullable=False),
        sa.Column("letter", sa.String(4000), nullable=False),
        sa.Column("holdout_bp", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("send_from_on", sa.Date(), nullable=False),
        sa.Column("from_hour", sa.Time(), nullable=False),
        sa.Column("until_hour", sa.Time(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("listed_to", ID, nullable=False),
        sa.Column("listed_on", sa.Date()),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("started_at", INSTANT),
        sa.Column("ended_at", INSTANT),
        sa.Column("staff_id", ID),
        sa.CheckConstraint(
            "state IN ('draft', 'ready', 'sending', 'paused', 'sent', 'stopped')", name=op.f("ck_campaign_state")
        ),
        sa.CheckConstraint("(recipe IS NULL) <> (segment_id IS NULL)", name=op.f("ck_campaign_whom")),
        sa.CheckConstraint("holdout_bp BETWEEN 0 AND 9000", name=op.f("ck_campaign_holdout")),
        sa.CheckConstraint("from_hour < until_hour", name=op.f("ck_campaign_hours")),
        sa.CheckConstraint("(state IN ('sent', 'stopped')) = (ended_at IS NOT NULL)", name=op.f("ck_campaign_ended")),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_campaign_revision")),
        sa.ForeignKeyConstraint(["segment_id"], ["segment.id"], name=op.f("fk_campaign_segment_id")),
        sa.ForeignKeyConstraint(["promotion_id"], ["promotion.id"], name=op.f("fk_campaign_promotion_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_campaign_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("recipe", name=op.f("uq_campaign_recipe")),
        **AUTO,
    )
    op.create_index(op.f("ix_campaign_promotion_id"), "campaign", ["promotion_id"])
    op.create_table(
        "campaign_guest",
        sa.Column("id", ID, nullable=False),
        sa.Column("campaign_id", ID, nullable=False),
        sa.Column("guest_id", ID, nullable=False),
        sa.Column("address_key", sa.String(64)),
        sa.Column("occasion", sa.String(20), nullable=False),
        sa.Column("arm", sa.String(10), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("why", sa.String(20)),
        sa.Column("found", sa.String(300)),
        sa.Column("true_reason", sa.String(300)),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("listed_at", INSTANT, nullable=False),
        sa.Column("decided_at", INSTANT),
        sa.CheckConstraint("arm IN ('offers', 'holdout')", name=op.f("ck_campaign_guest_arm")),
        sa.CheckConstraint(
            "state IN ('waiting', 'sent', 'held_out', 'refused')", name=op.f("ck_campaign_guest_state")
        ),
        sa.CheckConstraint("(state = 'refused') = (why IS NOT NULL)", name=op.f("ck_campaign_guest_why")),
        sa.CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name=op.f("ck_campaign_guest_decided")),
        sa.CheckConstraint(
            "(state <> 'sent' OR arm = 'offers') AND (state <> 'held_out' OR arm = 'holdout')",
            name=op.f("ck_campaign_guest_of_arm"),
        ),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_guest_campaign_id")),
        sa.ForeignKeyConstraint(["guest_id"], ["guest.id"], name=op.f("fk_campaign_guest_guest_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_guest")),
        sa.UniqueConstraint(
            "campaign_id", "address_key", "occasion", name=op.f("uq_campaign_guest_campaign_id_address_key_occasion")
        ),
    )
    op.create_index(op.f("ix_campaign_guest_guest_id"), "campaign_guest", ["guest_id"])
    op.create_index(
        "ix_campaign_guest_waiting", "campaign_guest", ["campaign_id", "id"],
        sqlite_where=WAITING, postgresql_where=WAITING,
    )  # fmt: skip
    op.create_index("ix_campaign_guest_state", "campaign_guest", ["campaign_id", "state", "why"])


def downgrade() -> None:
    op.drop_table("campaign_guest")
    op.drop_table("campaign")
