"""People in a browser: signing in and out, people, their groups and their API tokens."""

from webapp.core.blueprints import blueprints_of

from .. import access as who_may

BLUEPRINTS = blueprints_of(
    __name__,
    "people",
    "signing_in",
    "tokens",
    "cards",
    "own_password",
    "own_language",
    "groups",
    "guardians",
    "office_notes",
    "suggesting",
)
for blueprint in BLUEPRINTS:
    blueprint.context_processor(lambda: {"people": who_may})
