"""Keep what the board said of a call that was lost"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0086_call_denied"
down_revision = "0085_notice_revisions"

DOCUMENT = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.add_column("lost_call", sa.Column("denied", DOCUMENT, nullable=True))


def downgrade() -> None:
    op.drop_column("lost_call", "denied")
