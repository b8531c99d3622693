"""Draft rates before they are published, between a floor and a ceiling"""

import sqlalchemy as sa
from alembic import op

revision = "0033_rate_draft"
down_revision = "0032_phone_holds"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("price_history", sa.Column("staff_id", ID, nullable=True))
    op.create_table(
        "rate_bound",
        sa.Column("room_type_id", ID, autoincrement=False, nullable=False),
        sa.Column("floor_minor", sa.Integer(), nullable=False),
        sa.Column("ceiling_minor", sa.Integer(), nullable=False),
        sa.CheckConstraint("0 < floor_minor AND floor_minor <= ceiling_minor", name=op.f("ck_rate_bound_order")),
        sa.ForeignKeyConstraint(["room_type_id"], ["room_type.id"], name=op.f("fk_rate_bound_room_type_id")),
        sa.PrimaryKeyConstraint("room_type_id", name=op.f("pk_rate_bound")),
    )
    op.create_table(
        "rate_draft",
        sa.Column("id", ID, nullable=False),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_rate_draft_location_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rate_draft")),
        sa.UniqueConstraint("location_id", name=op.f("uq_rate_draft_location_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "draft_rate",
        sa.Column("draft_id", ID, autoincrement=False, nullable=False),
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("room_type_id", ID, autoincrement=False, nullable=False),
        sa.Column("rate_plan_id", ID, autoincrement=False, nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("before_minor", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("staff_id", ID, nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_draft_rate_amount")),
        sa.ForeignKeyConstraint(["draft_id"], ["rate_draft.id"], name=op.f("fk_draft_rate_draft_id")),
        sa.ForeignKeyConstraint(["rate_plan_id"], ["rate_plan.id"], name=op.f("fk_draft_rate_rate_plan_id")),
        sa.ForeignKeyConstraint(["room_type_id"], ["room_type.id"], name=op.f("fk_draft_rate_room_type_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_draft_rate_staff_id")),
        sa.PrimaryKeyConstraint("draft_id", "night", "room_type_id", "rate_plan_id", name=op.f("pk_draft_rate")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "draft_restriction",
        sa.Column("draft_id", ID, autoincrement=False, nullable=False),
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("scope", sa.String(length=10), nullable=False),
        sa.Column("scope_id", ID, autoincrement=False, nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("closed_to_arrival", sa.Boolean(), nullable=False),
        sa.Column("closed_to_departure", sa.Boolean(), nullable=False),
        sa.Column("min_stay_arrival", sa.Integer(), nullable=True),
        sa.Column("min_stay_through", sa.Integer(), nullable=True),
        sa.Column("max_stay", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("staff_id", ID, nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("scope IN ('location', 'room_type', 'rate_plan')", name=op.f("ck_draft_restriction_scope")),
        sa.ForeignKeyConstraint(["draft_id"], ["rate_draft.id"], name=op.f("fk_draft_restriction_draft_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_draft_restriction_staff_id")),
        sa.PrimaryKeyConstraint("draft_id", "night", "scope", "scope_id", name=op.f("pk_draft_restriction")),
    )
    op.create_table(
        "draft_plan",
        sa.Column("draft_id", ID, autoincrement=False, nullable=False),
        sa.Column("rate_plan_id", ID, autoincrement=False, nullable=False),
        sa.Column("adjust_bp", sa.Integer(), nullable=False),
        sa.Column("adjust_minor", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("staff_id", ID, nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["rate_draft.id"], name=op.f("fk_draft_plan_draft_id")),
        sa.ForeignKeyConstraint(["rate_plan_id"], ["rate_plan.id"], name=op.f("fk_draft_plan_rate_plan_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_draft_plan_staff_id")),
        sa.PrimaryKeyConstraint("draft_id", "rate_plan_id", name=op.f("pk_draft_plan")),
    )


def downgrade() -> None:
    op.drop_table("draft_plan")
    op.drop_table("draft_restriction")
    op.drop_table("draft_rate")
    op.drop_table("rate_draft")
    op.drop_table("rate_bound")
    op.drop_column("price_history", "staff_id")
