"""Stock in a browser: a file for each thing people do there."""

# The blueprints have their routes once these are read.
from . import archiving as archiving
from . import blocking as blocking
from . import bulk as bulk
from . import catalogue as catalogue
from . import counting as counting
from . import exporting as exporting
from . import handling as handling
from . import history as history
from . import hubs as hubs
from . import importing as importing
from . import labels as labels
from . import lists as lists
from . import locations as locations
from . import movements as movements
from . import moving as moving
from . import numbering as numbering
from . import reviewing as reviewing
from . import stocking as stocking
from . import transit as transit
from . import units as units
from . import waiting as waiting
from .blueprints import BLUEPRINTS as BLUEPRINTS
