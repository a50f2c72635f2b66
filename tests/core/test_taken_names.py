"""A name that another one has is refused the same way for every noun: 422, at its field."""

import pytest

API = "/api/inventory/"
NOUNS = {  # where it is made, what of it must be its own, and two of them
    "rooms": ("practice-rooms/", "name", {"name": "Attic"}, {"name": "Cellar"}),
    "rules": (
        "rules/",
        "name",
        {"name": "Short", "max_minutes": 60},
        {"name": "Long", "max_minutes": 240},
    ),
    "brands": ("brands/", "name", {"name": "Yamaha"}, {"name": "Stentor"}),
    "suppliers": ("suppliers/", "name", {"name": "Huber"}, {"name": "Beck"}),
    "categories": ("categories/", "name", {"name": "Bows"}, {"name": "Reeds"}),
    "sets": ("sets/", "name", {"name": "Violin set"}, {"name": "Cello set"}),
    "locations": ("locations/", "name", {"name": "Annex"}, {"name": "Loft"}),
    "items": (
        "items/",
        "sku",
        {"name": "Oboe", "category": "instrument", "location": "Store", "sku": "OB-1"},
        {"name": "Horn", "category": "instrument", "location": "Store", "sku": "HR-1"},
    ),
    "units": (
        "units/",
        "tag",
        {"item": 1, "location": "Store", "tag": "A-1"},
        {"item": 1, "location": "Store", "tag": "A-2"},
    ),
    "serial numbers": (
        "units/",
        "serial_number",
        {"item": 1, "location": "Store", "tag": "A-1", "serial_number": "S1"},
        {"item": 1, "location": "Store", "tag": "A-2", "serial_number": "S2"},
    ),
    "accessories": ("units/1/accessories/", "name", {"name": "Bow"}, {"name": "Case"}),
}


@pytest.fixture
def ada(as_):
    ada = as_("ada")
    first = {"item": 2, "location": "Store", "tag": "CEL-1", "already_here": True}
    assert ada.post(f"{API}units/", json=first).status_code == 201
    return ada


@pytest.mark.parametrize("noun", NOUNS)
def test_a_taken_name_is_refused_at_its_field(ada, noun):
    path, field, one, other = NOUNS[noun]
    made = [ada.post(f"{API}{path}", json=body) for body in (one, other)]
    assert [answer.status_code for answer in made] == [201, 201], (
        made[0].text + made[1].text
    )
    no = ada.post(f"{API}{path}", json=one)
    assert no.status_code == 422, no.text
    assert field in no.json["fields"], no.text


@pytest.mark.parametrize("noun", [noun for noun in NOUNS if noun != "accessories"])
def test_nor_can_it_be_taken_later(ada, noun):
    """Accessories keep the name they have."""
    path, field, one, other = NOUNS[noun]
    made = [ada.post(f"{API}{path}", json=body).json["id"] for body in (one, other)]
    no = ada.patch(f"{API}{path}{made[1]}/", json={field: one[field]})
    assert no.status_code == 422, no.text
    assert field in no.json["fields"], no.text


PAGES = {
    "rooms": (
        "/rooms/new",
        "name",
        {"name": "Attic", "capacity": "2", "turnover_minutes": "0", "is_active": "y"},
    ),
    "rules": ("/rooms/rules/new", "name", {"name": "Short", "max_minutes": "60"}),
    "groups": (
        "/groups/new",
        "name",
        {"name": "Trio", "kind": "ensemble", "teacher_id": "1", "member_ids": ["2"]},
    ),
    "people": (
        "/people/new",
        "email",
        {
            "name": "Uma",
            "email": "uma@school.test",
            "role": "desk",
            "password": "three blue cellos",
        },
    ),
    "brands": ("/brands/new", "name", {"name": "Yamaha"}),
    "suppliers": ("/suppliers/new", "name", {"name": "Huber"}),
    "categories": ("/categories/new", "name", {"name": "Bows"}),
    "sets": ("/sets/new", "name", {"name": "Violin set"}),
    "locations": ("/locations/new", "name", {"name": "Annex"}),
}


@pytest.mark.parametrize("noun", PAGES)
def test_a_page_keeps_what_was_typed(as_, noun):
    ada = as_("ada")
    path, field, typed = PAGES[noun]
    made, again = (ada.post(path, data=typed) for _ in range(2))
    assert made.status_code == 303, made.text
    assert again.status_code == 422
    assert f'id="{field}-error"' in again.text
    assert f'value="{typed[field]}"' in again.text
