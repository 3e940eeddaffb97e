"""The console's routes, gathered: importing a subject's module adds its routes to the blueprint."""

from server.http.console.booking import absences, appointments, availability, jobs, planned
from server.http.console.cases import texts
from server.http.console.cases.subjects import CASES
from server.http.console.concerns import clocks, concern, household, limits
from server.http.console.damage import cases as damage_cases
from server.http.console.day import board, photos, reports, visits
from server.http.console.exchange import answers, api_keys, calendars, exports, imports, mappings
from server.http.console.needs import of_person as needs_of_person
from server.http.console.office import evidence, kept, packs, phones, settings, trail, unsent, users
from server.http.console.pages import bp, prepare_pages
from server.http.console.review import item as queue_item
from server.http.console.review import queue as review_queue
from server.http.console.safety import alarms, duty, flag_acts, flags, incidents
from server.http.console.sampling import samples
from server.http.console.standards import month_reports, standards
from server.http.console.telling import by_hand, messages, of_visits, sending, words

SUBJECTS = (
    *(concern, household, clocks, limits),
    *(flags, flag_acts, incidents),
    *(damage_cases, needs_of_person),
    *(review_queue, queue_item),
    *(jobs, appointments, planned, absences, availability),
    *(board, visits, photos, reports, *CASES, texts, phones, evidence),
    *(standards, month_reports, samples),
    *(imports, answers, mappings, exports, calendars, api_keys),
    *(packs, unsent, users, trail, settings, kept, alarms, duty, messages, of_visits, words, by_hand, sending),
)

__all__ = ["SUBJECTS", "bp", "prepare_pages"]
