"""What tests of the one box ask of it, and a harp to find."""

from tests.support.loans import TESS, tagged
from webapp.core.db import db
from webapp.stock.items import items
from webapp.stock.sets import sets
from webapp.stock.sets.contents import NewPart

API = "/api/inventory/find/"


def put_harp():
    """A harp HRP-7 with a serial number, a set of it, and a grand piano that is not lent."""
    harp = items.add(TESS, name="Léonie Gala Harp", category="instrument", location="Store")
    tagged("HRP-7", serial="S-778", item=harp.id)
    sets.add(TESS, name="Gala set", parts=[NewPart(item=harp.id)])
    grand = items.add(TESS, name="Gala Grand", category="instrument", location="Store")
    db.session.flush()
    items.describe(TESS, grand.id, is_borrowable=False)
    return harp.id


def groups(browser, typed, **more):
    answer = browser.get(API, query_string={"q": typed} | more)
    assert answer.status_code == 200, answer.text
    return {group["name"]: group for group in answer.json["groups"]}


def names(browser, typed, group, **more):
    found = groups(browser, typed, **more).get(group, {"hits": ()})
    return [hit["name"] for hit in found["hits"]]
