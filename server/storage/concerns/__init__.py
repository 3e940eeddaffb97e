"""Concerns in the database: who may open one, what was written down about it, and its clocks."""
