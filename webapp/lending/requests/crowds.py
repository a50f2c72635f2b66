"""Crowds: whether naming who fetches a request brings more people to the desk on one of its days than may come."""

from datetime import date

from webapp.core.actor import Actor
from webapp.school import calendar

from ..days import visits
from ..days.visits import Count
from .whole import Whole


class Crowds:
    """How many come on the days of a request before somebody is named, to be asked after it; staff go beyond a limit.

    It is counted twice, for who came until then may come on these days for something else anyway.
    """

    def __init__(self, actor: Actor, whole: Whole) -> None:
        is_asked = not actor.is_staff and visits.are_limited()
        lines = whole.to_fetch if is_asked else []
        both = {day for line in lines for day in (line.starts_on, line.due_on)}
        self.days = sorted({max(day, calendar.today()) for day in both})
        self.before = self._counts()

    def first_full(self) -> str:
        """That the first day on which one more comes than may was full; empty where there is none."""
        after = self._counts()
        for day, before in self.before.items():
            if after[day].is_over and after[day].people > before.people:
                return visits.full_words(before)
        return ""

    def _counts(self) -> dict[date, Count]:
        counts = map(visits.Visits().count, self.days)
        return {count.day: count for count in counts if count}
