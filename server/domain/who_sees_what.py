"""The matrix of who may read which data, as data: a reader who is not named in a row never gets it from the server.

What an operative writes stands on their own phone until it is sent; what a tenant knows of their home is not repeated.
`viewing.py` takes the sights of the most private rows from here, and a test walks every road to hold them to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

STAFF = (
    *("contractor_office", "contract_manager", "claim_handler"),
    *("safeguarding_lead", "director", "administrator"),
)
READERS: Mapping[str, str] = {
    "operative": "Operative, on the phone",
    "contractor_office": "Contractor's office",
    "contract_manager": "Contract manager",
    "claim_handler": "Claim handler",
    "safeguarding_lead": "Safeguarding lead",
    "director": "Director",
    "administrator": "Administrator",
    "tenant": "Tenant, on their page",
    "program": "Another system, with a key",
}


@dataclass(frozen=True)
class Row:
    """One kind of data, and how far each of its readers sees it, in words; whoever is missing sees nothing of it."""

    title: str
    readers: Mapping[str, str]

    def staff(self) -> tuple[str, ...]:
        """Those of its readers who sign in to the console, in the order of STAFF."""
        return tuple(role for role in STAFF if role in self.readers)


_OWN_VISITS = "own visits, today and the next working day"
_ALL = "all"
_OWN_FIRM = "own firm's"
_OWN = "their own"
_FROM_ALL = {"contract_manager": _ALL, "safeguarding_lead": _ALL, "director": _ALL}

MATRIX: Mapping[str, Row] = {
    "address": Row(
        "Address, job and time",
        {
            "operative": _OWN_VISITS,
            "contractor_office": _OWN_FIRM,
            **_FROM_ALL,
            "claim_handler": _ALL,
        },
    ),
    "tenant_name": Row(
        "Tenant's name",
        {
            "operative": _OWN_VISITS,
            "contractor_office": _OWN_FIRM,
            **_FROM_ALL,
            "claim_handler": _ALL,
        },
    ),
    "tenant_number": Row(
        "Tenant's telephone number",
        {
            "operative": "own visits, behind the call button",
            "contractor_office": _OWN_FIRM,
            **_FROM_ALL,
            "claim_handler": _ALL,
        },
    ),
    "what_to_do": Row(
        "What a tenant needs, as what to do",
        {
            "operative": _OWN_VISITS,
            "contractor_office": _OWN_FIRM,
            **_FROM_ALL,
            "claim_handler": _ALL,
        },
    ),
    "flag_instruction": Row(
        "A flag's instruction",
        {"operative": _OWN_VISITS, "contractor_office": "own firm's, for assigning", **_FROM_ALL},
    ),
    "flag_reason": Row(
        "Why a flag was set: reason, evidence, the words of the letter",
        {"contract_manager": "the manager on that case, who says why", "director": "all, who say why"},
    ),
    "incident": Row(
        "Incidents and what came of them",
        {"contractor_office": "its own reports", "contract_manager": _ALL, "director": _ALL},
    ),
    "household_concern": Row(
        "Concern about a person; the director reads one that was put before them",
        {"safeguarding_lead": "all, who say why; each reading is written down"},
    ),
    "open_report": Row(
        "Damage, and concern about the property, without danger",
        {
            "contractor_office": _OWN_FIRM,
            "contract_manager": _ALL,
            "tenant": "damage in their own home",
            "program": "by scope, its kind and never its words",
        },
    ),
    "earnings": Row(
        "What was earned and lost, its proof, and what a claimant wrote",
        {"claim_handler": "all; each reading is written down", "tenant": _OWN},
    ),
    "other_firms_work": Row(
        "Work of another contractor",
        {**_FROM_ALL, "claim_handler": _ALL, "program": "by scope, without names"},
    ),
    "position": Row(
        "Where an operative stood",
        {
            "contract_manager": "in a visit's evidence",
            "safeguarding_lead": "in a visit's evidence",
        },
    ),
    "alarm": Row("Alarms of lone workers", {"contractor_office": _OWN_FIRM, **_FROM_ALL}),
    "sampled": Row("That a visit was drawn for mystery shopping", dict(_FROM_ALL)),
}
