"""Small files and names of a folder that Spark reaches, through Hadoop's file systems."""

from typing import TYPE_CHECKING, Any

from bank_rs.spark.faults import told

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


class Reach:
    """A folder on this machine, in HDFS, or in an object store.

    Parameters
    ----------
    session
        Whose file systems.
    address
        As Spark reads it; a path without a scheme is of Spark's default file system.
    """

    def __init__(self, session: "SparkSession", address: str) -> None:
        jvm: Any = session.sparkContext._jvm
        self._of = jvm.org.apache.hadoop.fs.Path
        self._text = jvm.org.apache.commons.io.IOUtils
        self._folder = self._of(address)
        conf = session.sparkContext._jsc.hadoopConfiguration()
        with told():
            self._files = self._folder.getFileSystem(conf)

    @property
    def address(self) -> str:
        """The folder's address."""
        return str(self._folder.toString())

    def names(self) -> list[str]:
        """What is in the folder; nothing where there is none."""
        with told():
            if not self._files.exists(self._folder):
                return []
            return [str(each.getPath().getName()) for each in self._files.listStatus(self._folder)]

    def read(self, name: str) -> str:
        """Text of a file."""
        with told():
            stream = self._files.open(self._path(name))
            try:
                return str(self._text.toString(stream, "UTF-8"))
            finally:
                stream.close()

    def write(self, name: str, text: str) -> None:
        """Write a file; raises `OutputError` where there is no room."""
        with told():
            stream = self._files.create(self._path(name))
            try:
                self._text.write(text, stream, "UTF-8")
            finally:
                stream.close()

    def remove(self, name: str) -> None:
        """Remove a file."""
        with told():
            self._files.delete(self._path(name), False)

    def _path(self, name: str) -> object:
        return self._of(self._folder, name)
