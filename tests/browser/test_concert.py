"""A concert at the desk: forty stands and twelve microphones go out by scans, and come back late in one pile.

Each thing is scanned once, as its label is printed; the page and the stored rows are looked at after each act.
"""

import random

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from tests.browser.looking import nothing_off, nothing_off_in_either_scheme
from tests.browser.test_scan_box import ADDRESS, burst
from tests.support.loans import TESS, lend, tagged
from webapp.core.db import db, transaction
from webapp.lending.models import Checkout, CheckoutUnit, Pile
from webapp.stock.items import items
from webapp.stock.ledger import verify
from webapp.stock.models import Item, Level
from webapp.stock.units import codes

SOL, NIA = 2, 3
STANDS, MICROPHONES, MISSING = 40, 12, 2
ALL = STANDS + MICROPHONES


@pytest.fixture(scope="module", autouse=True)
def concert(app_of_site):
    """The labels of twelve microphones beside forty stands on the shelf, and of a cello that Sol has."""
    with app_of_site.app_context(), transaction():
        stand = _item("Music Stand", "STAND", quantity=STANDS)
        microphone = _item("Microphone", "MICRO")
        labels = [
            _label(tagged(f"MIC-{at:03}", item=microphone)) for at in range(MICROPHONES)
        ]
        cello = tagged("CEL-1", item=2)
        lend(SOL, item=2, unit="CEL-1", days=-5)
        return {"stand": stand, "microphones": labels, "cello": _label(cello)}


def _item(name, sku, quantity=0):
    about = {"category": "equipment", "location": "Store", "max_checkout_days": 30}
    return items.add(TESS, name=name, sku=sku, quantity=quantity, **about).id


def _label(unit):
    return ADDRESS.format(codes.printed(unit))


@pytest.fixture
def now(app_of_site):
    """What a question about the stored rows is answered with; the ledger can prove itself."""

    def look(question):
        with app_of_site.app_context():
            assert list(verify.problems()) == []
            return question()

    return look


def out_with(person):
    """How many pieces of each item somebody has, by the loans; and by the ledger what is out of each."""
    open_pieces = select(Item.sku, func.sum(CheckoutUnit.quantity)).join(
        Checkout, Checkout.id == CheckoutUnit.checkout_id
    )
    by_loans = open_pieces.join(Item, Item.id == Checkout.item_id).where(
        Checkout.student_id == person,
        CheckoutUnit.out_at.is_not(None),
        CheckoutUnit.ended_at.is_(None),
    )
    return dict(map(tuple, db.session.execute(by_loans.group_by(Item.sku))))


def on_rent():
    """By the ledger."""
    query = select(Item.sku, func.sum(Level.on_rent)).join(Item, Item.id == Level.item_id)
    counts = dict(map(tuple, db.session.execute(query.group_by(Item.sku))))
    return {sku: int(counts[sku]) for sku in ("STAND", "MICRO")}


@pytest.fixture
def desk(open_as):
    return open_as("dora")


def empty_tray(desk):
    desk.goto("/desk/tray")
    expect(desk.locator("#scan")).to_be_focused()


def scan(desk, code, count):
    """One code by a scanner: the box has the focus again, and so many codes were read."""
    burst(desk, code)
    expect(desk.get_by_role("status").filter(has_text=f"{count} code")).to_be_visible()
    expect(desk.locator("#scan")).to_be_focused()


def scan_all(desk, labels):
    """As one pile: the stands by their one code and a number, all else by its own label."""
    for count, label in enumerate(labels, 1):
        scan(desk, label, count)
        if label == "STAND":
            desk.get_by_role("textbox", name="How many").fill(str(STANDS))


def test_an_evening(desk, concert, now):
    hand_out(desk, concert, now)
    take_back(desk, concert, now)
    undo(desk, now)
    put_in_the_tray_again(desk, now)
    assert not desk.said


def hand_out(desk, concert, now):
    empty_tray(desk)
    desk.locator("#scan").fill("nia@school.test")
    desk.locator("#scan").press("Enter")
    expect(desk.get_by_role("heading", name="Nia")).to_be_visible()
    scan_all(desk, ["STAND", *concert["microphones"]])
    expect(desk.get_by_text(f"{ALL} things to Nia", exact=True)).to_be_visible()
    desk.locator("#scan").press("Enter")
    expect(desk.get_by_text(f"{ALL} things are with Nia now")).to_be_visible()
    nothing_off_in_either_scheme(desk, (390, 1280))
    assert now(lambda: out_with(NIA)) == {"STAND": STANDS, "MICRO": MICROPHONES}
    assert now(on_rent) == {"STAND": STANDS, "MICRO": MICROPHONES}


def take_back(desk, concert, now):
    """All but two, in whatever order, and Sol's cello among it."""
    pile = ["STAND", *concert["microphones"][:-MISSING], concert["cello"]]
    random.Random(11).shuffle(pile)
    empty_tray(desk)
    scan_all(desk, pile)
    count = ALL - MISSING + 1
    expect(desk.get_by_text(f"{count} things back", exact=True)).to_be_visible()
    desk.locator("#scan").press("Enter")
    expect(desk.get_by_text(f"{count} things are back")).to_be_visible()
    expect(desk.get_by_role("listitem").filter(has_text="CEL-1")).to_contain_text(
        "from Sol"
    )
    all_but_two_are_back(now)


def all_but_two_are_back(now):
    assert now(lambda: out_with(NIA)) == {"MICRO": MISSING}
    assert now(lambda: out_with(SOL)) == {}
    assert now(on_rent) == {"STAND": 0, "MICRO": MISSING}


def undo(desk, now):
    """One press for the whole pile."""
    desk.get_by_role("button", name=f"Undo all {ALL - MISSING + 1}").click()
    expect(desk.get_by_text("Undone: all is as it was before")).to_be_visible()
    nothing_off(desk)
    assert now(lambda: out_with(NIA)) == {"STAND": STANDS, "MICRO": MICROPHONES}
    assert now(lambda: sum(out_with(SOL).values())) == 1
    assert now(on_rent) == {"STAND": STANDS, "MICRO": MICROPHONES}


def put_in_the_tray_again(desk, now):
    """Nothing has to be scanned once more."""
    count = ALL - MISSING + 1
    desk.get_by_role("button", name="Put it all in the tray again").click()
    expect(desk.get_by_text(f"{count} things back", exact=True)).to_be_visible()
    expect(desk.locator("#scan")).to_be_focused()
    desk.locator("#scan").press("Enter")
    expect(desk.get_by_text(f"{count} things are back")).to_be_visible()
    all_but_two_are_back(now)
    assert now(lambda: db.session.scalar(select(func.count()).select_from(Pile))) == 3
