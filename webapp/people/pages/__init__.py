"""People in a browser: signing in and out, people, their groups and their API tokens."""

from .. import access as who_may
from . import groups, people, tokens

ROUTES = (people, tokens, groups)  # of which the first two share a blueprint
BLUEPRINTS = (people.bp, groups.bp)
for blueprint in BLUEPRINTS:
    blueprint.context_processor(lambda: {"people": who_may})
