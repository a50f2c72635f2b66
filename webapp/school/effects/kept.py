"""Open days as a job keeps them: those from before a change, for batches that are carried out after it."""

from datetime import date

from webapp.core.read_only import Fields

from ..day_spans import Closed, TermDays
from ..open_days import Hours, OpenDays


def written(decided: OpenDays) -> Fields:
    """As JSON."""
    return {
        "weekdays": {str(day): spans for day, spans in decided.weekdays.items()},
        "closed": [
            [each.name, each.starts_on.isoformat(), each.ends_on.isoformat(), each.yearly]
            for each in decided.closed
        ],
        "terms": [[term.name, *map(date.isoformat, term[1:])] for term in decided.terms],
    }


def read(kept: Fields) -> OpenDays:
    """Reverses `written`."""
    return OpenDays(
        {
            int(day): tuple(Hours(*span) for span in spans)
            for day, spans in kept["weekdays"].items()
        },
        tuple(
            Closed(name, date.fromisoformat(first), date.fromisoformat(last), yearly)
            for name, first, last, yearly in kept["closed"]
        ),
        tuple(
            TermDays(name, *map(date.fromisoformat, days)) for name, *days in kept["terms"]
        ),
    )
