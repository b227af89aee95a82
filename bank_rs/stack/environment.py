import json
import os
from pathlib import Path

from pydantic import SecretStr

from bank_rs.settings import Settings


def environment(settings: Settings) -> dict[str, str]:
    """Environment of the stack's processes: this one's, with every setting by its name in it.

    Paths are absolute, as the processes work in different folders. Calls between the processes
    stay on this machine, so they go around any proxy.
    """
    variables = dict(os.environ)
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        if value is not None:
            variables[f"BANK_RS_{name.upper()}"] = _written(value)
    variables.pop("BANK_RS_MLFLOW_TRACKING_URI", None)
    variables["MLFLOW_TRACKING_URI"] = settings.tracking_uri
    variables.pop("MLFLOW_REGISTRY_URI", None)
    variables["PYTHONUNBUFFERED"] = "1"
    for name in ("NO_PROXY", "no_proxy"):
        local = f"127.0.0.1,localhost,{settings.host}"
        variables[name] = ",".join(filter(None, (variables.get(name), local)))
    return variables


def _written(value: object) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, Path):
        return str(value.absolute())
    return value if isinstance(value, str) else json.dumps(value)
