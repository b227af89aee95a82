"""What a model was asked and answered in the newest month it knows, to compare later months with.

What a client's past says of products is left out of it, but for what was added last: months since
something, and how long it has been so, move on by themselves from month to month.
"""

from bank_rs.model.reference.reference import REFERENCE_FILE, Reference
from bank_rs.model.reference.served import Served

__all__ = ["REFERENCE_FILE", "Reference", "Served"]
