"""Keep goals, touchpoints and actions"""

import sqlalchemy as sa
from alembic import op

revision = "0051_plan"
down_revision = "0050_media_spend"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "goal",
        sa.Column("location_id", ID, autoincrement=False, nullable=False),
        sa.Column("phase", sa.String(length=20), nullable=False),
        sa.Column("promise", sa.String(length=200), nullable=False),
        sa.Column("measure", sa.String(length=20), nullable=True),
        sa.Column("measure_of", sa.String(length=40), nullable=False),
        sa.Column("aim_thousandths", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(measure IS NULL) = (aim_thousandths IS NULL)", name=op.f("ck_goal_aim")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_goal_location_id")),
        sa.PrimaryKeyConstraint("location_id", "phase", name=op.f("pk_goal")),
    )
    op.create_table(
        "touchpoint",
        sa.Column("id", ID, nullable=False),
        sa.Column("phase", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("whose", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("whose IN ('ours', 'partner', 'guest')", name=op.f("ck_touchpoint_whose")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_touchpoint")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_touchpoint_phase", "touchpoint", ["phase", "position"])
    op.create_table(
        "plan_action",
        sa.Column("id", ID, nullable=False),
        sa.Column("location_id", ID, nullable=True),
        sa.Column("phase", sa.String(length=20), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("desk", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("evidence", sa.String(length=300), nullable=False),
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("measure", sa.String(length=20), nullable=False),
        sa.Column("measure_of", sa.String(length=40), nullable=False),
        sa.Column("aim_thousandths", sa.Integer(), nullable=False),
        sa.Column("baseline_thousandths", sa.Integer(), nullable=True),
        sa.Column("baseline_n", sa.Integer(), nullable=False),
        sa.Column("baseline_since_on", sa.Date(), nullable=False),
        sa.Column("baseline_until_on", sa.Date(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("starts_on < due_on", name=op.f("ck_plan_action_days")),
        sa.CheckConstraint(
            "baseline_since_on <= baseline_until_on AND baseline_until_on < starts_on",
            name=op.f("ck_plan_action_baseline"),
        ),
        sa.CheckConstraint(
            "(baseline_thousandths IS NULL) = (baseline_n = 0)", name=op.f("ck_plan_action_counted")
        ),
        sa.CheckConstraint("decision IN ('kept', 'undone', 'dropped')", name=op.f("ck_plan_action_decision")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_plan_action_location_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["staff.id"], name=op.f("fk_plan_action_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_action")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_plan_action_location_id", "plan_action", ["location_id", "due_on"])


def downgrade() -> None:
    for table in ("plan_action", "touchpoint", "goal"):
        op.drop_table(table)
