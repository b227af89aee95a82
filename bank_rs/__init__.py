"""Which product to offer each bank client next."""

from importlib.metadata import version

__version__ = version("bank-rs")
