"""archiving and restoring an item are operations that move nothing"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

KEPT = sa.text("item_id IS NOT NULL")


def upgrade():
    with op.batch_alter_table("operations") as batch_op:
        batch_op.add_column(sa.Column("item_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_operations_item_id_items"), "items", ["item_id"], ["id"]
        )
    op.create_index(
        op.f("ix_operations_item_id"),
        "operations",
        ["item_id"],
        sqlite_where=KEPT,
        postgresql_where=KEPT,
    )


def downgrade():
    """The older version takes an operation without movements for damage."""
    op.execute("DELETE FROM operations WHERE item_id IS NOT NULL")
    op.drop_index(op.f("ix_operations_item_id"), "operations")
    with op.batch_alter_table("operations") as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_operations_item_id_items"), type_="foreignkey"
        )
        batch_op.drop_column("item_id")
