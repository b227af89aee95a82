"""Spark, for banks that one machine does not hold."""
