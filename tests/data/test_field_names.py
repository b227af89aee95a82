import pytest

from bank_rs.data.field_names import ALL_PRODUCTS, FIELD_NAMES, HISTORY
from bank_rs.data.fields import PROFILE


def test_every_profile_column_and_group_has_a_name():
    assert list(FIELD_NAMES) == [*(field.column for field in PROFILE), ALL_PRODUCTS, HISTORY]
    assert all(name.field == field for field, name in FIELD_NAMES.items())


@pytest.mark.parametrize("language", ["ru", "en", "es"])
def test_names_differ_and_fit_into_a_list(language):
    names = [getattr(name, language) for name in FIELD_NAMES.values()]
    assert len(set(names)) == len(names)
    for name in names:
        assert name == name.strip() == name[0].lower() + name[1:]
        assert not set(name) & set(",;:.—")


def test_russian_names_are_written_in_cyrillic():
    for name in FIELD_NAMES.values():
        assert not any("a" <= letter <= "z" for letter in name.ru.lower())
