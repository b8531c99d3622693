"""Ask staff how easy their work was"""

import sqlalchemy as sa
from alembic import op

revision = "0052_pulse"
down_revision = "0051_plan"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "pulse_count",
        sa.Column("month_on", sa.Date(), nullable=False),
        sa.Column("location_id", ID, autoincrement=False, nullable=False),
        sa.Column("ease", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.CheckConstraint("ease BETWEEN 1 AND 5", name=op.f("ck_pulse_count_ease")),
        sa.CheckConstraint("answers > 0", name=op.f("ck_pulse_count_answers")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_pulse_count_location_id")),
        sa.PrimaryKeyConstraint("month_on", "location_id", "ease", name=op.f("pk_pulse_count")),
    )
    op.create_table(
        "pulse_asked",
        sa.Column("month_on", sa.Date(), nullable=False),
        sa.Column("staff_id", ID, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_pulse_asked_staff_id")),
        sa.PrimaryKeyConstraint("month_on", "staff_id", name=op.f("pk_pulse_asked")),
    )


def downgrade() -> None:
    for table in ("pulse_asked", "pulse_count"):
        op.drop_table(table)
