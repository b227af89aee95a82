from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from bank_rs.data.contract import PanelError
from bank_rs.data.panel import with_history
from bank_rs.data.whole_file import OutputError
from bank_rs.scoring.folder import LostClientsError
from bank_rs.scoring.here import DRAFT, Here
from bank_rs.scoring.model import ScoringModel
from bank_rs.scoring.plan import AnotherRunError
from bank_rs.scoring.recommend import recommend
from bank_rs.scoring.records import MonthToScoreError
from bank_rs.scoring.score import Request, score

LAST = date(2016, 5, 28)
FOLDER = "month=2016-05-28/model_version=1"


@pytest.fixture
def out(tmp_path):
    return tmp_path / "recommendations"


@pytest.fixture
def run(panel_file, model, out):
    def run(show=lambda *_: None, data=panel_file, model=model, **changes):
        request = Request(str(data), str(out), **({"k": 7, "bucket": 300} | changes))
        return score(request, model, Here(), show)

    return run


def expected(model, panel, k=7, day=LAST):
    rows = with_history(panel).filter(pl.col("fetch_date") == day)
    return recommend(model.champion, rows, k).sort("client", "rank")


def read(out):
    return pl.read_parquet(out)


def times(out):
    return {file: file.stat().st_mtime_ns for file in out.rglob("*.parquet")}


def test_every_client_of_the_newest_month_is_scored(run, model, panel, out):
    plan, before = run()
    clients = panel.filter(pl.col("fetch_date") == LAST).height
    assert (plan.clients, plan.offered, before) == (clients, clients, 0)
    assert plan.buckets == len(times(out)) == -(-clients // 300)
    found = read(out).sort("client", "rank")
    assert_frame_equal(
        found.select("client", "rank", "product", "probability"),
        expected(model, panel),
        check_exact=True,
    )
    assert found.select("month", "model_version").unique().rows() == [(LAST, 1)]
    assert (found["bucket"] == found["client"] % plan.buckets).all()


def test_month_is_scored_with_what_was_known_in_it(run, model, panel, out):
    run(month=date(2016, 3, 1), k=3)
    until = panel.filter(pl.col("fetch_date") <= date(2016, 3, 28))
    known = expected(model, until, 3, date(2016, 3, 28))
    assert_frame_equal(read(out).select(known.columns).sort("client", "rank"), known)


def test_month_that_the_panel_lacks_names_those_it_has(run):
    with pytest.raises(MonthToScoreError, match="from 2015-12 to 2016-05"):
        run(month=date(2016, 6, 1))


def test_panel_of_many_files_is_scored_as_one(run, model, panel, out, tmp_path):
    folder = tmp_path / "panel"
    folder.mkdir()
    for part in range(3):
        panel.filter(pl.col("id") % 3 == part).write_parquet(folder / f"{part}.parquet")
    run(data=folder)
    assert_frame_equal(
        read(out).drop("month", "model_version", "bucket").sort("client", "rank"),
        expected(model, panel),
    )


def test_run_that_was_stopped_is_finished_by_another(run, model, panel, out):
    stopped = []

    def stop(done, _):
        stopped.append(done)
        if len(stopped) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(stop)
    first = times(out)
    assert len(first) == 2
    assert (out / FOLDER / "_plan.json").exists()
    plan, before = run()
    assert before == 2
    assert {file: times(out)[file] for file in first} == first
    assert read(out)["client"].n_unique() == plan.clients


def test_run_that_is_done_is_not_done_again(run, out):
    run()
    before = times(out)
    plan, done = run()
    assert done == plan.buckets
    assert times(out) == before


def test_draft_of_a_killed_run_is_cleared(run, out):
    draft = out / FOLDER / DRAFT
    draft.mkdir(parents=True)
    (draft / "part-0.parquet").write_bytes(b"half")
    run()
    assert not draft.exists()


@pytest.mark.parametrize("change", [{"k": 5}, {"bucket": 100}])
def test_folder_of_an_unfinished_other_run_is_not_written_to(run, out, change):
    def stop(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(stop)
    with pytest.raises(AnotherRunError, match="another run"):
        run(**change)


def test_folder_of_a_longer_list_is_not_taken_for_a_shorter(run):
    run()
    with pytest.raises(AnotherRunError, match="7 products for a client and not 5"):
        run(k=5)


def test_folder_that_lost_a_bucket_is_told(run, out):
    run()
    next(iter(times(out))).unlink()
    with pytest.raises(LostClientsError, match="remove the folder"):
        run()


def test_buckets_without_a_plan_are_not_taken_over(run, out):
    run()
    (out / FOLDER / "_SUCCESS").unlink()
    with pytest.raises(AnotherRunError, match="a run that is not this one"):
        run()


def test_two_runs_do_not_write_to_one_folder(run):
    with pytest.raises(AnotherRunError, match="another run is writing"):
        run(lambda *_: run())


def test_another_version_gets_a_folder_of_its_own(run, model, out):
    run()
    run(model=ScoringModel(model.champion, "2"))
    assert sorted(read(out)["model_version"].unique()) == [1, 2]


def test_clients_who_hold_everything_are_counted_and_offered_nothing(run, panel, out, tmp_path):
    everything = pl.when(pl.col("id") % 10 == 0).then(2**24 - 1).otherwise("owned")
    data = tmp_path / "rich.parquet"
    owned, unknown = everything.cast(pl.UInt32), pl.lit(0, pl.UInt32)
    panel.with_columns(owned=owned, unknown=unknown).write_parquet(data)
    plan, _ = run(data=data)
    assert plan.offered < plan.clients
    assert read(out)["client"].n_unique() == plan.offered


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda panel: pl.concat([panel, panel.tail(1)]), "two records of one client"),
        (lambda panel: panel.with_columns(age=pl.lit(999, pl.Int32)), "age must be"),
        (lambda panel: panel.drop("age"), "its column age"),
        (lambda panel: panel.with_columns(pl.col("age").cast(pl.String)), "its column age"),
        (lambda panel: panel.clear(), "no records"),
    ],
)
def test_panel_that_breaks_the_contract_is_refused(run, panel, tmp_path, spoil, words):
    data = tmp_path / "spoilt.parquet"
    spoil(panel).write_parquet(data)
    with pytest.raises(PanelError, match=words):
        run(data=data)


def test_panel_that_is_damaged_is_told_and_a_whole_one_finishes(run, panel_file, tmp_path, out):
    data = tmp_path / "damaged.parquet"
    whole = panel_file.read_bytes()
    data.write_bytes(whole[:4096] + bytes(len(whole) // 2) + whole[4096 + len(whole) // 2 :])
    with pytest.raises(PanelError, match="damaged"):
        run(data=data)
    assert not times(out)
    data.write_bytes(whole)
    run(data=data)


def test_panel_that_is_missing_names_the_cure(run, tmp_path):
    with pytest.raises(PanelError, match="bank-rs ingest"):
        run(data=tmp_path / "none.parquet")


def test_disk_that_is_full_is_told_and_more_room_finishes(run, small_disk, out, monkeypatch):
    out.symlink_to(small_disk)
    ballast = small_disk / "ballast"
    with pytest.raises(OutputError, match="free some space"):
        run(lambda *_: fill(ballast))
    assert read(out / FOLDER / "bucket=0").height
    ballast.unlink()
    plan, before = run()
    assert before == 1
    assert read(f"{out}/month=*/**/*.parquet")["client"].n_unique() == plan.clients


def fill(file):
    with file.open("wb", buffering=0) as ballast:
        try:
            while ballast.write(bytes(4096)):
                pass
        except OSError:
            return
