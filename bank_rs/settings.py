"""Every setting of the service and of the local stack, read from the environment."""

from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import AliasChoices, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bank_rs.errors import BankRsError


def _of_percent(given: object) -> object:
    """The part that a percentage is; anything else as it is."""
    if isinstance(given, str) and given.endswith("%"):
        return float(given[:-1]) / 100
    return given


Port = Annotated[int, Field(ge=1, le=65535)]
Share = Annotated[float, BeforeValidator(_of_percent), Field(ge=0, le=1)]
"""A part of all, as ``10%`` or ``0.1``."""

NODES: Final = r"^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$"
INSTANCE: Final = r"^([A-Za-z0-9_-]|\{hostname\}|\{replica\})*$"
"""What Graphite takes as part of a name."""


class SettingsError(BankRsError):
    """A variable of the environment, or a line of ``.env``, breaks its rule."""


class Settings(BaseSettings):
    """What can be set, with defaults that work on one machine.

    Each field is the environment variable of the same name in capitals behind ``BANK_RS_``, read
    from the environment or from ``.env``; ``MLFLOW_TRACKING_URI`` keeps MLflow's own name.
    """

    model_config = SettingsConfigDict(
        env_prefix="BANK_RS_", env_file=".env", extra="ignore", populate_by_name=True
    )

    host: str = Field("127.0.0.1", description="address the local stack binds to")
    port: Port = Field(8000, description="port of the service")
    mlflow_port: Port = Field(5000, description="port of the local MLflow server")
    graphite_port: Port = Field(2003, description="port of carbon's line receiver")
    graphite_web_port: Port = Field(8080, description="port of graphite-web")
    carbon_query_port: Port = Field(7002, description="port where graphite-web asks carbon")

    workers: Annotated[int, Field(ge=1, le=64)] = Field(1, description="processes that answer")
    api_keys: SecretStr | None = Field(
        None, description="keys that open the service, separated by commas; open to all if unset"
    )
    api_keys_file: Path | None = Field(
        None, description="file with more keys, one a line, read again whenever it changes"
    )
    rate_limit: Annotated[float, Field(ge=0)] = Field(
        0.0, description="requests a second for each key and worker; 0 for no limit"
    )
    capacity: Annotated[int, Field(ge=1)] = Field(
        256, description="requests under way in one worker; further ones are answered with 503"
    )
    request_seconds: Annotated[float, Field(gt=0)] = Field(
        10.0, description="seconds a request may take, its body included"
    )
    drain_seconds: Annotated[float, Field(ge=0, le=60)] = Field(
        1.0, description="seconds between 'not ready' and the end of accepting, once told to stop"
    )

    mlflow_tracking_uri: str | None = Field(
        None,
        validation_alias=AliasChoices("MLFLOW_TRACKING_URI", "mlflow_tracking_uri"),
        description="MLflow server; the local one when not set",
    )
    model_name: str = Field("bank-rs", description="registered model to serve")
    model_alias: str = Field("champion", description="alias of the version to serve")
    challenger_alias: str = Field(
        "challenger", description="alias of the version that is tried beside the one that serves"
    )
    shadow: Share = Field(
        0.0, description="part of the answers that the challenger gives as well, unseen"
    )
    canary: Share = Field(0.0, description="part of the clients that the challenger answers")
    models_dir: Path = Field(Path("models"), description="last known good copy of the champion")
    poll_seconds: Annotated[float, Field(gt=0, le=3600)] = Field(
        15.0, description="seconds between two looks at the alias, give or take a fifth"
    )
    history_file: Path | None = Field(
        None,
        description="earlier months by client, as 'bank-rs history' writes them",
    )

    log_share: Annotated[float, Field(ge=0, le=1)] = Field(
        1.0, description="part of the answers that the prediction log keeps; 0 for none"
    )
    log_dir: Path | None = Field(
        None, description="folder of the prediction log; 'predictions' in the state folder if unset"
    )
    log_days: Annotated[int, Field(ge=1)] = Field(
        90, description="days after which the prediction log is deleted"
    )
    log_seconds: Annotated[float, Field(gt=0)] = Field(
        300.0, description="seconds after which the prediction log makes Parquet of new answers"
    )
    drift_seconds: Annotated[float, Field(ge=0)] = Field(
        3600.0,
        description="seconds between two comparisons of the prediction log with the model's"
        " reference; 0 for none",
    )
    client_key: SecretStr | None = Field(
        None,
        description="key of the hash that stands for a client in the prediction log; if unset one "
        "is made, in 'client.key' of the state folder",
    )

    auto_promote: bool = Field(
        False, description="whether what passed the gate of 'bank-rs watch' serves at once"
    )
    replace_fallen: bool = Field(
        False, description="whether, with that, a champion that has fallen is replaced by force"
    )

    graphite_host: str = Field("127.0.0.1", description="host of carbon")
    graphite_url: str | None = Field(
        None, description="graphite-web, which /dashboard reads; by default at that host"
    )
    dashboards_dir: Path = Field(
        Path("grafana/dashboards"), description="dashboards that /dashboard draws"
    )
    metrics: bool = Field(True, description="whether to count and push at all")
    metrics_prefix: Annotated[str, Field(pattern=NODES)] = Field(
        "bank-rs", description="first part of every metric's name"
    )
    metrics_instance: Annotated[str, Field(pattern=INSTANCE)] = Field(
        "",
        description="second part, where several instances push: a name, in which {hostname} is "
        "the machine's and {replica} a number that no other with the same state folder has",
    )
    metrics_interval: Annotated[int, Field(ge=1, le=3600)] = Field(
        10, description="seconds between two pushes; the finest retention of Graphite"
    )

    graphite_venv: Path = Field(
        Path(".venv-graphite"), description="virtual environment of the local Graphite"
    )
    state_dir: Path = Field(
        Path("var"), description="databases and logs of the local stack; downloaded models"
    )

    @classmethod
    def read(cls) -> Self:
        """The settings of the environment and of ``.env``.

        Raises
        ------
        SettingsError
            If one of them breaks its rule.
        """
        try:
            return cls()
        except ValidationError as error:
            first = error.errors()[0]
            name = str(first["loc"][0])
            variable = name if name.isupper() else f"BANK_RS_{name.upper()}"
            raise SettingsError(f"{variable} is set wrongly: {first['msg'].lower()}.") from error

    @property
    def tracking_uri(self) -> str:
        """MLflow's address, the local server's when none is set."""
        return self.mlflow_tracking_uri or self.address(self.mlflow_port)

    @property
    def of_challenger(self) -> Self:
        """The same settings, but that the challenger is the version they name."""
        return self.model_copy(update={"model_alias": self.challenger_alias})

    @property
    def predictions_dir(self) -> Path:
        """Folder of the prediction log."""
        return self.log_dir or self.state_dir / "predictions"

    @property
    def retraining_dir(self) -> Path:
        """Folder of the verdicts of retrainings and of the journal of forced promotions."""
        return self.state_dir / "retraining"

    @property
    def outcomes_dir(self) -> Path:
        """Folder of what came true, by month."""
        return self.state_dir / "outcomes"

    @property
    def graphite_address(self) -> str:
        """URL of graphite-web."""
        return self.graphite_url or f"http://{self.graphite_host}:{self.graphite_web_port}"

    @property
    def local_host(self) -> str:
        """Address under which this machine reaches the local stack."""
        return "127.0.0.1" if self.host == "0.0.0.0" else self.host  # noqa: S104 - only compared

    def address(self, port: int) -> str:
        """URL under which this machine reaches a port of the local stack."""
        return f"http://{self.local_host}:{port}"
