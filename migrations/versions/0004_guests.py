"""Know guests"""

import sqlalchemy as sa
from alembic import op

revision = '0004_guests'
down_revision = '0003_outbox'


def upgrade() -> None:
    op.create_table('guest',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=True),
    sa.Column('email_lower', sa.String(length=254), nullable=True),
    sa.Column('phone', sa.String(length=30), nullable=True),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('erased_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_guest')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_guest_email_lower', 'guest', ['email_lower'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_guest_email_lower', table_name='guest')
    op.drop_table('guest')
