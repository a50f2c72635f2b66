"""The pages on which a request is answered: signed in, or by the link of an e-mail, which lets its reader do just that.

A slice says how its requests are found, answered and shown. Which routes there are, and what is drawn after a refusal,
is the same for all of them.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import ClassVar, NamedTuple
from urllib.parse import urlencode

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from .actor import Actor
from .doors import actor, go, public, signed_in, wants_part
from .errors import Conflict, Invalid, Refusal, Stale
from .said import Said
from .signing import Ended
from .words import lazy

AT_INBOX = "inbox"  # in an address: it is answered from there
SHOWN_THERE = {  # beside it: whose requests the inbox shows, and which; other words are dropped
    "of": ("everyone",),
    "show": ("loans", "rooms", "stock", "repairs", "emails"),
}
_ANSWERED = {
    "approve": lazy("Approved"),
    "approve_and_hand_out": lazy("Approved and handed out"),
    "approve_ticked": lazy("Answered"),
    "change": lazy("Approved"),
    "answer": lazy("Answered"),
    "reject": lazy("Declined"),
    "decline": lazy("Declined"),
    "undo": lazy("It waits for an answer again"),
}


class Answerer(NamedTuple):
    """Who answers which request, and the address that the acts on it stand below."""

    who: Actor
    id: int
    base: str


@contextmanager
def leading_to(address: Callable[[int], str]) -> Iterator[None]:
    """Where reading a link finds that it has ended, the answer leads to what it was about, which asks to sign in;
    nothing is done that the link would have done."""
    try:
        yield
    except Ended as no:
        about = no.about
        no.page = lambda: go(address(about))
        raise


def from_inbox() -> str:
    """What an address carries on, where it is answered from the inbox: that, and what it shows there; else nothing."""
    if request.args.get("at") != AT_INBOX:
        return ""
    return urlencode({"at": AT_INBOX, **_shown_there()})


def inbox_address() -> str:
    """The inbox, as whoever comes from it saw it."""
    shown = _shown_there()
    return url_for("inbox.index", of=shown.get("of"), show=shown.get("show"))


def _shown_there() -> dict[str, str]:
    return {
        name: word
        for name, words in SHOWN_THERE.items()
        if (word := request.args.get(name, "")) in words
    }


View = Callable[..., Response]
Act = Callable[[Answerer, str], Response]  # answers by a verb


class AnsweringPages(ABC):
    """The routes of one kind of request."""

    buttons: ClassVar[tuple[str, ...]]  # the verbs that need nothing typed
    forms: ClassVar[tuple[str, ...]]  # the verbs that have a form
    form_endpoints: ClassVar[tuple[str, str]]  # of drawing such a form, and of sending it
    prefix: ClassVar[str] = (
        ""  # of its endpoints, where its blueprint has two kinds of requests
    )
    outcome_after_form: ClassVar[bool]
    """What a conflict in a form draws: what became of the request, or the form with what was typed."""

    def __init__(self, blueprint: Blueprint, path: str, link_path: str) -> None:
        """`path` leads to a request by its `<int:id>`, `link_path` by the `<token>` of an e-mail."""
        by_link = f"{self.prefix}by_link"
        self.by_link_endpoint = f"{blueprint.name}.{by_link}"
        blueprint.get(link_path, endpoint=by_link)(
            public(lambda token: self.card(self._by_link(token)))
        )
        self._add_acts(blueprint, path, "", signed_in, self.by_id)
        self._add_acts(blueprint, link_path, "_by_link", public, self._by_link)

    @abstractmethod
    def read_link(self, token: str) -> tuple[Actor, int]:
        """Who an e-mail was written to, and the id of the request it is about. Ended if it is no longer good."""

    @abstractmethod
    def address(self, id: int) -> str:
        """Where a request is shown to those who are signed in."""

    @abstractmethod
    def press(self, answerer: Answerer, verb: str) -> None:
        """Do what a button says."""

    @abstractmethod
    def draw_form(self, answerer: Answerer, verb: str) -> Response:
        """The page with the form of a verb. NotFound if the request is not theirs to see."""

    @abstractmethod
    def send_form(self, answerer: Answerer, verb: str) -> None:
        """Do what the form of a verb says. NotFound if the request is not theirs to see."""

    @abstractmethod
    def card(
        self, answerer: Answerer, *, status: int = 200, no: Refusal | None = None
    ) -> Response:
        """The request as it is by now; with `no`, why the act on it was refused."""

    def word(self, answerer: Answerer, verb: str) -> Said | None:
        """What is said once that is done, where the card does not say it."""
        return None

    def named(self, answerer: Answerer) -> str:
        """What was answered and whose it is, for the word after it."""
        return ""

    def by_id(self, id: int) -> Answerer:
        """Whoever is signed in."""
        return Answerer(actor(), id, self.address(id))

    def _by_link(self, token: str) -> Answerer:
        with leading_to(self.address):
            who, id = self.read_link(token)
        return Answerer(who, id, url_for(self.by_link_endpoint, token=token))

    def _add_acts(
        self,
        blueprint: Blueprint,
        path: str,
        suffix: str,
        guard: Callable[[View], View],
        answerer: Callable[..., Answerer],
    ) -> None:
        """The same routes for either way in; `answerer` reads what stands in its path."""

        def route(verbs: Sequence[str], endpoint: str, method: str, act: Act) -> None:
            def view(verb: str, **path_values: int | str) -> Response:
                return act(answerer(**path_values), verb)

            blueprint.add_url_rule(
                f"{path}/<any({', '.join(verbs)}):verb>",
                f"{self.prefix}{endpoint}{suffix}",
                guard(view),
                methods=[method],
            )

        draw, send = self.form_endpoints
        route(self.buttons, "decide", "POST", self._decide)
        route(self.forms, draw, "GET", self.draw_form)
        route(self.forms, send, "POST", self._send)

    def _decide(self, answerer: Answerer, verb: str) -> Response:
        """The card with the outcome; somebody may have been faster, and then it is theirs."""
        try:
            self.press(answerer, verb)
        except (Conflict, Invalid) as refused:
            self._show_outcome(refused, answerer)
            raise
        if wants_part():
            return self.card(answerer)
        return self._after(answerer, verb)

    def _send(self, answerer: Answerer, verb: str) -> Response:
        try:
            self.send_form(answerer, verb)
        except Conflict as refused:
            if self.outcome_after_form and not isinstance(refused, Stale):
                self._show_outcome(refused, answerer)
            raise
        return self._after(answerer, verb)

    def _after(self, answerer: Answerer, verb: str) -> Response:
        """Its page; or, where it was answered from the inbox, that, with what was said."""
        if request.args.get("at") != AT_INBOX:
            return go(answerer.base, self.word(answerer, verb))
        undo = "" if verb == "undo" else f"{answerer.base}/undo?{from_inbox()}"
        words = str(_ANSWERED[verb]), self.named(answerer)
        tone = "mute" if verb == "undo" else ""
        said = Said(": ".join(filter(None, words)), undo=undo, tone=tone)
        return go(inbox_address(), self.word(answerer, verb) or said)

    def _show_outcome(self, no: Refusal, answerer: Answerer) -> None:
        """Draw the refusal as the card, with what became of the request."""
        no.page = lambda: self.card(answerer, status=no.status, no=no)
