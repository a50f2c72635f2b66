"""stock indexes"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NEW = {
    "ix_movements_location_id_id": ("movements", ["location_id", "id"]),
    "ix_movements_type_id": ("movements", ["type", "id"]),
    "ix_movements_created_at": ("movements", ["created_at"]),
    "ix_operations_created_at": ("operations", ["created_at"]),
    "ix_levels_status": ("levels", ["status"]),
}
SPARSE = {  # most rows have none, so they need not be in it
    "ix_movements_unit_id_id": ("movements", ["unit_id", "id"]),
    "ix_movements_checkout_id": ("movements", ["checkout_id"]),
    "ix_operations_checkout_id": ("operations", ["checkout_id"]),
    "ix_operations_transfer_id": ("operations", ["transfer_id"]),
    "ix_operations_repair_id": ("operations", ["repair_id"]),
    "ix_operations_stocktake_id": ("operations", ["stocktake_id"]),
    "ix_units_next_maintenance_on": ("units", ["next_maintenance_on"]),
}


def upgrade():
    for name, (table, columns) in NEW.items():
        op.create_index(name, table, columns)
    for name, (table, columns) in SPARSE.items():
        op.drop_index(name, table_name=table)
        create_sparse(name, table, columns, columns[0])
    create_sparse("ix_units_warranty_until", "units", ["warranty_until"], "warranty_until")
    create_sparse("ix_levels_low", "levels", ["status"], "reorder_point")


def create_sparse(name, table, columns, said):
    there = sa.text(f"{said} IS NOT NULL")
    op.create_index(name, table, columns, sqlite_where=there, postgresql_where=there)


def downgrade():
    op.drop_index("ix_levels_low", table_name="levels")
    op.drop_index("ix_units_warranty_until", table_name="units")
    for name, (table, columns) in SPARSE.items():
        op.drop_index(name, table_name=table)
        op.create_index(name, table, columns)
    for name, (table, _) in NEW.items():
        op.drop_index(name, table_name=table)
