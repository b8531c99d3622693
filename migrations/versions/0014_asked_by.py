"""Tell browsers apart that ask for the same room twice"""

import sqlalchemy as sa
from alembic import op

revision = "0014_asked_by"
down_revision = "0013_sandbox_refund"


def upgrade() -> None:
    op.add_column("checkout", sa.Column("asked_by", sa.String(length=64), nullable=True))
    op.create_index(op.f("ix_checkout_asked_by"), "checkout", ["asked_by"])


def downgrade() -> None:
    op.drop_index(op.f("ix_checkout_asked_by"), table_name="checkout")
    op.drop_column("checkout", "asked_by")
