"""Naming: whom words mean that somebody typed: a name, an e-mail or a card."""

from collections import Counter
from collections.abc import Iterator, Sequence

from webapp.core.actor import Actor
from webapp.core.errors import Invalid
from webapp.core.words import _

from . import called, card_codes, people
from .card_codes import Holder
from .models import User
from .people import Named

MOST_NAMED = 6  # people whom the same words fit


def named(actor: Actor, words: str, *, field: str = "student") -> User:
    """The one active person who is called just so or has this e-mail, whose card it is, or whom all words fit.

    Invalid, at this field, with who it could be, or that who is called so may not come in any more.
    """
    exact = called.exactly(actor, [words])[words] if words else []
    if len(exact) == 1:
        return people.find(actor, exact[0].id)
    if not exact and (holder := card_codes.holder(actor, [words])):
        return _carded(actor, holder, field)
    fit = exact or _first_found(actor, words, field)
    if len(fit) == 1:
        return people.find(actor, fit[0].id)
    names = ", ".join(told_apart(fit[:MOST_NAMED]))
    raise Invalid(fields={field: _("Several people match: %(value)s", value=names)})


def told_apart(fit: Sequence[Named]) -> Iterator[str]:
    """Their names, in this order; of those that several have, with the e-mail by which each can be named."""
    names = Counter(each.name for each in fit)
    for each in fit:
        yield each.name if names[each.name] == 1 else f"{each.name} ({each.email})"


def _first_found(actor: Actor, words: str, field: str) -> list[Named]:
    """The first active people whom all of these words fit. Invalid for none, and where just who is called so is not."""
    if not words:
        raise _nobody(words, field)
    gone = called.disabled(actor, words, MOST_NAMED)
    if just_so := [each for each in gone if called.is_called(each, words)]:
        raise _gone(just_so, field)
    if fit := called.active(actor, words, MOST_NAMED):
        return fit
    raise _gone(gone, field) if gone else _nobody(words, field)


def _nobody(words: str, field: str) -> Invalid:
    return Invalid(fields={field: _("Nobody is called %(words)s", words=words)})


def _gone(persons: Sequence[Named], field: str) -> Invalid:
    """They are known, and may not come in: what would do instead."""
    refusal = _(
        "%(names)s may not come in any more: name somebody else, or ask an admin to enable the account",
        names=", ".join(told_apart(persons)),
    )
    facts = {"person": persons[0].id} if len(persons) == 1 else {}
    return Invalid(fields={field: refusal}, facts=facts)


def _carded(actor: Actor, holder: Holder, field: str) -> User:
    """Whose card it is. Invalid if they may not come in, or if it is not valid any more."""
    if not holder.is_valid:
        raise Invalid(fields={field: card_codes.not_valid(holder)})
    if not holder.is_active:
        raise _gone([Named(holder.id, holder.name, holder.email)], field)
    return people.find(actor, holder.id)
