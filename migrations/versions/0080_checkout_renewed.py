"""Know since when a checkout that had lapsed holds its rooms again"""

import sqlalchemy as sa
from alembic import op

revision = "0080_checkout_renewed"
down_revision = "0079_restriction_author"


def upgrade() -> None:
    op.add_column("checkout", sa.Column("renewed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("checkout", "renewed_at")
