"""How good the answers of a month turned out to be."""

from datetime import date

from pydantic import BaseModel, ConfigDict


class Realised(BaseModel):
    """Of one version, or of the latest answers of all.

    Attributes
    ----------
    version
        The model's, as ``GET /model`` names it; None over all.
    clients, buyers
        Who are judged, and those of them who added something.
    metrics
        `ranking_metrics`, `answer_metrics` and `calibration_metrics`; what has nothing to divide
        by is left out.
    map_at_7_normalised_95
        Ends of the 95 % bootstrap interval over clients; None without buyers.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str | None
    clients: int
    buyers: int
    metrics: dict[str, float]
    map_at_7_normalised_95: tuple[float, float] | None


class Outcome(BaseModel):
    """Of one month.

    Attributes
    ----------
    month
        Snapshot date of the month in which additions are seen.
    records
        First day of the month whose records were answered.
    asked, gone, never_asked
        Clients, as `Joined` counts them.
    overall
        With the latest answer to each client.
    versions
        With the latest answer of each version to each client, so that a client whom two versions
        answered is judged once for each.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    month: date
    records: date
    asked: int
    gone: int
    never_asked: int
    overall: Realised
    versions: tuple[Realised, ...]
