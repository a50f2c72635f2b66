"""change notice"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("room_rules") as batch_op:
        batch_op.add_column(sa.Column("change_notice_minutes", sa.Integer(), nullable=True))


def downgrade():
    with op.batch_alter_table("room_rules") as batch_op:
        batch_op.drop_column("change_notice_minutes")
