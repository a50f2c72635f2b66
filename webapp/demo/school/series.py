"""The story's weekly series: a pupil's lesson that her teacher booked for a term, with one week left out."""

from datetime import timedelta

from webapp.core.actor import Actor
from webapp.rooms.series import series
from webapp.rooms.series.series_lines import Choice

from .story import Story

TEACHER, PUPIL, ROOM, WEEKDAY, START, END, TIMES = (
    "teacher",
    "clara",
    "Practice room 3",
    3,
    "15:00",
    "15:45",
    10,
)


def plan(story: Story, who: dict[str, Actor], where: dict[str, int]) -> list[int]:
    """In how many days from today its lessons are."""
    days = _days(story)
    dates = [story.today + timedelta(days=day) for day in days]

    def book() -> None:
        series.book(
            who[TEACHER],
            choices=[Choice(dates[4], skip=True)],
            room=where[ROOM],
            student=who[PUPIL].id,
            purpose="lesson",
            notes="Violin lesson",
            count=None,
            start=START,
            end=END,
            weekdays=(),
            every_weeks=1,
            first_date=dates[0],
            last_date=dates[-1],
        )

    story.plan(story.at(-50, "11:10"), book)
    return days


def _days(story: Story) -> list[int]:
    first = next(
        day
        for day in range(-20, -13)
        if (story.today + timedelta(days=day)).weekday() == WEEKDAY
    )
    return [first + 7 * week for week in range(TIMES)]
