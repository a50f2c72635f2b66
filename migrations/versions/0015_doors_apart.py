"""doors apart"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("sign_in_failures") as batch_op:
        batch_op.add_column(
            sa.Column(
                "kind", sa.String(length=20), nullable=False, server_default="password"
            )
        )
        batch_op.alter_column("email", existing_type=sa.String(length=254), nullable=True)
    op.execute(
        "UPDATE sign_in_failures SET kind = 'door', email = NULL WHERE email = 'A DOOR'"
    )
    with op.batch_alter_table("sign_in_failures") as batch_op:
        batch_op.alter_column("kind", server_default=None)
        batch_op.create_check_constraint(
            batch_op.f("ck_sign_in_failures_kind_known"), "kind IN ('password', 'door')"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_sign_in_failures_passwords_have_emails"),
            "(kind = 'password') = (email IS NOT NULL)",
        )


def downgrade():
    with op.batch_alter_table("sign_in_failures") as batch_op:
        batch_op.drop_constraint(
            batch_op.f("ck_sign_in_failures_passwords_have_emails"), type_="check"
        )
        batch_op.drop_constraint(
            batch_op.f("ck_sign_in_failures_kind_known"), type_="check"
        )
    op.execute("UPDATE sign_in_failures SET email = 'A DOOR' WHERE kind = 'door'")
    with op.batch_alter_table("sign_in_failures") as batch_op:
        batch_op.alter_column("email", existing_type=sa.String(length=254), nullable=False)
        batch_op.drop_column("kind")
