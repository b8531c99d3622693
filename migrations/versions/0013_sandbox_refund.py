"""Let the sandbox provider remember what it gave back"""

import sqlalchemy as sa
from alembic import op

revision = "0013_sandbox_refund"
down_revision = "0012_limit"


def upgrade() -> None:
    op.create_table(
        "sandbox_refund",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("refunded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_sandbox_refund_amount")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sandbox_session.id"], name=op.f("fk_sandbox_refund_session_id")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sandbox_refund")),
    )
    op.create_index(op.f("ix_sandbox_refund_session_id"), "sandbox_refund", ["session_id"])


def downgrade() -> None:
    op.drop_table("sandbox_refund")
