"""ways in: what is void after a new password, who issued a token, letters that were given up"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("users") as batch_op:
        batch_op.add_column(
            sa.Column("epoch", sa.Integer(), nullable=False, server_default="0")
        )
    with op.batch_alter_table("users") as batch_op:
        batch_op.alter_column("epoch", server_default=None)
    with op.batch_alter_table("tokens") as batch_op:
        batch_op.add_column(sa.Column("issuer_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            "fk_tokens_issuer_id_users", "users", ["issuer_id"], ["id"]
        )
    with op.batch_alter_table("letters") as batch_op:
        batch_op.add_column(
            sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True)
        )


def downgrade():
    with op.batch_alter_table("letters") as batch_op:
        batch_op.drop_column("failed_at")
    with op.batch_alter_table("tokens") as batch_op:
        batch_op.drop_constraint("fk_tokens_issuer_id_users", type_="foreignkey")
        batch_op.drop_column("issuer_id")
    with op.batch_alter_table("users") as batch_op:
        batch_op.drop_column("epoch")
