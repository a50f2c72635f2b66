"""Copies for guardians: what is late for long of whom they answer for, without a link that acts."""

from webapp.core import letters, mail
from webapp.core.posting import Later, Worded
from webapp.core.words import lazy
from webapp.people import reaching
from webapp.school import calendar

from . import digests, lines, tellings, untold


def due() -> list[int]:
    """Guardians whom there is something to tell today, by id, and who have no letter about it yet."""
    return sorted(untold.guardians() - LATER.left(calendar.today()))


def write(guardian_id: int) -> bool:
    """The letter of today, without its words; False where there is one, or nobody to write to."""
    guardian = reaching.guardian(guardian_id)
    if guardian is None:
        return False
    subject, today, at = lazy("Overdue loans"), calendar.today(), digests.leaves_at()
    letter = LATER.leave(guardian_id, guardian, subject, when=today, due_at=at)
    return letter is not None


def word(letter: mail.Claimed) -> Worded | None:
    """What it says now; None where nothing is left to say that was not told before."""
    guardian = reaching.guardian(letter.subject_id)
    news = untold.to_guardian(guardian, except_letter=letter.id) if guardian else []
    if guardian is None or not news:
        return None
    late = lines.first_of(news)
    told = {
        "late": lines.of(late),
        "more": max(0, len(news) - lines.MOST),
        "borrower": late[0].student_name,
    }
    content = letters.content("lending/mail/guardian", guardian, told)
    return Worded(content, tellings.recording(letter.id, news))


LATER = Later("guardian", "guardian", word)
