"""stock, more"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("stocktakes") as batch_op:
        batch_op.add_column(
            sa.Column("choices", sa.JSON(), nullable=False, server_default="{}")
        )
    with op.batch_alter_table("transfer_lines") as batch_op:
        batch_op.add_column(
            sa.Column("condition_before", sa.String(length=20), nullable=True)
        )


def downgrade():
    with op.batch_alter_table("transfer_lines") as batch_op:
        batch_op.drop_column("condition_before")
    with op.batch_alter_table("stocktakes") as batch_op:
        batch_op.drop_column("choices")
