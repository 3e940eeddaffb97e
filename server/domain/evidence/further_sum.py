"""A further sum that was approved on top of a payment: held where newer evidence contradicts it, as a first one is."""

from __future__ import annotations

from typing import Any

from server.domain.wording.plain_words import pounds

Output = dict[str, Any]

_CODE, _CLAUSE = "late_evidence_contradicts", "setting late_evidence_before_payment"


def held_on_top(output: Output, approved_pence: int | None) -> Output:
    """The finding with the further sum held; as it is where nothing was approved on top or the sum still stands.

    The rule knows one prior decision, and after a payment that is the payment (decision 0082). What was paid stands.
    """
    is_held = output["settings"]["late_evidence_before_payment"] == "hold"
    if approved_pence is None or not is_held or output["total_pence"] >= approved_pence:
        return output
    paid, best = output["paid_before_pence"], output["total_pence"] + output["at_stake_pence"]
    facts = {"approved_pence": approved_pence, "new_total_pence": output["total_pence"]}
    asked = {"code": _CODE, "facts": facts, "clause": _CLAUSE, "if_yes_pence": approved_pence, "if_no_pence": best}
    said = [one for one in output["explanation"] if "can be paid now" not in one]
    waits = f"A further {pounds(approved_pence - paid)} is held while newer evidence is looked at."
    return {
        **output,
        "state": "hold",
        "total_pence": paid,
        "pay_now_pence": 0,
        "at_stake_pence": max(approved_pence, best) - paid,
        "decisions_needed": [*output["decisions_needed"], asked],
        "explanation": [*said, waits],
    }
