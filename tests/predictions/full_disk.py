"""Writes that fail as on a disk that is full."""

import resource
from contextlib import contextmanager


@contextmanager
def most_bytes_of_a_file(number):
    """A write that crosses the line is done in part, and those beyond it fail."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (number, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
