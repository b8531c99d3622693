"""Keep who set a restriction, and when"""

import sqlalchemy as sa
from alembic import op

revision = "0079_restriction_author"
down_revision = "0078_funnel_cells"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("restriction", sa.Column("published_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("restriction", sa.Column("staff_id", ID, nullable=True))


def downgrade() -> None:
    op.drop_column("restriction", "staff_id")
    op.drop_column("restriction", "published_at")
