"""whose e-mails a letter is among: a person's, by id, so that they follow a change of address"""

import sqlalchemy as sa
from alembic import op

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None

INDEX = "ix_letters_person_id_id"
BORROWED = {"checkout": "checkouts", "request": "requests", "reservation": "reservations"}
NO_NAMESAKE = """
    NOT EXISTS (SELECT 1 FROM users o WHERE o.name = letters.name AND o.id <> u.id)
    AND NOT EXISTS (SELECT 1 FROM guardians g WHERE g.name = letters.name)
"""


def upgrade():
    """What was written before is somebody's where its subject, or its address and name, leave no doubt."""
    op.add_column("letters", sa.Column("person_id", sa.Integer(), nullable=True))
    op.add_column(
        "letters",
        sa.Column(
            "is_to_guardian", sa.Boolean(), nullable=False, server_default=sa.false()
        ),
    )
    op.create_index(INDEX, "letters", ["person_id", "id"])
    _of_guardians()
    _of_people()
    for subject, table in BORROWED.items():
        _of_borrowers(subject, table)
    _by_address()
    _copies_to_guardians()


def downgrade():
    op.drop_index(INDEX, table_name="letters")
    op.drop_column("letters", "is_to_guardian")
    op.drop_column("letters", "person_id")


def _of_guardians():
    op.execute("""
        UPDATE letters SET is_to_guardian = TRUE, person_id = (
            SELECT user_id FROM guardians WHERE guardians.id = letters.subject_id
        ) WHERE subject_type = 'guardian' AND kind <> 'copy'
    """)


def _of_people():
    """Letters about a person are to them, and no others."""
    op.execute("""
        UPDATE letters SET person_id = (
            SELECT id FROM users WHERE users.id = letters.subject_id
        ) WHERE subject_type = 'person' AND kind <> 'copy'
    """)


def _of_borrowers(subject, table):
    """To the address that they had: by name, where nobody else is called so."""
    op.execute(f"""
        UPDATE letters SET person_id = (
            SELECT u.id FROM {table} t JOIN users u ON u.id = t.student_id
            WHERE t.id = letters.subject_id AND u.name = letters.name AND {NO_NAMESAKE}
        ) WHERE subject_type = '{subject}' AND kind <> 'copy'
    """)


def _by_address():
    """To who has the address, if they are called so too and no guardian is."""
    op.execute("""
        UPDATE letters SET person_id = (
            SELECT u.id FROM users u
            WHERE u.email = letters.address AND u.name = letters.name AND NOT EXISTS (
                SELECT 1 FROM guardians g
                WHERE g.email = letters.address AND g.name = letters.name
            )
        ) WHERE person_id IS NULL AND subject_type <> 'guardian'
    """)


def _copies_to_guardians():
    """Of whose e-mail it is a copy says its step: `copy:7:pia@home.example`."""
    op.execute("""
        UPDATE letters SET is_to_guardian = TRUE, person_id = (
            SELECT MAX(g.user_id) FROM letters o JOIN guardians g ON g.user_id = o.person_id
            WHERE letters.step = 'copy:' || o.id || ':' || g.email
            AND g.name = letters.name
            AND o.subject_type = letters.subject_type AND o.subject_id = letters.subject_id
        ) WHERE kind = 'copy' AND person_id IS NULL AND EXISTS (
            SELECT 1 FROM letters o JOIN guardians g ON g.user_id = o.person_id
            WHERE letters.step = 'copy:' || o.id || ':' || g.email
            AND g.name = letters.name
            AND o.subject_type = letters.subject_type AND o.subject_id = letters.subject_id
        )
    """)
