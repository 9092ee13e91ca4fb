"""Measurements of speed; run by hand, never part of the tests."""
