"""Stock for programs: a file for each noun."""

# The blueprint has its routes once these are read.
from . import accessories as accessories
from . import acts as acts
from . import archiving as archiving
from . import brands as brands
from . import categories as categories
from . import description as description
from . import exporting as exporting
from . import items as items
from . import levels as levels
from . import locations as locations
from . import movements as movements
from . import operations as operations
from . import skus as skus
from . import stocktakes as stocktakes
from . import suppliers as suppliers
from . import transfers as transfers
from . import units as units
from .blueprint import bp as bp
