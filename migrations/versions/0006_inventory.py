"""Count rooms, covers and extras"""

import sqlalchemy as sa
from alembic import op

revision = '0006_inventory'
down_revision = '0005_catalogue'


def upgrade() -> None:
    op.create_table('resource',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('location_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('room_type_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('sitting_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('extra_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.CheckConstraint('(CASE WHEN room_type_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN sitting_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN extra_id IS NULL THEN 0 ELSE 1 END) = 1', name=op.f('ck_resource_one_thing')),
    sa.ForeignKeyConstraint(['extra_id'], ['extra.id'], name=op.f('fk_resource_extra_id')),
    sa.ForeignKeyConstraint(['location_id'], ['location.id'], name=op.f('fk_resource_location_id')),
    sa.ForeignKeyConstraint(['room_type_id'], ['room_type.id'], name=op.f('fk_resource_room_type_id')),
    sa.ForeignKeyConstraint(['sitting_id'], ['sitting.id'], name=op.f('fk_resource_sitting_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_resource')),
    sa.UniqueConstraint('extra_id', name=op.f('uq_resource_extra_id')),
    sa.UniqueConstraint('room_type_id', name=op.f('uq_resource_room_type_id')),
    sa.UniqueConstraint('sitting_id', name=op.f('uq_resource_sitting_id'))
    )
    op.create_table('allotment',
    sa.Column('night', sa.Date(), nullable=False),
    sa.Column('resource_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
    sa.Column('sellable', sa.Integer(), nullable=False),
    sa.Column('taken', sa.Integer(), nullable=False),
    sa.Column('short', sa.Integer(), nullable=False),
    sa.CheckConstraint('0 <= taken AND taken <= sellable', name=op.f('ck_allotment_taken')),
    sa.CheckConstraint('short >= 0', name=op.f('ck_allotment_short')),
    sa.ForeignKeyConstraint(['resource_id'], ['resource.id'], name=op.f('fk_allotment_resource_id')),
    sa.PrimaryKeyConstraint('night', 'resource_id', name=op.f('pk_allotment')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_allotment_resource_night', 'allotment', ['resource_id', 'night'], unique=False)
    op.create_table('claim',
    sa.Column('owner', sa.String(length=10), nullable=False),
    sa.Column('owner_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
    sa.Column('resource_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
    sa.Column('night', sa.Date(), nullable=False),
    sa.Column('part', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('count > 0', name=op.f('ck_claim_count')),
    sa.ForeignKeyConstraint(['resource_id'], ['resource.id'], name=op.f('fk_claim_resource_id')),
    sa.PrimaryKeyConstraint('owner', 'owner_id', 'resource_id', 'night', 'part', name=op.f('pk_claim')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_claim_expiring', 'claim', ['expires_at'], unique=False, sqlite_where=sa.text('expires_at IS NOT NULL'), postgresql_where=sa.text('expires_at IS NOT NULL'))
    op.create_table('closure',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('resource_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.CheckConstraint('from_on < until_on AND count > 0', name=op.f('ck_closure_span')),
    sa.ForeignKeyConstraint(['resource_id'], ['resource.id'], name=op.f('fk_closure_resource_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_closure'))
    )
    op.create_table('room_night',
    sa.Column('room_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
    sa.Column('night', sa.Date(), nullable=False),
    sa.Column('stay_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.ForeignKeyConstraint(['room_id'], ['room.id'], name=op.f('fk_room_night_room_id')),
    sa.PrimaryKeyConstraint('room_id', 'night', name=op.f('pk_room_night'))
    )
    op.create_index(op.f('ix_room_night_stay_id'), 'room_night', ['stay_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_room_night_stay_id'), table_name='room_night')
    op.drop_table('room_night')
    op.drop_table('closure')
    op.drop_index('ix_claim_expiring', table_name='claim', sqlite_where=sa.text('expires_at IS NOT NULL'), postgresql_where=sa.text('expires_at IS NOT NULL'))
    op.drop_table('claim')
    op.drop_index('ix_allotment_resource_night', table_name='allotment')
    op.drop_table('allotment')
    op.drop_table('resource')
