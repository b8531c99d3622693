"""Keep what somebody in a house is to do"""

import sqlalchemy as sa
from alembic import op

revision = "0015_task"
down_revision = "0014_asked_by"


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "task",
        sa.Column("id", number, nullable=False),
        sa.Column("location_id", number, nullable=True),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("subject_id", number, nullable=False),
        sa.Column("occasion", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('open', 'done')", name=op.f("ck_task_state")),
        sa.CheckConstraint("(state = 'done') = (done_at IS NOT NULL)", name=op.f("ck_task_done")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_task_location_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sa.UniqueConstraint(
            "kind", "subject", "subject_id", "occasion", name=op.f("uq_task_kind_subject_subject_id_occasion")
        ),
    )
    op.create_index("ix_task_open", "task", ["state", "location_id", "due_at"])
    op.create_index("ix_task_subject", "task", ["subject", "subject_id"])


def downgrade() -> None:
    op.drop_table("task")
