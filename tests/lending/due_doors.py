"""The doors at which somebody says until which day they have, or want, a stand."""

from tests.support.days import ahead

from .ahead_acts import promise
from .conftest import API, BASKET_LINES, REQUESTS
from .desk_acts import act


def by_api(as_, stand, due):
    return as_("sol").post(API, json={"item": stand, "due_date": due})


def by_page(as_, stand, due):
    said = {"quantity": "1", "checkout_date": str(ahead(0)), "due_date": due}
    return as_("sol").post(f"/items/{stand}", data=said)


def in_request(as_, stand, due):
    said = {"lines": [{"item": stand}], "due_date": due}
    return as_("sol").post(REQUESTS, json=said)


def into_basket(as_, stand, due):
    return as_("sol").post(BASKET_LINES, json={"item": stand, "due_date": due})


def by_change(as_, stand, due):
    asked = {"lines": [{"item": stand}], "due_date": str(ahead(2)), "send_anyway": True}
    id = as_("sol").post(REQUESTS, json=asked).json["id"]
    (line,) = as_("sol").get(f"{REQUESTS}{id}/").json["lines"]
    said = {"lines": [{"checkout": line["id"], "due_date": due}]}
    said["send_anyway"] = True
    return as_("sol").post(f"{REQUESTS}{id}/change/", json=said)


def at_hand_out(as_, stand, due):
    return act(as_("dora"), promise(as_, stand, 0, 2), "hand_out", due_date=due)


def by_rearranging(as_, stand, due):
    return act(as_("dora"), promise(as_, stand, 0, 2), "rearrange", due_date=due)
