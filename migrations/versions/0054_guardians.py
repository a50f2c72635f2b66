"""telephone numbers, and guardians"""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("users") as users:
        users.add_column(
            sa.Column("phone", sa.String(length=40), nullable=False, server_default="")
        )
    op.create_table(
        "guardians",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "phone <> '' OR email <> ''", name=op.f("ck_guardians_can_be_reached")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_guardians_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guardians")),
    )
    op.create_index(op.f("ix_guardians_user_id"), "guardians", ["user_id"])


def downgrade():
    op.drop_table("guardians")
    with op.batch_alter_table("users") as users:
        users.drop_column("phone")
