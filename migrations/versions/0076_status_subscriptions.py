"""Let an address hear of a house's facilities"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0076_status_subscriptions"
down_revision = "0075_notices_read"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = sa.DateTime(timezone=True)
LIVE = sa.text("confirmed_at IS NOT NULL AND ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "status_subscription",
        sa.Column("id", ID, nullable=False),
        sa.Column("email_lower", sa.String(length=254), nullable=False),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("facilities", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("told_id", ID, nullable=False),
        sa.Column("asked_at", AT, nullable=False),
        sa.Column("confirmed_at", AT, nullable=True),
        sa.Column("ended_at", AT, nullable=True),
        sa.CheckConstraint(
            "confirmed_at IS NULL OR confirmed_at >= asked_at", name=op.f("ck_status_subscription_confirmed")
        ),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_status_subscription_location_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_subscription")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_status_subscription_email_lower"), "status_subscription", ["email_lower"])
    op.create_index(
        "ix_status_subscription_live",
        "status_subscription",
        ["location_id", "email_lower"],
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )


def downgrade() -> None:
    op.drop_table("status_subscription")
