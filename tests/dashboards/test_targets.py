import pytest

from bank_rs.dashboards import targets as of
from tests.dashboards.planted import POINTS, STEP, Planted


@pytest.fixture(params=["planted", "planted_bare", "planted_instances"])
def anywhere(request):
    return request.getfixturevalue(request.param)


def test_added_adds_up_named_instances_and_the_one_without_a_name(anywhere):
    (values,) = anywhere.figures(of.added("clients")).values()
    assert sum(values) == anywhere.total("clients")
    assert len(values) == POINTS


def test_chosen_instance_is_taken_alone(planted):
    (values,) = planted.figures(of.added("clients"), "one").values()
    assert sum(values) == planted.total("clients", instances=["one"])


def test_chosen_instance_is_not_one_whose_name_starts_alike(graphite):
    planted = Planted(graphite, "planted-alike", ("one", "one-more", "one1"))
    graphite.store(point for point in planted.points() if point[0].endswith(".clients"))
    (values,) = planted.figures(of.added("clients"), "one").values()
    assert sum(values) == planted.total("clients", instances=["one"])


@pytest.mark.parametrize("most_points", [500, 7, 2])
def test_whole_is_the_total_in_one_point_at_any_width(planted, most_points):
    figures = planted.figures(of.whole(of.added("clients")), maxDataPoints=most_points)
    assert list(figures.values()) == [[planted.total("clients")]]


def test_counted_adds_up_the_points_that_are_thinned_out(planted):
    (values,) = planted.figures(of.counted(of.added("clients")), maxDataPoints=POINTS // 2).values()
    assert values[1] == 2 * planted.total("clients") / POINTS


def test_highest_and_lowest_are_those_of_the_instances(planted):
    value = planted.values["system.memory_free_mb"]
    (highest,) = planted.figures(of.highest("system.memory_free_mb")).values()
    (lowest,) = planted.figures(of.lowest("system.memory_free_mb")).values()
    assert (set(highest), set(lowest)) == ({3 * value}, {value})


def test_highest_keeps_a_peak_when_points_are_thinned_out(graphite):
    planted = Planted(graphite, "planted-peak")
    name = f"{planted.prefix}.system.saturation"
    ordinary = [(name, 1, planted.end - back * STEP) for back in range(POINTS) if back != 11]
    graphite.store([*ordinary, (name, 90, planted.end - 11 * STEP)])
    (values,) = planted.figures(of.highest("system.saturation"), maxDataPoints=3).values()
    assert max(values) == 90


def test_share_of_is_zero_where_the_part_was_never_seen(graphite):
    planted = Planted(graphite, "planted-well")
    name = f"{planted.prefix}.response_code.200"
    graphite.store((name, 5, planted.end - back * STEP) for back in range(POINTS))
    (values,) = planted.figures(of.share_of("response_code.5*", "response_code.*")).values()
    assert values == [0] * POINTS


def test_share_of_is_that_of_the_sums_over_instances(planted):
    codes = {code: planted.values[f"response_code.{code}"] for code in ("200", "422", "503")}
    (values,) = planted.figures(of.share_of("response_code.5*", "response_code.*")).values()
    assert values == pytest.approx([codes["503"] / sum(codes.values())] * POINTS)


def test_per_second_divides_by_the_interval(planted):
    (values,) = planted.figures(of.per_second(of.added("clients"))).values()
    assert sum(values) * STEP == pytest.approx(planted.total("clients"))


def test_by_instance_names_each_and_calls_the_one_without_a_name_as_the_prefix(planted):
    named = planted.figures(of.by_instance("system.up_time"))
    value = planted.values["system.up_time"]
    seen = {name: set(values) for name, values in named.items()}
    assert seen == {planted.prefix: {value}, "one": {2 * value}, "two": {3 * value}}


def test_by_endpoint_takes_the_worst_instance(planted):
    worst = planted.figures(of.by_endpoint("response_time.p99", "max"))
    assert set(worst["predict"]) == {3 * planted.values["endpoint.predict.response_time.p99"]}


def test_expressions_of_metrics_not_yet_written_answer_nothing(graphite, targets):
    empty = Planted(graphite, "planted-nowhere")
    assert {place: empty.render(target) for place, target in targets.items()} == {
        place: [] for place in targets
    }
