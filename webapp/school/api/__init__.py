"""What the school decides, for programs: a file for each noun."""

from webapp.core.blueprints import blueprints_of

BLUEPRINTS = blueprints_of(__name__, "settings", "opening", "kind_words")
