"""Price stays and keep quotes"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
revision = '0007_pricing'
down_revision = '0006_inventory'


def upgrade() -> None:
    op.create_table('levy',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('location_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=False),
    sa.Column('most_nights', sa.Integer(), nullable=True),
    sa.Column('vat_bp', sa.Integer(), nullable=False),
    sa.Column('holds_from_on', sa.Date(), nullable=False),
    sa.Column('holds_until_on', sa.Date(), nullable=True),
    sa.CheckConstraint("kind IN ('percent', 'person_night')", name=op.f('ck_levy_kind')),
    sa.ForeignKeyConstraint(['location_id'], ['location.id'], name=op.f('fk_levy_location_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_levy'))
    )
    op.create_table('party_price',
    sa.Column('location_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
    sa.Column('band', sa.String(length=10), nullable=False),
    sa.Column('from_age', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('to_age', sa.Integer(), nullable=False),
    sa.Column('amount_minor', sa.Integer(), nullable=False),
    sa.CheckConstraint("band IN ('single', 'adult', 'child', 'dog', 'cot')", name=op.f('ck_party_price_band')),
    sa.ForeignKeyConstraint(['location_id'], ['location.id'], name=op.f('fk_party_price_location_id')),
    sa.PrimaryKeyConstraint('location_id', 'band', 'from_age', name=op.f('pk_party_price'))
    )
    op.create_table('quote',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('location_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('total_minor', sa.Integer(), nullable=False),
    sa.Column('due_now_minor', sa.Integer(), nullable=False),
    sa.Column('policy', sa.String(length=20000), nullable=False),
    sa.Column('free_until_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('terms_version', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('0 <= due_now_minor AND due_now_minor <= total_minor', name=op.f('ck_quote_due_now')),
    sa.ForeignKeyConstraint(['location_id'], ['location.id'], name=op.f('fk_quote_location_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_quote'))
    )
    op.create_table('rate_plan',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('location_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('slug', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('summary', sa.String(length=300), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('on_sale', sa.Boolean(), nullable=False),
    sa.Column('base_plan_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('adjust_bp', sa.Integer(), nullable=False),
    sa.Column('adjust_minor', sa.Integer(), nullable=False),
    sa.Column('round_to_minor', sa.Integer(), nullable=False),
    sa.Column('due_now_bp', sa.Integer(), nullable=False),
    sa.Column('may_pay_at_house', sa.Boolean(), nullable=False),
    sa.Column('cancelling', sa.String(length=12), nullable=False),
    sa.Column('free_days', sa.Integer(), nullable=False),
    sa.Column('free_time', sa.Time(), nullable=False),
    sa.Column('resale_fee_minor', sa.Integer(), nullable=False),
    sa.CheckConstraint("cancelling IN ('free_until', 'resale')", name=op.f('ck_rate_plan_cancelling')),
    sa.CheckConstraint('due_now_bp BETWEEN 0 AND 10000', name=op.f('ck_rate_plan_due_now_bp')),
    sa.CheckConstraint('round_to_minor > 0', name=op.f('ck_rate_plan_round_to_minor')),
    sa.ForeignKeyConstraint(['base_plan_id'], ['rate_plan.id'], name=op.f('fk_rate_plan_base_plan_id')),
    sa.ForeignKeyConstraint(['location_id'], ['location.id'], name=op.f('fk_rate_plan_location_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rate_plan')),
    sa.UniqueConstraint('location_id', 'slug', name=op.f('uq_rate_plan_location_id_slug'))
    )
    op.create_table('restriction',
    sa.Column('night', sa.Date(), nullable=False),
    sa.Column('scope', sa.String(length=10), nullable=False),
    sa.Column('scope_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
    sa.Column('location_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('closed', sa.Boolean(), nullable=False),
    sa.Column('closed_to_arrival', sa.Boolean(), nullable=False),
    sa.Column('closed_to_departure', sa.Boolean(), nullable=False),
    sa.Column('min_stay_arrival', sa.Integer(), nullable=True),
    sa.Column('min_stay_through', sa.Integer(), nullable=True),
    sa.Column('max_stay', sa.Integer(), nullable=True),
    sa.CheckConstraint("scope IN ('location', 'room_type', 'rate_plan')", name=op.f('ck_restriction_scope')),
    sa.ForeignKeyConstraint(['location_id'], ['location.id'], name=op.f('fk_restriction_location_id')),
    sa.PrimaryKeyConstraint('night', 'scope', 'scope_id', name=op.f('pk_restriction'))
    )
    op.create_index(op.f('ix_restriction_location_id'), 'restriction', ['location_id'], unique=False)
    op.create_table('tax_rate',
    sa.Column('location_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('holds_from_on', sa.Date(), nullable=False),
    sa.Column('rate_bp', sa.Integer(), nullable=False),
    sa.CheckConstraint('rate_bp BETWEEN 0 AND 10000', name=op.f('ck_tax_rate_rate_bp')),
    sa.ForeignKeyConstraint(['location_id'], ['location.id'], name=op.f('fk_tax_rate_location_id')),
    sa.PrimaryKeyConstraint('location_id', 'kind', 'holds_from_on', name=op.f('pk_tax_rate'))
    )
    op.create_table('package_part',
    sa.Column('rate_plan_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('adult_minor', sa.Integer(), nullable=False),
    sa.Column('child_minor', sa.Integer(), nullable=False),
    sa.Column('added', sa.Boolean(), nullable=False),
    sa.CheckConstraint("kind IN ('breakfast', 'supper')", name=op.f('ck_package_part_kind')),
    sa.ForeignKeyConstraint(['rate_plan_id'], ['rate_plan.id'], name=op.f('fk_package_part_rate_plan_id')),
    sa.PrimaryKeyConstraint('rate_plan_id', 'kind', name=op.f('pk_package_part'))
    )
    op.create_table('price_history',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('room_type_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('rate_plan_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('night', sa.Date(), nullable=False),
    sa.Column('amount_minor', sa.Integer(), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['rate_plan_id'], ['rate_plan.id'], name=op.f('fk_price_history_rate_plan_id')),
    sa.ForeignKeyConstraint(['room_type_id'], ['room_type.id'], name=op.f('fk_price_history_room_type_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_price_history'))
    )
    op.create_index('ix_price_history_rate', 'price_history', ['room_type_id', 'rate_plan_id', 'night', 'published_at'], unique=False)
    op.create_table('quote_line',
    sa.Column('quote_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
    sa.Column('position', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('part', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('night', sa.Date(), nullable=True),
    sa.Column('label', sa.String(length=120), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('gross_minor', sa.Integer(), nullable=False),
    sa.Column('vat_bp', sa.Integer(), nullable=False),
    sa.Column('vat_minor', sa.Integer(), nullable=False),
    sa.Column('source', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=True),
    sa.CheckConstraint("kind IN ('room', 'breakfast', 'supper', 'extra', 'dog', 'cot', 'reduction', 'levy')", name=op.f('ck_quote_line_kind')),
    sa.ForeignKeyConstraint(['quote_id'], ['quote.id'], name=op.f('fk_quote_line_quote_id')),
    sa.PrimaryKeyConstraint('quote_id', 'position', name=op.f('pk_quote_line'))
    )
    op.create_table('rate',
    sa.Column('night', sa.Date(), nullable=False),
    sa.Column('room_type_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
    sa.Column('rate_plan_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
    sa.Column('amount_minor', sa.Integer(), nullable=False),
    sa.CheckConstraint('amount_minor > 0', name=op.f('ck_rate_amount')),
    sa.ForeignKeyConstraint(['rate_plan_id'], ['rate_plan.id'], name=op.f('fk_rate_rate_plan_id')),
    sa.ForeignKeyConstraint(['room_type_id'], ['room_type.id'], name=op.f('fk_rate_room_type_id')),
    sa.PrimaryKeyConstraint('night', 'room_type_id', 'rate_plan_id', name=op.f('pk_rate')),
    sqlite_with_rowid=False
    )


def downgrade() -> None:
    op.drop_table('rate')
    op.drop_table('quote_line')
    op.drop_index('ix_price_history_rate', table_name='price_history')
    op.drop_table('price_history')
    op.drop_table('package_part')
    op.drop_table('tax_rate')
    op.drop_index(op.f('ix_restriction_location_id'), table_name='restriction')
    op.drop_table('restriction')
    op.drop_table('rate_plan')
    op.drop_table('quote')
    op.drop_table('party_price')
    op.drop_table('levy')
