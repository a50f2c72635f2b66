"""who fetches what somebody asked for, in their stead"""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None

KEY = "fk_requests_contact_id_users"
INDEX = "ix_requests_contact_id"


def upgrade():
    with op.batch_alter_table("requests") as batch_op:
        batch_op.add_column(sa.Column("contact_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("contact_name", sa.String(length=80), nullable=True))
        batch_op.create_foreign_key(op.f(KEY), "users", ["contact_id"], ["id"])
        batch_op.create_index(op.f(INDEX), ["contact_id"])


def downgrade():
    """The loans stay; who was to fetch them is forgotten."""
    with op.batch_alter_table("requests") as batch_op:
        batch_op.drop_index(op.f(INDEX))
        batch_op.drop_constraint(op.f(KEY), type_="foreignkey")
        batch_op.drop_column("contact_name")
        batch_op.drop_column("contact_id")
