"""Terms: from when until when, and by which day what is lent comes back; kept by admins."""

from datetime import date, timedelta

from sqlalchemy import select

from webapp.core import rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid
from webapp.core.words import _

from . import calendar, deciding, open_days
from .day_spans import TermDays
from .effects import done
from .models import Term

LONGEST = timedelta(days=366)
MOST = 60  # rows
FURTHEST = timedelta(days=10 * 366)  # from today, either way
DAYS = ("starts_on", "ends_on", "return_by")


def list_all() -> list[Term]:
    """All of them, by their first day."""
    return rows.listed(select(Term).order_by(Term.starts_on, Term.id))


def of(day: date) -> TermDays | None:
    """The term that has this day; None on holidays, and where no term is entered. It reads what `open_days` read."""
    return open_days.now_decided().term_of(day)


def find(id: int, *, lock: bool = False) -> Term:
    """NotFound if there is none."""
    return rows.find(select(Term).where(Term.id == id), _("Term not found"), lock=lock)


def add(actor: Actor, **described: str | date) -> Term:
    """A new term, as in `schemas.opening.TermInput`.

    NotAllowed but for admins; Invalid at its field for days that run backwards, overlap another term or are more than
    ten years away, and for a return day that is closed or outside of the term; Conflict where there are too many.
    """
    deciding.lock()
    deciding.check_may(actor)
    if len(list_all()) >= MOST:
        raise Conflict(_("At most %(most)s terms: remove past ones", most=MOST))
    return _save(Term(), described)


def describe(
    actor: Actor, id: int, *, version: int | None = None, **described: str | date
) -> Term:
    """Change what is given. Stale, with what is there now, if `version` is not the current one."""
    term = _managed(actor, id)
    changed = _("Somebody changed %(name)s while you were typing", name=term.name)
    rows.check_version(version, term.version, changed, lambda: facts(term))
    return _save(term, described)


def remove(actor: Actor, id: int) -> None:
    """What is lent keeps its due day."""
    term = _managed(actor, id)
    done.let_go(term)
    db.session.delete(term)
    db.session.flush()
    open_days.forget()


def facts(term: Term) -> dict[str, str | date | int]:
    """A term as it is described."""
    return {name: getattr(term, name) for name in ("name", *DAYS, "version")}


def _managed(actor: Actor, id: int) -> Term:
    """A locked one that the actor may change."""
    deciding.lock()
    term = find(id, lock=True)
    deciding.check_may(actor)
    return term


def _save(term: Term, described: dict[str, str | date]) -> Term:
    before = [getattr(term, name) for name in DAYS]
    with db.session.no_autoflush:
        rows.assign(term, described)
        problems = {}
        if before != [
            getattr(term, name) for name in DAYS
        ]:  # days that close later change no term
            problems = _problems(term) or _clashes(term)
    if problems:
        raise Invalid(fields=problems)
    db.session.add(term)
    db.session.flush()
    open_days.forget()
    return term


def _problems(term: Term) -> dict[str, str]:
    """What makes no sense in itself."""
    for name in DAYS:
        if abs(getattr(term, name) - calendar.today()) > FURTHEST:
            return {name: _("Choose a day within ten years")}
    if term.ends_on <= term.starts_on:
        return {"ends_on": _("Choose a day after the first")}
    if term.ends_on - term.starts_on > LONGEST:
        return {"ends_on": _("A term lasts a year at most")}
    if not term.starts_on <= term.return_by <= term.ends_on:
        return {"return_by": _("Choose a day of the term")}
    return {}


def _clashes(term: Term) -> dict[str, str]:
    """What does not go with the other terms and the days the school is open."""
    for other in list_all():
        if (
            other.id != term.id
            and other.starts_on <= term.ends_on
            and term.starts_on <= other.ends_on
        ):
            at = "ends_on" if term.starts_on < other.starts_on else "starts_on"
            ends = calendar.in_words(other.ends_on)
            starts = calendar.in_words(other.starts_on)
            return {
                at: _(
                    "%(name)s is from %(starts)s to %(ends)s: terms do not overlap",
                    name=other.name,
                    starts=starts,
                    ends=ends,
                )
            }
    decided = open_days.now_decided()
    if decided.is_open(term.return_by):
        return {}
    before = calendar.in_words(decided.until_day(term.return_by))
    return {
        "return_by": _(
            "The school is closed then; the last open day is %(day)s", day=before
        )
    }
