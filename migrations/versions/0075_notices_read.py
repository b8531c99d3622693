"""What was read in a checkout before it was paid for"""

import sqlalchemy as sa
from alembic import op

revision = "0075_notices_read"
down_revision = "0074_choices"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "notice_read",
        sa.Column("checkout_id", ID, nullable=False),
        sa.Column("notice_id", ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["checkout_id"], ["checkout.id"], name=op.f("fk_notice_read_checkout_id")),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_notice_read_notice_id")),
        sa.PrimaryKeyConstraint("checkout_id", "notice_id", name=op.f("pk_notice_read")),
    )


def downgrade() -> None:
    op.drop_table("notice_read")
