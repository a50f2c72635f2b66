"""waits first"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("waits") as batch_op:
        batch_op.add_column(
            sa.Column(
                "comes_first", sa.Boolean(), nullable=False, server_default=sa.false()
            )
        )
    with op.batch_alter_table("waits") as batch_op:
        batch_op.alter_column("comes_first", server_default=None)


def downgrade():
    with op.batch_alter_table("waits") as batch_op:
        batch_op.drop_column("comes_first")
