"""The dates of a series on a page: what each would be, and what its reader chooses for those that cannot be had."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import parse_qsl, urlencode

from pydantic import ValidationError
from werkzeug.wrappers import Response

from webapp.core import form_addresses
from webapp.core.doors import page
from webapp.core.errors import Conflict, Invalid, Stale
from webapp.core.inputs import problems

from ..forms.series import ChangeForm, SeriesForm
from ..schemas.series import DateChoiceInput
from ..series.series_lines import Choice, Line, Preview

CHOICE = "on-"  # before the date in a field's name
SKIP = "skip=1"  # a choice: nothing is booked on that date


def show(
    form: SeriesForm | ChangeForm,
    planned: Preview,
    refusal: Conflict | None,
    *,
    action: str,
    words: str,
) -> Response:
    """All that was asked goes along in hidden fields; what is chosen stands at its date."""
    chosen = {choice.on for choice in choices()}
    special = chosen | {line.want.on for line in planned.bad}
    typed = [
        (name, value)
        for name, value in form_addresses.sent().items(multi=True)
        if name in form.reads.model_fields
    ]
    return page(
        "rooms/series/series_preview",
        refusal.status if refusal else 200,
        form=form,
        plan=planned,
        typed=typed,
        no=refusal,
        action=action,
        words=words,
        open=[line for line in planned.lines if line.want.on in special],
        others=[line for line in planned.lines if line.want.on not in special],
    )


@contextmanager
def shown_again(draw: Callable[[Conflict], Response]) -> Iterator[None]:
    """Dates that cannot be had: every date once more, as it is when all is rolled back."""
    try:
        yield
    except Stale:
        raise
    except Conflict as refusal:
        refusal.page = lambda refusal=refusal: draw(refusal)
        raise


def choices() -> list[Choice]:
    """What was chosen for single dates. Invalid if it cannot be read."""
    typed = {
        name.removeprefix(CHOICE): value
        for name, value in form_addresses.sent().items()
        if name.startswith(CHOICE) and value
    }
    try:
        inputs = [_choice(on, value) for on, value in typed.items()]
    except ValidationError as error:
        raise Invalid(fields={"choices": next(iter(problems(error).values()))}) from None
    return [chosen.choice for chosen in inputs]


def options(line: Line, leave: str) -> list[tuple[str, str]]:
    """What may be sent for a date, and in which words: what was chosen before, nothing at all, or an offer."""
    sent = form_addresses.sent().get(f"{CHOICE}{line.want.on}", "")
    is_kept = bool(sent) and sent != SKIP and line.is_good
    as_it_is = [(sent, f"{line.room.name}, {line.clock}")] if is_kept else []
    offers = [
        (_as_sent(offer.change), offer.label)
        for offer in line.offers
        if not is_kept or _as_sent(offer.change) != sent
    ]
    return [*as_it_is, (SKIP, leave), *offers]


def _choice(on: str, sent: str) -> DateChoiceInput:
    return DateChoiceInput.model_validate(
        {"date": on} | dict(parse_qsl(sent)), strict=False
    )


def _as_sent(change: Mapping[str, object]) -> str:
    """An offer as its field sends it; the date stands in the field's name."""
    return urlencode({name: value for name, value in change.items() if name != "date"})
