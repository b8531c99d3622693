"""Know when a notice was last changed, who has read which of its revisions, and for which of them was promised"""

import sqlalchemy as sa
from alembic import op

revision = "0085_notice_revisions"
down_revision = "0084_booked_events"

AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("notice", sa.Column("revised_at", AT, nullable=True))
    op.add_column("notice_touch", sa.Column("first_told_at", AT, nullable=True))
    op.add_column("notice_touch", sa.Column("seen_revision", sa.Integer(), nullable=True))
    op.add_column("notice_alternative", sa.Column("notice_revision", sa.Integer(), nullable=True))
    op.execute("UPDATE notice SET revised_at = COALESCE(over_at, withdrawn_at, announced_at)")
    op.execute("UPDATE notice_touch SET first_told_at = told_at WHERE told_at IS NOT NULL")
    op.execute("UPDATE notice_touch SET seen_revision = told_revision WHERE seen_at IS NOT NULL")


def downgrade() -> None:
    op.drop_column("notice_alternative", "notice_revision")
    op.drop_column("notice_touch", "seen_revision")
    op.drop_column("notice_touch", "first_told_at")
    op.drop_column("notice", "revised_at")
