"""The pages of cases and of money, gathered: importing a module adds its routes to the blueprint."""

from server.http.console.cases import case_files, claim_entry, claims, letters, repair_links, repairs
from server.http.console.money import goodwill, payments, recharges

CASES = (repairs, repair_links, claims, claim_entry, case_files, letters, goodwill, payments, recharges)
