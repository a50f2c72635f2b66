"""What tests do with swaps: Sol has a cello of half the size."""

from ..conftest import API
from ..queue_acts import ITEMS

MINE = 2  # Sol


def add(as_, name, quantity=1):
    kind = {"category": "instrument", "location": "Store", "quantity": quantity}
    return as_("tess").post(ITEMS, json=kind | {"name": name}).json["id"]


def swap(as_, item, old, code=201, who="sol", **said):
    answer = as_(who).post(API, json={"item": item, "swap": old} | said)
    assert answer.status_code == code, answer.json
    return answer.json


def done(as_, who, id, verb):
    assert as_(who).post(f"{API}{id}/{verb}/", json={}).status_code == 200
