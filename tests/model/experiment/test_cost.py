import numpy as np

from bank_rs.model.candidates.segment_popularity import SegmentPopularity
from bank_rs.model.experiment.child import in_child
from bank_rs.model.experiment.cost import model_mib, peak_memory_mib
from tests.model.experiment import small


def test_peak_memory_remembers_what_was_freed():
    assert in_child(small.peak_after, 300) > in_child(peak_memory_mib) + 250


def test_peak_memory_of_a_child_is_its_own():
    held = np.ones(512 * 2**20, np.uint8)
    assert in_child(peak_memory_mib) < 512 < peak_memory_mib()
    assert held.all()


def test_model_size_is_that_of_its_tables():
    small, large = SegmentPopularity(), SegmentPopularity()
    small.rates_, large.rates_ = np.zeros((1, 24)), np.zeros((10_000, 24))
    assert model_mib(large) - model_mib(small) > 1.8
