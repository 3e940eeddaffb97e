"""Who among the staff may see and do what: the matrix of roles as data, asked by queries and pages alike.

`never` means that the server does not send it: queries leave it out, so no template can forget to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from server.domain.who_sees_what import MATRIX

LANDLORD_ROLES = ("contract_manager", "claim_handler", "safeguarding_lead", "director", "administrator")
FIRM_ROLES = ("contractor_office",)
ROLES = (*FIRM_ROLES, *LANDLORD_ROLES)

# Each sight, and the roles of which one is enough; what few may see is taken from the matrix.
# A contractor's office sees its own firm's part only.
SIGHTS: Mapping[str, tuple[str, ...]] = {
    "board": ("contractor_office", "contract_manager", "safeguarding_lead", "director"),
    "visits": ("contractor_office", "contract_manager", "claim_handler", "safeguarding_lead", "director"),
    "reports": ("contractor_office", "contract_manager", "safeguarding_lead", "director"),
    "damage_cases": ("contractor_office", "contract_manager"),
    "decide_damage": ("contract_manager",),
    "answer_damage": ("contractor_office",),
    "every_damage_and_property_report": MATRIX["open_report"].staff(),
    "urgent_reports": ("safeguarding_lead", "director"),
    "household_count": ("contractor_office", "contract_manager"),
    "household_concerns": MATRIX["household_concern"].staff(),
    "household_list": ("safeguarding_lead", "director"),
    "escalated_concerns": ("director",),
    "judge_hazards": ("contract_manager",),
    "closed_days": ("contract_manager", "director"),
    "flag_instructions": MATRIX["flag_instruction"].staff(),
    "repairs": ("contractor_office", "contract_manager", "claim_handler", "director"),
    "sums": ("contract_manager", "claim_handler", "director"),
    "claims": MATRIX["earnings"].staff(),
    "earnings": MATRIX["earnings"].staff(),
    "texts": ("contractor_office", "contract_manager"),
    "late_notices": ("contract_manager",),
    "sending": ("contract_manager", "administrator"),
    "tenant_messages": ("contractor_office", "contract_manager", "director"),
    "words": ("contract_manager",),
    "phones": ("contractor_office", "contract_manager"),
    "timers": ("contractor_office",),
    "booking": ("contractor_office", "contract_manager"),
    "raise_jobs": ("contract_manager",),
    "short_notice": ("contract_manager",),
    "slot_settings": ("contract_manager",),
    "unlink_repairs": ("contract_manager",),
    "alarms": MATRIX["alarm"].staff(),
    "answer_alarms": ("contractor_office", "contract_manager", "safeguarding_lead", "director"),
    "duty_rota": ("contractor_office", "contract_manager", "director"),
    "drills": ("contractor_office", "contract_manager", "director"),
    "safety_settings": ("director",),
    "keep_needs": ("contract_manager",),
    "flag_cases": MATRIX["flag_reason"].staff(),
    "incidents": MATRIX["incident"].staff(),
    "original_photos": ("contract_manager",),
    "evidence": ("contract_manager",),
    "evidence_packs": ("contract_manager", "safeguarding_lead"),
    "imports": ("contract_manager",),
    "samples": MATRIX["sampled"].staff(),
    "draw_samples": ("contract_manager",),
    "exports": ("contractor_office", "contract_manager", "claim_handler", "safeguarding_lead", "director"),
    "api_keys": ("administrator",),
    "people_who_sign_in": ("administrator",),
    "recharges": ("contractor_office", "contract_manager", "claim_handler", "director"),
    "repair_links": ("contract_manager",),
    "case_files": ("contract_manager", "claim_handler", "director"),
    "answer_recharges": ("contractor_office",),
    "decide_recharges": ("contract_manager",),
    "payments": ("claim_handler", "director"),
    "standards": ("contractor_office", "contract_manager", "director"),
    "policy_settings": ("director",),
    "kept_records": ("contract_manager", "director", "administrator"),
    "case_audit": ("contract_manager", "director"),
    "disputes": ("contract_manager",),
    "review": ("contract_manager", "safeguarding_lead"),
    "hazard_clocks": ("contract_manager", "director"),
    "hazard_limits": ("director",),
    "queue": ("contractor_office", "contract_manager", "claim_handler", "safeguarding_lead", "director"),
}


@dataclass(frozen=True)
class Viewer:
    """A person signed in to the console. `firm_id` is None for the landlord's own people."""

    user_id: str
    name: str
    email: str
    landlord_id: str
    firm_id: str | None
    roles: tuple[str, ...]

    def may(self, sight: str) -> bool:
        """Whether one of this person's roles has this sight; an unknown sight is a mistake of ours, not a no."""
        return any(role in SIGHTS[sight] for role in self.roles)


def who_may(*sights: str) -> tuple[str, ...]:
    """The roles that have at least one of these sights, in the order of ROLES."""
    allowed = {role for sight in sights for role in SIGHTS[sight]}
    return tuple(role for role in ROLES if role in allowed)


def roles_fit(roles: tuple[str, ...], firm_id: str | None) -> bool:
    """A firm's people hold the firm's role and the landlord's people the landlord's: nobody is on both sides."""
    side = LANDLORD_ROLES if firm_id is None else FIRM_ROLES
    return bool(roles) and all(role in side for role in roles)
