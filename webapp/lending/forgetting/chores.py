"""What of forgetting the day's run does: some at a time, each in a transaction of its own."""

from webapp.core.chores import ForEach

from . import places, requests

CHORES = (  # a place in a queue once what was got of it is forgotten, then the lists
    ForEach(requests.due, requests.forget),
    ForEach(places.due, places.forget),
    ForEach(places.old_lists, places.delete_list),
)
