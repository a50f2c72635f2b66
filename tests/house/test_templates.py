"""A template uses filters and helpers of core, of school and of its own slice: nothing comes from a distance."""

import re
from pathlib import Path

import flask
import pytest
from jinja2 import meta, nodes
from jinja2.defaults import DEFAULT_FILTERS

from tests.house.test_house_rules import ROOT, SLICES
from webapp import create_app
from webapp.school import words


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    folder = tmp_path_factory.mktemp("templates")
    return create_app(
        TESTING=True,
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder}/none.db",
        DATA_DIR=str(folder),
    )


def slice_of(module):
    """The slice that a module belongs to; None for what stands beside the slices, or outside Backline."""
    names = module.split(".")
    return names[1] if names[0] == "webapp" and names[1:] and names[1] in SLICES else None


def test_every_filter_is_one_of_the_words_of_the_school(app):
    known = DEFAULT_FILTERS.keys() | words.FILTERS.keys()
    assert app.jinja_env.filters.keys() - {"tojson"} <= known
    for path in ROOT.glob("templates/**/*.*"):
        drawn = app.jinja_env.parse(path.read_text())
        used = {each.name for each in drawn.find_all(nodes.Filter)}
        assert used <= known, f"{path}: {used - known}"


def test_what_every_template_knows_is_of_core_or_school(app):
    own = app.jinja_env.globals.keys() - flask.Flask("none").jinja_env.globals.keys()
    for name in own:
        assert slice_of(app.jinja_env.globals[name].__module__) in (None, "school"), name
    for processor in app.template_context_processors[None]:
        assert slice_of(processor.__module__) is None, (
            f"{processor.__module__} adds to every template"
        )


def test_a_blueprint_gives_its_templates_only_what_its_own_slice_has(app):
    for name, blueprint in app.blueprints.items():
        for processor in app.template_context_processors[name]:
            given = slice_of(processor.__module__)
            assert given in (None, slice_of(blueprint.import_name)), (
                f"{name}: {processor.__module__}"
            )


def test_macros_are_imported_with_context_only_where_they_need_it(app):
    """Else the whole file of macros is run again at each import, for each row of a list."""
    environment = app.jinja_env
    for path in ROOT.glob("templates/**/*.html"):
        for each in environment.parse(path.read_text()).find_all(nodes.FromImport):
            if each.with_context:
                macros = environment.parse(
                    (ROOT / "templates" / each.template.value).read_text()
                )
                needed = meta.find_undeclared_variables(macros) - environment.globals.keys()
                assert needed, f"{path}: {each.template.value} needs nothing of its context"


@pytest.mark.parametrize("path", sorted(Path("templates").rglob("*.html")), ids=str)
def test_how_much_may_be_typed_is_said_by_the_model_that_reads_it(path):
    """A number in a template is a second truth: `limits` draws that of the model."""
    assert not re.search(r"""maxlength=["']?\d""", path.read_text())
