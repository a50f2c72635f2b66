"""group loans: for which class or ensemble a request is"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("requests") as batch_op:
        batch_op.add_column(sa.Column("group_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("group_name", sa.String(length=80), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_requests_group_id"), "groups", ["group_id"], ["id"]
        )
        batch_op.create_index(op.f("ix_requests_group_id"), ["group_id"])


def downgrade():
    """Who answers for a group's loan has it alone."""
    with op.batch_alter_table("requests") as batch_op:
        batch_op.drop_index(op.f("ix_requests_group_id"))
        batch_op.drop_constraint(op.f("fk_requests_group_id"), type_="foreignkey")
        batch_op.drop_column("group_name")
        batch_op.drop_column("group_id")
