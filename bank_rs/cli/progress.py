"""What the command line shows while work goes on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)


@contextmanager
def spinner(first: str) -> Iterator[Callable[[str], None]]:
    """Show what is being done and for how long; yield a function that says what is done now."""
    with _progress(TextColumn("{task.description}")) as progress:
        task = progress.add_task(first, total=None)
        yield lambda text: progress.update(task, description=text)


@contextmanager
def row_bar(description: str) -> Iterator[Callable[[int, float], None]]:
    """Show a bar with rows and rows a second; yield a function of the rows done and their share."""
    rows = TextColumn("{task.fields[rows]:,} rows, {task.fields[rate]:,.0f} rows/s")
    named = TextColumn("{task.description}")
    with _progress(named, BarColumn(), TaskProgressColumn(), rows) as progress:
        task = progress.add_task(description, total=1.0, rows=0, rate=0.0)
        elapsed = progress.tasks[task]

        def show(done: int, share: float) -> None:
            seconds = elapsed.elapsed or 0.0
            rate = done / seconds if seconds else 0.0
            progress.update(task, completed=share, rows=done, rate=rate)

        yield show


@contextmanager
def task_bar() -> Iterator[Callable[[str, float], None]]:
    """Show a bar of the whole; yield a function of what is being done and the share done."""
    named = TextColumn("{task.description}")
    with _progress(BarColumn(), TaskProgressColumn(), named) as progress:
        task = progress.add_task("starting", total=1.0)
        yield lambda text, share: progress.update(task, description=text, completed=share)


def _progress(*columns: ProgressColumn) -> Progress:
    """A live display that goes away when done, and is not there where nobody looks."""
    console = Console(stderr=True)
    return Progress(
        SpinnerColumn(),
        *columns,
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
