"""Attributes of fields are written as WTForms 3 writes them."""

import pytest
from markupsafe import Markup
from wtforms import widgets
from wtforms.fields import Label

from webapp.core import form_html
from webapp.core.words import lazy

WRITTEN = {
    "none": ({}, ""),
    "by name": ({"name": "a", "class_": "b", "for_": "c"}, 'class="b" for="c" name="a"'),
    "switches": ({"required": True, "disabled": False}, "required"),
    "no switches": ({"min": 1, "max": 0, "list": None}, 'list="None" max="0" min="1"'),
    "with dashes": (
        {"data_x_y": "1", "aria_label": "2", "hx-get": "3", "a_b": "4"},
        'a_b="4" aria-label="2" data-x-y="1" hx-get="3"',
    ),
    "escaped": ({"value": "<b> \" ' &"}, 'value="&lt;b&gt; &#34; &#39; &amp;"'),
    "a name": ({'a"b': "", "<": True}, '&lt; a&#34;b=""'),
    "safe": (
        {"value": Markup('<b title="x">&amp;')},
        'value="<b title=&quot;x&quot;>&amp;"',
    ),
    "lazy": ({"value": lazy("Loans & rooms")}, 'value="Loans &amp; rooms"'),
}


@pytest.mark.parametrize(("attributes", "html"), WRITTEN.values(), ids=WRITTEN)
def test_written(attributes, html):
    assert form_html.written(**attributes) == html


def test_every_widget_writes_them_so(app):
    assert widgets.TextInput().html_params is form_html.written
    assert widgets.core.html_params is form_html.written
    assert Label("name", "Name")(class_="a") == '<label class="a" for="name">Name</label>'
