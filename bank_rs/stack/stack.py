import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bank_rs.errors import BankRsError
from bank_rs.settings import Settings
from bank_rs.stack.environment import environment
from bank_rs.stack.graphite import await_graphite, check_graphite, start_carbon, start_web
from bank_rs.stack.lock import stack_lock
from bank_rs.stack.mlflow import await_mlflow, has_champion, register_champion, start_mlflow
from bank_rs.stack.ports import check_ports
from bank_rs.stack.service import await_service, check_openmp, start_service
from bank_rs.stack.summary import show_summary
from bank_rs.stack.supervisor import ProcessError, StopRequestedError, Supervisor


class CheckoutError(BankRsError):
    """The command was given outside the repository."""


def run(settings: Settings, console: Console) -> None:
    """Run MLflow, Graphite and the service on this machine until a signal comes.

    Raises
    ------
    BankRsError
        If the stack cannot start or one of its processes ends; no process is left then.
    """
    if not Path("run_mlflow.sh").exists():
        raise CheckoutError("'bank-rs run' needs the repository's files: cd to its folder first.")
    settings = _local(settings)
    with stack_lock(settings.state_dir, settings.address(settings.port)):
        check_ports(settings)
        check_openmp()
        check_graphite(settings)
        try:
            _supervise(settings, console)
        except StopRequestedError:
            pass
        except ProcessError as failure:
            console.print(Text(failure.tail, style="dim"), soft_wrap=True)
            raise


def _local(settings: Settings) -> Settings:
    """Return settings in which MLflow and Graphite are the stack's own."""
    return settings.model_copy(
        update={
            "mlflow_tracking_uri": settings.address(settings.mlflow_port),
            "graphite_host": settings.local_host,
        }
    )


def _supervise(settings: Settings, console: Console) -> None:
    def report(message: str) -> None:
        with suppress(OSError):  # the terminal may be what went away
            console.print(message)

    logs = settings.state_dir / "log"
    with Supervisor(environment(settings), logs, report) as supervisor:
        _start(supervisor, settings, console)
        show_summary(settings, console)
        supervisor.watch()


def _start(supervisor: Supervisor, settings: Settings, console: Console) -> None:
    with _step(console, "MLflow and Graphite"):
        mlflow = start_mlflow(supervisor)
        start_carbon(supervisor, settings)
        web = start_web(supervisor, settings)
        await_graphite(supervisor, web, settings)
        await_mlflow(supervisor, mlflow, settings)
    if not has_champion(settings):
        with _step(console, "registration of the champion in models/"):
            register_champion(supervisor)
    with _step(console, "the service"):
        await_service(supervisor, start_service(supervisor, settings), settings)


@contextmanager
def _step(console: Console, name: str) -> Iterator[None]:
    begin = time.monotonic()
    with console.status(f"{name} ..."):
        yield
    console.print(f"{name}: ready in {time.monotonic() - begin:.1f} s")
