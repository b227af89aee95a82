import os

import httpx2
import polars as pl
import pytest

from bank_rs.catalog import PRODUCTS
from bank_rs.data.fields import PROFILE
from bank_rs.data.raw_writer import write_raw
from bank_rs.data.simulation import simulate
from tests.containers.stack import CORE, stack
from tests.waiting import wait_until

CLIENTS = 2000


@pytest.fixture(scope="module")
def running(engine, tag):
    wanted = {"BANK_RS_SIMULATED_CLIENTS": "2000", "BANK_RS_LOAD_REQUESTS": "60"}
    with stack(engine, "bank-rs-jobs", tag, **wanted) as running:
        running.up(*CORE)
        yield running


def test_profile_load_sends_the_mimic_load(running):
    report = running.compose("run", "--rm", "-T", "load")
    assert "60 requests" in report
    assert "POST /predict" in report


def test_profile_train_makes_a_model_that_serves(running):
    said = running.compose("run", "--rm", "-T", "train")
    assert "simulated" in said
    assert "version 2 is the champion" in said
    wait_until(lambda: running.get("BANK_RS_PORT", "/")["model_version"] == "2", 60)
    card = running.get("BANK_RS_PORT", "/model")
    assert "2,000 clients" in str(card) or "2000 clients" in str(card)


def test_profile_train_leaves_no_panel_behind(running):
    listed = running.compose("run", "--rm", "-T", "train", "find", "/var/lib/bank-rs", "-type", "f")
    assert "champion" in listed
    assert "panel" not in listed


def deliver(rows: pl.DataFrame, inbox, name: str) -> None:
    """Put a file of the bank's into the inbox, written a while ago."""
    write_raw(rows, inbox / name)
    (inbox / name).chmod(0o644)
    os.utime(inbox / name, (1, 1))


def records(rows: pl.DataFrame) -> bytes:
    flags = [
        (pl.col("owned") // (1 << bit) % 2).alias(product.english_column)
        for bit, product in enumerate(PRODUCTS)
    ]
    return rows.select(*(field.name for field in PROFILE), *flags).write_ndjson().encode()


def watch(running, inbox) -> str:
    """One turn of the loop, with this folder in the place of data/."""
    folder = ("-v", f"{inbox}:/srv/bank-rs/data:ro")
    command = ("bank-rs", "watch", "--once", "--inbox", "data")
    return running.compose("run", "--rm", "-T", *folder, "loop", *command)


def test_profile_loop_judges_what_the_service_answered(running, tmp_path):
    bank = simulate(CLIENTS, months=6, seed=3)
    months = bank["fetch_date"].unique().sort()
    tmp_path.chmod(0o755)
    deliver(bank.filter(pl.col("fetch_date") < months[-1]), tmp_path, "before.csv")
    said = watch(running, tmp_path)
    assert "nobody was asked for" in said
    assert "the gate" in said
    last = bank.filter(pl.col("fetch_date") == months[-2])
    answer = httpx2.post(
        running.url("BANK_RS_PORT") + "/predict/batch",
        content=records(last),
        headers={"content-type": "application/x-ndjson"},
        timeout=60,
    )
    assert answer.status_code == 200
    assert b"problem" not in answer.content
    deliver(bank.filter(pl.col("fetch_date") == months[-1]), tmp_path, "new.csv")
    stayed = last.join(bank.filter(pl.col("fetch_date") == months[-1]), on="id", how="semi").height
    assert f"of {stayed:,} clients who were asked for added something" in watch(running, tmp_path)
