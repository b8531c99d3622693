"""Let several workers deliver messages, and keep mail where there is no server"""

import sqlalchemy as sa
from alembic import op

revision = "0019_delivery"
down_revision = "0018_changes"


def upgrade() -> None:
    op.add_column("message", sa.Column("holder", sa.String(length=40), nullable=True))
    op.add_column("message", sa.Column("held_until_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "kept_mail",
        sa.Column("message_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_kept_mail_message_id")),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_kept_mail")),
    )
    op.create_index(op.f("ix_kept_mail_kept_at"), "kept_mail", ["kept_at"])


def downgrade() -> None:
    op.drop_table("kept_mail")
    op.drop_column("message", "held_until_at")
    op.drop_column("message", "holder")
