"""People in a browser: signing in and out, people, their groups and their API tokens."""

from webapp.core.blueprints import blueprints_of

from .. import access as who_may
from . import groups, people, tokens

BLUEPRINTS = blueprints_of(people, tokens, groups)
for blueprint in BLUEPRINTS:
    blueprint.context_processor(lambda: {"people": who_may})
