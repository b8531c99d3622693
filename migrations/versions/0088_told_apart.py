"""Remember which guests look alike and are two"""

import sqlalchemy as sa
from alembic import op

revision = "0088_told_apart"
down_revision = "0087_case_callers"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "told_apart",
        sa.Column("lower_id", ID, nullable=False),
        sa.Column("higher_id", ID, nullable=False),
        sa.Column("told_by", ID, nullable=True),
        sa.Column("told_at", AT, nullable=False),
        sa.CheckConstraint("lower_id < higher_id", name=op.f("ck_told_apart_two")),
        sa.ForeignKeyConstraint(["lower_id"], ["guest.id"], name=op.f("fk_told_apart_lower_id")),
        sa.ForeignKeyConstraint(["higher_id"], ["guest.id"], name=op.f("fk_told_apart_higher_id")),
        sa.PrimaryKeyConstraint("lower_id", "higher_id", name=op.f("pk_told_apart")),
    )
    op.create_index(op.f("ix_told_apart_higher_id"), "told_apart", ["higher_id"])


def downgrade() -> None:
    op.drop_table("told_apart")
