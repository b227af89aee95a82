import pytest

from bank_rs.service.metering.pushing import InstanceNameError, root
from bank_rs.settings import Settings


def settings_of(instance):
    return Settings(_env_file=None, metrics_instance=instance)


@pytest.mark.parametrize(
    ("instance", "expected"),
    [("", "bank-rs"), ("web-1", "bank-rs.web-1"), ("x{hostname}", "bank-rs.xa-b")],
)
def test_root_has_the_instance_where_there_is_one(monkeypatch, instance, expected):
    monkeypatch.setattr("bank_rs.service.metering.pushing.gethostname", lambda: "a.b")
    assert root(settings_of(instance)) == expected


@pytest.mark.parametrize("instance", ["system", "target", "clients"])
def test_root_refuses_the_name_of_a_metric(instance):
    with pytest.raises(InstanceNameError, match="choose another"):
        root(settings_of(instance))
