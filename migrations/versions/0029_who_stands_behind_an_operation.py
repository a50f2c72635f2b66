"""who issued the token an operation was done with"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("operations") as batch_op:
        batch_op.add_column(sa.Column("issuer_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_operations_issuer_id_users"), "users", ["issuer_id"], ["id"]
        )


def downgrade():
    with op.batch_alter_table("operations") as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_operations_issuer_id_users"), type_="foreignkey"
        )
        batch_op.drop_column("issuer_id")
