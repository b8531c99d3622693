"""Say behind which doors a notice is felt"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0089_notice_rooms"
down_revision = "0088_told_apart"

LIST = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.add_column("notice", sa.Column("rooms", LIST, nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("notice", "rooms")
