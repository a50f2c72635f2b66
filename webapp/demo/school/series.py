"""The story's weekly series: a pupil's lesson that her teacher booked for a term, with one week left out."""

from datetime import timedelta
from functools import partial
from typing import Any

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


def tell(story: Story, who: dict[str, Actor], where: dict[str, int]) -> list[int]:
    """In how many days from today its lessons are."""
    first = next(
        day
        for day in range(-20, -13)
        if (story.today + timedelta(days=day)).weekday() == WEEKDAY
    )
    days = [first + 7 * week for week in range(TIMES)]
    on = [story.today + timedelta(days=day) for day in days]
    when: dict[str, Any] = {
        "start": START,
        "end": END,
        "weekdays": (),
        "every_weeks": 1,
        "first_date": on[0],
        "last_date": on[-1],
    }
    asked: dict[str, Any] = {
        "room": where[ROOM],
        "student": who[PUPIL].id,
        "purpose": "lesson",
        "notes": "Violin lesson",
        "count": None,
    } | when
    away = Choice(on[4], skip=True)
    story.tell(
        story.at(-50, "11:10"), partial(series.book, who[TEACHER], choices=[away], **asked)
    )
    return days
