import pytest

from bank_rs.spark.java import JavaError, check_java


@pytest.fixture
def java(tmp_path, monkeypatch):
    """A Java that says of itself what it is told to."""
    program = tmp_path / "bin" / "java"
    program.parent.mkdir()
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))

    def java(said, code=0):
        program.write_text(f"#!/bin/sh\necho '{said}' >&2\nexit {code}\n")
        program.chmod(0o755)

    return java


@pytest.mark.parametrize("version", ["17.0.15", "21", "25.0.1"])
def test_java_that_spark_runs_on_passes(java, version):
    java(f'openjdk version "{version}" 2025-04-15')
    check_java()


@pytest.mark.parametrize("said", ['java version "1.8.0_392"', 'openjdk version "11.0.2"', "huh"])
def test_old_java_is_told_with_the_cure(java, said):
    java(said)
    with pytest.raises(JavaError, match="needs Java 17 or newer: install it"):
        check_java()


def test_java_that_fails_is_told(java):
    java("broken", code=1)
    with pytest.raises(JavaError, match="does not run"):
        check_java()


def test_no_java_is_told(tmp_path, monkeypatch):
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(JavaError, match="no java in PATH"):
        check_java()
