"""Let a file that somebody looks over hold restrictions as well as rates"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0090_rate_import_limits"
down_revision = "0089_notice_rooms"

DOCUMENT = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.add_column("rate_import", sa.Column("limits", DOCUMENT, nullable=True))


def downgrade() -> None:
    op.drop_column("rate_import", "limits")
