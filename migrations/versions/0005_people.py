"""people"""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0003"
branch_labels = None
depends_on = None

ROLE = "role IN ('student', 'teacher', 'desk', 'admin')"
TAUGHT = "teacher_id IS NULL OR role = 'student'"
INSTANT = sa.DateTime(timezone=True)


def upgrade():
    now = datetime.now(UTC)
    with op.batch_alter_table("users") as batch_op:
        batch_op.add_column(sa.Column("teacher_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("is_active", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("created_at", INSTANT, nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=True))
    users = sa.table("users", *map(sa.column, ("email", "is_active", "version")), sa.column("created_at", INSTANT))
    op.execute(
        users.update().values(email=sa.func.lower(users.c.email), is_active=sa.true(), version=1, created_at=now)
    )
    with op.batch_alter_table("users") as batch_op:
        for name, kind in (("is_active", sa.Boolean()), ("created_at", INSTANT), ("version", sa.Integer())):
            batch_op.alter_column(name, existing_type=kind, nullable=False)
        batch_op.create_index(batch_op.f("ix_users_teacher_id"), ["teacher_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_users_teacher_id"), "users", ["teacher_id"], ["id"])
        batch_op.create_check_constraint(batch_op.f("ck_users_role_known"), ROLE)
        batch_op.create_check_constraint(batch_op.f("ck_users_email_lower_case"), "email = lower(email)")
        batch_op.create_check_constraint(batch_op.f("ck_users_only_students_have_teachers"), TAUGHT)

    with op.batch_alter_table("sign_ins") as batch_op:
        batch_op.add_column(sa.Column("agent", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("seen_at", INSTANT, nullable=True))
        batch_op.add_column(sa.Column("expires_at", INSTANT, nullable=True))
    sign_ins = sa.table("sign_ins", sa.column("agent"), sa.column("seen_at", INSTANT), sa.column("expires_at", INSTANT))
    op.execute(sign_ins.update().values(agent="", seen_at=now, expires_at=now + timedelta(days=30)))
    with op.batch_alter_table("sign_ins") as batch_op:
        for name, kind in (("agent", sa.String(length=200)), ("seen_at", INSTANT), ("expires_at", INSTANT)):
            batch_op.alter_column(name, existing_type=kind, nullable=False)
        batch_op.create_index(batch_op.f("ix_sign_ins_user_id"), ["user_id"], unique=False)

    op.create_table(
        "groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('class', 'ensemble')", name=op.f("ck_groups_kind_known")),
        sa.ForeignKeyConstraint(["teacher_id"], ["users.id"], name=op.f("fk_groups_teacher_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_groups")),
        sa.UniqueConstraint("name", name=op.f("uq_groups_name")),
    )
    op.create_index(op.f("ix_groups_teacher_id"), "groups", ["teacher_id"])
    op.create_table(
        "memberships",
        sa.Column("group_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_memberships_group_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_memberships_user_id")),
        sa.PrimaryKeyConstraint("group_id", "user_id", name=op.f("pk_memberships")),
    )
    op.create_index(op.f("ix_memberships_user_id"), "memberships", ["user_id"])
    op.create_table(
        "sign_in_failures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failures")),
    )
    op.create_index("ix_sign_in_failures_email", "sign_in_failures", ["email", "created_at"])
    op.create_index("ix_sign_in_failures_address", "sign_in_failures", ["address", "created_at"])
    op.create_table(
        "tokens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("last_seen_at", INSTANT, nullable=True),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_tokens_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_tokens_token_hash")),
    )
    op.create_index(op.f("ix_tokens_user_id"), "tokens", ["user_id"])


def downgrade():
    for name in ("tokens", "sign_in_failures", "memberships", "groups"):
        op.drop_table(name)
    with op.batch_alter_table("sign_ins") as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_ins_user_id"))
        for name in ("agent", "seen_at", "expires_at"):
            batch_op.drop_column(name)
    with op.batch_alter_table("users") as batch_op:
        for name in ("role_known", "email_lower_case", "only_students_have_teachers"):
            batch_op.drop_constraint(batch_op.f(f"ck_users_{name}"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_users_teacher_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_users_teacher_id"))
        for name in ("teacher_id", "is_active", "created_at", "version"):
            batch_op.drop_column(name)
