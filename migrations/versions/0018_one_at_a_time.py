"""one at a time"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("room_rules") as batch_op:
        batch_op.add_column(sa.Column("one_at_a_time", sa.Boolean(), nullable=True))


def downgrade():
    with op.batch_alter_table("room_rules") as batch_op:
        batch_op.drop_column("one_at_a_time")
