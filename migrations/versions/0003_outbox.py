"""Keep messages to send"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
revision = '0003_outbox'
down_revision = '0002_journal'


def upgrade() -> None:
    op.create_table('message',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('subject', sa.String(length=20), nullable=False),
    sa.Column('subject_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('occasion', sa.String(length=40), nullable=False),
    sa.Column('template_version', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('address', sa.String(length=254), nullable=False),
    sa.Column('facts', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=False),
    sa.Column('message_id', sa.String(length=120), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('failure', sa.String(length=500), nullable=True),
    sa.CheckConstraint("state IN ('waiting', 'sent', 'failed', 'withdrawn')", name=op.f('ck_message_state')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message')),
    sa.UniqueConstraint('kind', 'subject', 'subject_id', 'occasion', name=op.f('uq_message_kind_subject_subject_id_occasion')),
    sa.UniqueConstraint('message_id', name=op.f('uq_message_message_id'))
    )
    op.create_index('ix_message_due', 'message', ['state', 'due_at'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_message_due', table_name='message')
    op.drop_table('message')
