"""A SKU sequence is seen before it is saved, with a script and without."""

import pytest

from webapp.core.db import db
from webapp.stock.models import SkuSequence


@pytest.mark.parametrize("script", [True, False])
def test_what_it_would_make_is_seen_first(open_as, app_of_site, script):
    tab = open_as("tess", width=390, java_script_enabled=script)
    for link in ("Items", "Stock", "SKU sequences", "Add a sequence"):
        tab.get_by_role("link", name=link, exact=True).first.click()
    tab.get_by_label("Category", exact=True).select_option("")
    tab.get_by_label("Template").fill("{prefix}-{seq:3}")
    prefix = "JS" if script else "NO"
    tab.get_by_label("Prefix").fill(prefix)
    if not script:
        tab.get_by_role("button", name="Preview").click()
    tab.get_by_text(f"{prefix}-003").wait_for()
    with app_of_site.app_context():
        there = db.session.query(SkuSequence).filter_by(scope="|").count()
    tab.get_by_role("button", name="Add sequence").click()
    if there:
        tab.get_by_text(
            "There is a sequence for this category and brand already"
        ).first.wait_for()
        assert tab.get_by_label("Template").input_value() == "{prefix}-{seq:3}"
    else:
        tab.get_by_role("heading", name="Anything else").wait_for()
    with app_of_site.app_context():
        assert db.session.query(SkuSequence).filter_by(scope="|").one().prefix == "JS"
    assert [line for line in tab.said if "422" not in line] == []
