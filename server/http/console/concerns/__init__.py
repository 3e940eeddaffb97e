"""Concerns in the console: one concern, the clocks that run, household concerns, and the days nobody works."""
