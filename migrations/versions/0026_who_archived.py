"""who archived"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("items") as batch_op:
        batch_op.add_column(sa.Column("archived_by", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_items_archived_by_users"), "users", ["archived_by"], ["id"]
        )


def downgrade():
    with op.batch_alter_table("items") as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_items_archived_by_users"), type_="foreignkey"
        )
        batch_op.drop_column("archived_by")
