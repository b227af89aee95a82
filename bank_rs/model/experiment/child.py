"""Work in a process of its own."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import ParamSpec, TypeVar

from bank_rs.errors import BankRsError

P = ParamSpec("P")
R = TypeVar("R")


class ChildEndedError(BankRsError):
    """A process that did a part of the work was ended from outside."""


def in_child(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call a function in a new process and wait for what it returns.

    A new process starts with none of the memory of those before it, so its peak is its own, and
    gives all of it back. It is spawned: a forked one would inherit the parent's peak, and the locks
    of threads that it lacks.

    Parameters
    ----------
    function
        Of a module; it, its arguments and its result must pickle.

    Raises
    ------
    ChildEndedError
        If the process ended without a result.
    """
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        try:
            return pool.submit(function, *args, **kwargs).result()
        except BrokenProcessPool as error:
            raise ChildEndedError(
                "a process of the experiment was ended from outside, as happens where memory runs "
                "out: give a panel of fewer clients, or a smaller part of the others."
            ) from error
