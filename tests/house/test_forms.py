"""A form knows what its fields are called; what may be typed stands once, in its model."""

import ast

import pytest

from tests.house.test_house_rules import ROOT
from webapp.core.forms import Form

OF_EVERY_PAGE = {"idempotency_key", "csrf_token"}
OF_MODELS = {"max", "maxlength", "min", "minlength", "pattern", "required", "validators"}
MODULES = [
    path
    for path in sorted(ROOT.glob("webapp/**/*.py"))
    if "forms" in path.relative_to(ROOT).with_suffix("").parts and "core" not in path.parts
]


def forms(kind=Form):
    for form in kind.__subclasses__():
        if form.__module__.startswith("webapp."):
            yield from [form, *forms(form)]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: "-".join(path.parts[-3:]))
def test_no_form_says_what_its_model_says(path):
    for call in ast.walk(ast.parse(path.read_text())):
        if isinstance(call, ast.Call):
            doubled = OF_MODELS & {keyword.arg for keyword in call.keywords}
            assert not doubled, f"line {call.lineno}: {doubled}"


def test_every_field_of_a_form_is_one_of_its_model(app):
    drawn = [form for form in forms() if hasattr(form, "reads")]
    assert len(drawn) > 70
    for form in drawn:
        with app.test_request_context():
            names = {field.name for field in form()}
        assert names - OF_EVERY_PAGE == set(form.reads.model_fields), form.__name__
