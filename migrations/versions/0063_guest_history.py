"""Keep what is known of guests from their bookings"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0063_guest_history"
down_revision = "0062_offer_decisions"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def _counts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]


def _days(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Date(), nullable=True) for name in names]


def _maybe(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Integer(), nullable=True) for name in names]


def _ids(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, ID, nullable=True) for name in names]


def upgrade() -> None:
    op.add_column("guest", sa.Column("history_off_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "guest_history",
        sa.Column("guest_id", ID, autoincrement=False, nullable=False),
        *_counts("stays", "nights"),
        *_days("first_arrival_on", "last_departure_on"),
        *_ids("last_location_id"),
        *_maybe("cadence_days"),
        *_days("lapses_on"),
        *_ids("location_id"),
        *_counts("houses"),
        *_ids("room_type_id"),
        sa.Column("season", sa.String(length=6), nullable=True),
        *_maybe("adults", "children"),
        *_counts("dog_stays", "supper_stays"),
        *_maybe("supper_share_bp"),
        *_counts("extra_stays"),
        *_maybe("lead_days"),
        *_counts("weekend_nights"),
        *_maybe("weekend_share_bp"),
        *_counts("midweek_stays"),
        *_ids("spend_minor", "night_minor"),
        sa.Column("currency", sa.String(length=3), nullable=True),
        *_counts("cancellations", "no_shows"),
        *_days("last_cancelled_on"),
        *_counts("coming"),
        *_days("next_arrival_on"),
        *_maybe("last_nps"),
        *_days("last_nps_on"),
        *_maybe("last_ces"),
        *_days("last_ces_on"),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("stays >= 0 AND nights >= stays AND coming >= 0", name=op.f("ck_guest_history_counts")),
        sa.CheckConstraint(
            "supper_share_bp BETWEEN 0 AND 10000 AND weekend_share_bp BETWEEN 0 AND 10000",
            name=op.f("ck_guest_history_shares"),
        ),
        sa.ForeignKeyConstraint(["guest_id"], ["guest.id"], name=op.f("fk_guest_history_guest_id")),
        sa.PrimaryKeyConstraint("guest_id", name=op.f("pk_guest_history")),
    )
    op.create_index("ix_guest_history_last_departure_on", "guest_history", ["last_departure_on"])
    op.create_index("ix_guest_history_lapses_on", "guest_history", ["lapses_on"])
    op.create_table(
        "history_cursor",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("journal_id", ID, nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_history_cursor_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_cursor")),
    )
    op.create_table(
        "popularity",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("document", DOCUMENT, nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_popularity_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_popularity")),
    )


def downgrade() -> None:
    op.drop_table("popularity")
    op.drop_table("history_cursor")
    op.drop_table("guest_history")
    op.drop_column("guest", "history_off_at")
