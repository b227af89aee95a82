"""The files of a panel that Spark reaches, as ``sha256sum`` would tell them apart."""

from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from bank_rs.spark.faults import told

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def digest(session: "SparkSession", files: Sequence[str]) -> str:
    """SHA-256 of a file; of several, that of what ``sha256sum`` prints of them in their folder.

    Parameters
    ----------
    session
        Whose file systems; the driver reads each file through, some bytes at a time.
    files
        Addresses as Spark's ``inputFiles`` names them.
    """
    jvm: Any = session.sparkContext._jvm
    conf = session.sparkContext._jsc.hadoopConfiguration()
    found, lines = "", []
    for file in sorted(files):
        with told():
            path = jvm.org.apache.hadoop.fs.Path(jvm.java.net.URI(file))
            stream = path.getFileSystem(conf).open(path)
            try:
                found = jvm.org.apache.commons.codec.digest.DigestUtils.sha256Hex(stream)
            finally:
                stream.close()
            lines.append(f"{found}  {path.getName()}\n")
    return found if len(lines) == 1 else sha256("".join(lines).encode()).hexdigest()
