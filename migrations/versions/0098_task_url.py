"""Say of a task where what it is about is looked at"""

import sqlalchemy as sa
from alembic import op

revision = "0098_task_url"
down_revision = "0097_visits_of_few"


def upgrade() -> None:
    op.add_column("task", sa.Column("url", sa.String(300), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("task", "url")
