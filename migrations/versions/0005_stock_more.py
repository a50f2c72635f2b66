"""stock, more"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WATCHED = sa.text("reorder_point IS NOT NULL")


def upgrade():
    with op.batch_alter_table("stocktakes") as batch_op:
        batch_op.add_column(sa.Column("choices", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("units") as batch_op:
        batch_op.create_index(batch_op.f("ix_units_warranty_until"), ["warranty_until"], unique=False)
    op.create_index("ix_levels_watched", "levels", ["item_id"], sqlite_where=WATCHED, postgresql_where=WATCHED)
    with op.batch_alter_table("transfer_lines") as batch_op:
        batch_op.add_column(sa.Column("condition_before", sa.String(length=20), nullable=True))


def downgrade():
    with op.batch_alter_table("transfer_lines") as batch_op:
        batch_op.drop_column("condition_before")
    op.drop_index("ix_levels_watched", "levels")
    with op.batch_alter_table("units") as batch_op:
        batch_op.drop_index(batch_op.f("ix_units_warranty_until"))
    with op.batch_alter_table("stocktakes") as batch_op:
        batch_op.drop_column("choices")
