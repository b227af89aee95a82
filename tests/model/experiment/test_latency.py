from bank_rs.model.experiment.fitting import fit_sample
from bank_rs.model.experiment.latency import latencies, latency
from tests.model.experiment import small


def test_each_kind_of_estimator_is_asked(store, origin):
    sample, rows = store.sample(store.months[:1]), store.month(origin.judged).rows
    for candidate in (small.MODEL, small.COMEBACK):
        fitted = fit_sample(candidate.make(), sample)
        assert 0 < latency(fitted, rows, records=20) < 1e6


def test_models_are_timed_in_turn(training, store, origin):
    rows = store.month(origin.judged).rows
    times = latencies([training.champion, training.champion], rows, records=20)
    assert len(times) == 2
    assert all(0 < time < 1e6 for time in times)
