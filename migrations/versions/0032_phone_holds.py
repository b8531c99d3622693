"""Say who holds a room for a caller, and when the caller was mailed the way to pay"""

import sqlalchemy as sa
from alembic import op

revision = "0032_phone_holds"
down_revision = "0031_staff_keys"

BY_PHONE = sa.text("source = 'phone'")


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("checkout", sa.Column("staff_id", number, nullable=True))
    op.add_column("checkout", sa.Column("link_sent_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_checkout_by_phone",
        "checkout",
        ["location_id", "held_until_at"],
        sqlite_where=BY_PHONE,
        postgresql_where=BY_PHONE,
    )


def downgrade() -> None:
    op.drop_index("ix_checkout_by_phone", table_name="checkout")
    op.drop_column("checkout", "link_sent_at")
    op.drop_column("checkout", "staff_id")
