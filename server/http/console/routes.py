"""The console's routes, gathered: importing a subject's module adds its routes to the blueprint."""

from server.http.console.day import board, visits
from server.http.console.pages import bp, prepare_pages

SUBJECTS = (board, visits)

__all__ = ["SUBJECTS", "bp", "prepare_pages"]
