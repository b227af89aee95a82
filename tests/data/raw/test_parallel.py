import pytest

from bank_rs.data.raw.parallel import in_parallel


def test_results_come_in_order():
    assert list(in_parallel(lambda item: item * 2, range(20))) == list(range(0, 40, 2))


def test_error_comes_in_its_items_place():
    results = in_parallel(lambda item: 6 // item, [6, 3, 0, 1])
    assert [next(results), next(results)] == [1, 2]
    with pytest.raises(ZeroDivisionError):
        next(results)


def test_items_are_taken_only_a_few_ahead():
    taken = []

    def items():
        for item in range(100):
            taken.append(item)
            yield item

    next(in_parallel(str, items()))
    assert len(taken) < 5
