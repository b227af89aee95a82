"""The version an alias points to, as MLflow's REST interface tells it."""

import re
from collections.abc import Mapping
from typing import Final, Self

from pydantic import BaseModel, ConfigDict, Field

from bank_rs.errors import BankRsError

SHA256_TAG: Final = "sha256"
"""Tag of a version: the SHA-256 of its stored pipeline."""

NO_SUCH: Final = frozenset({"RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE"})
"""What MLflow calls a model or version that does not exist, and an alias it does not have."""

_SHA256: Final = r"^[0-9a-f]{64}$"


class RegistryUnreachableError(BankRsError):
    """MLflow does not answer."""


class RegistryAnswerError(BankRsError):
    """What answers does not do so as MLflow does, or does not let this program in."""


class AliasedVersion(BaseModel):
    """A version of a registered model.

    Attributes
    ----------
    version
        Its number.
    run_id
        The run that logged it.
    sha256
        Of its stored pipeline; None for a version that bank-rs did not register.
    """

    model_config = ConfigDict(frozen=True)

    version: str = Field(pattern=r"^[0-9]{1,18}$")
    run_id: str | None = Field(None, pattern=r"^[0-9a-zA-Z_-]{0,64}$")
    sha256: str | None = Field(None, pattern=_SHA256)

    @classmethod
    def of(cls, version: str, run_id: str | None, tags: Mapping[str, str]) -> Self:
        """Take the hash from the version's tags, where it has one."""
        sha256 = tags.get(SHA256_TAG, "")
        known = sha256 if re.fullmatch(_SHA256, sha256) else None
        return cls(version=version, run_id=run_id, sha256=known)


class AliasAnswer(BaseModel):
    """Body of MLflow's answer to who bears an alias."""

    class Version(BaseModel):
        """The part of MLflow's ``ModelVersion`` that is read."""

        class Tag(BaseModel):
            """One tag of a version."""

            key: str
            value: str = ""

        version: str
        run_id: str | None = None
        tags: tuple[Tag, ...] = ()

    model_version: Version

    def read(self) -> AliasedVersion:
        """The version; raises `pydantic.ValidationError` where it is none MLflow would give."""
        found = self.model_version
        tags = {tag.key: tag.value for tag in found.tags}
        return AliasedVersion.of(found.version, found.run_id, tags)


class RefusedAnswer(BaseModel):
    """Body of MLflow's answer when it has none."""

    error_code: str


def without_credentials(uri: str) -> str:
    """The address without the name and the password it may hold.

    Examples
    --------
    >>> without_credentials("https://me:secret@mlflow.example:443/path")
    'https://mlflow.example:443/path'
    """
    return re.sub(r"//[^/]*@", "//", uri)
