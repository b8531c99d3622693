"""Number what is cached"""

import sqlalchemy as sa
from alembic import op

revision = '0001_version'
down_revision = None


def upgrade() -> None:
    op.create_table('version',
    sa.Column('scope', sa.String(length=40), nullable=False),
    sa.Column('number', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('scope', name=op.f('pk_version'))
    )


def downgrade() -> None:
    op.drop_table('version')
