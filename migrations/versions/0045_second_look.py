"""items of which what is approved waits for a second look, and the loans that wait for it"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("items") as batch_op:
        batch_op.add_column(
            sa.Column(
                "needs_second_look",
                sa.Boolean(),
                nullable=False,
                server_default=sa.false(),
            )
        )
    with op.batch_alter_table("checkouts") as batch_op:
        batch_op.add_column(
            sa.Column("needs_look", sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade():
    with op.batch_alter_table("checkouts") as batch_op:
        batch_op.drop_column("needs_look")
    with op.batch_alter_table("items") as batch_op:
        batch_op.drop_column("needs_second_look")
