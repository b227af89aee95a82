"""What carbon makes of a folder of configuration: its own loaders, its own matching."""

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path

from tests.stack.conftest import ROOT

READ = """
import json, sys

from carbon import state
from carbon.conf import read_config, settings

folder = sys.argv[1]
options = {"config": f"{folder}/carbon.conf", "instance": None, "pidfile": None, "logdir": None}
settings.update(read_config("carbon-cache", options, ROOT_DIR=folder))

from carbon.database import WhisperDatabase

state.database = WhisperDatabase(settings)  # by which the loaders know the methods there are

from carbon.storage import loadAggregationSchemas, loadStorageSchemas

def first(schemas, name):
    return next(schema.archives for schema in schemas if schema.matches(name))

def stored(name):
    archives = [archive.getTuple() for archive in first(retentions, name)]
    return archives, *first(aggregation, name)

retentions, aggregation = loadStorageSchemas(), loadAggregationSchemas()
print(json.dumps({
    "settings": settings,
    "patterns": [(rule.pattern, *rule.archives) for rule in aggregation[:-1]],
    "stored": {name: stored(name) for name in json.load(sys.stdin)},
}, default=str))
"""


def read_by_carbon(folder: Path, names: Iterable[str] = ()) -> dict:
    """Carbon's ``settings``, its aggregation ``patterns``, and how each name would be ``stored``.

    Returns
    -------
    dict
        ``patterns``: [pattern, xFilesFactor, method], in order; ``stored``, by name:
        [[[seconds, points], ...], xFilesFactor, method].
    """
    read = subprocess.run(
        (ROOT / ".venv-graphite/bin/python", "-c", READ, folder),
        input=json.dumps(list(names)),
        env={"PYTHONPATH": str(ROOT / "graphite")},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(read.stdout.splitlines()[-1])
