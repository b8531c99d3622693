"""Ask for money and give it back"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
revision = '0008_payments'
down_revision = '0007_pricing'


def upgrade() -> None:
    op.create_table('payment',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('idempotency_key', sa.String(length=80), nullable=False),
    sa.Column('provider', sa.String(length=12), nullable=False),
    sa.Column('provider_session', sa.String(length=200), nullable=True),
    sa.Column('provider_payment', sa.String(length=200), nullable=True),
    sa.Column('owner', sa.String(length=10), nullable=False),
    sa.Column('owner_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('purpose', sa.String(length=12), nullable=False),
    sa.Column('attempt', sa.Integer(), nullable=False),
    sa.Column('amount_minor', sa.Integer(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('url', sa.String(length=500), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state IN ('asked', 'open', 'captured', 'declined', 'expired')", name=op.f('ck_payment_state')),
    sa.CheckConstraint('amount_minor > 0', name=op.f('ck_payment_amount')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payment')),
    sa.UniqueConstraint('idempotency_key', name=op.f('uq_payment_idempotency_key')),
    sa.UniqueConstraint('provider_session', name=op.f('uq_payment_provider_session'))
    )
    op.create_index('ix_payment_owner', 'payment', ['owner', 'owner_id'], unique=False)
    op.create_table('provider_event',
    sa.Column('provider', sa.String(length=12), nullable=False),
    sa.Column('event_id', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('facts', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('provider', 'event_id', name=op.f('pk_provider_event'))
    )
    op.create_table('sandbox_session',
    sa.Column('id', sa.String(length=40), nullable=False),
    sa.Column('idempotency_key', sa.String(length=80), nullable=False),
    sa.Column('amount_minor', sa.Integer(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('description', sa.String(length=300), nullable=False),
    sa.Column('return_url', sa.String(length=500), nullable=False),
    sa.Column('cancel_url', sa.String(length=500), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('card', sa.String(length=20), nullable=True),
    sa.Column('refunded_minor', sa.Integer(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state IN ('open', 'challenged', 'captured', 'declined', 'expired')", name=op.f('ck_sandbox_session_state')),
    sa.CheckConstraint('0 <= refunded_minor AND refunded_minor <= amount_minor', name=op.f('ck_sandbox_session_refunded')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sandbox_session')),
    sa.UniqueConstraint('idempotency_key', name=op.f('uq_sandbox_session_idempotency_key'))
    )
    op.create_table('refund',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('payment_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('idempotency_key', sa.String(length=80), nullable=False),
    sa.Column('amount_minor', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('provider_refund', sa.String(length=200), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state IN ('asked', 'done', 'failed')", name=op.f('ck_refund_state')),
    sa.CheckConstraint('amount_minor > 0', name=op.f('ck_refund_amount')),
    sa.ForeignKeyConstraint(['payment_id'], ['payment.id'], name=op.f('fk_refund_payment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_refund')),
    sa.UniqueConstraint('idempotency_key', name=op.f('uq_refund_idempotency_key'))
    )
    op.create_index(op.f('ix_refund_payment_id'), 'refund', ['payment_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_refund_payment_id'), table_name='refund')
    op.drop_table('refund')
    op.drop_table('sandbox_session')
    op.drop_table('provider_event')
    op.drop_index('ix_payment_owner', table_name='payment')
    op.drop_table('payment')
