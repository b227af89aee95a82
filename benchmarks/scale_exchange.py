"""What Spark's executors exchange to join thirteen months of some clients, in bytes.

    python benchmarks/scale_exchange.py [--clients 100000]

The records of a simulated bank are joined as for scoring and thrown away. What tasks hand on lies
in Spark's local folder until the session ends; its size does not depend on how busy a machine is.
"""

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from bank_rs.data.history import HISTORY_MONTHS, months_in
from bank_rs.data.simulation import simulate
from bank_rs.scoring.records import clients_of, columns_of_panel, records
from bank_rs.spark.engine import Spark
from bank_rs.spark.session import spark_session


def exchanged(folder: Path) -> int:
    """Bytes that tasks have handed on."""
    return sum(file.stat().st_size for file in folder.rglob("shuffle_*.data"))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--clients", type=int, default=100_000)
    options = parser.parse_args()
    console = Console(highlight=False)
    with TemporaryDirectory(prefix="bank-rs-exchange-") as name:
        data, local = Path(name) / "panel.parquet", Path(name) / "spark"
        bank = simulate(options.clients, months=HISTORY_MONTHS + 1, seed=1)
        bank.write_parquet(data)
        with spark_session("local[2]", {"spark.local.dir": str(local)}) as session:
            panel = columns_of_panel(Spark(session).read(str(data)), str(data))
            days = months_in(panel)
            clients, _ = clients_of(panel, days[-1])
            before = exchanged(local)
            joined = records(panel, days, days[-1], 8).to_native()
            joined.write.format("noop").mode("overwrite").save()
            handed_on = exchanged(local) - before
        read = data.stat().st_size
    console.print(f"{bank.height:,} records, {clients:,} clients to score")
    console.print(f"read: {read / bank.height:.0f} bytes a record, as Parquet")
    console.print(f"exchanged: {handed_on / 1e6:.0f} MB, {handed_on / clients:.0f} bytes a client")


if __name__ == "__main__":
    main()
