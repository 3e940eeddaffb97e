"""A decision in the output form of the case format, ready for any JSON writer."""

from __future__ import annotations

from server.domain.attendance.outcome import Occasion, Reason
from server.domain.compensation.decision import Decision, Needed, PaidDay
from server.domain.parameters import Parameter, Policy
from server.domain.wording.explanation import explain

Json = dict[str, object]


def decision_as_json(decision: Decision) -> Json:
    return {
        "case": decision.case,
        "state": decision.state,
        "total_pence": decision.total_pence,
        "at_stake_pence": decision.at_stake_pence,
        "paid_before_pence": decision.paid_before_pence,
        "pay_now_pence": decision.pay_now_pence,
        "occasions": [_occasion(one) for one in decision.occasions],
        "roots": [
            {"root": one.root, "not_kept": one.not_kept, "threshold_passed": one.threshold_passed}
            for one in decision.roots
        ],
        "days": [_day(one) for one in decision.days],
        "recharge": [{"contractor": firm, "pence": pence} for firm, pence in decision.recharge],
        "decisions_needed": [_needed(one) for one in decision.decisions_needed],
        "notes": _reasons(decision.notes),
        "policy": _policy(decision.policy),
        "settings": decision.settings.as_used(),
        "explanation": explain(decision),
    }


def _occasion(occasion: Occasion) -> Json:
    change = {} if occasion.change is None else {"change": occasion.change}
    return {
        "appointment": occasion.appointment,
        **change,
        "result": occasion.result,
        "reasons": _reasons(occasion.reasons),
    }


def _reasons(reasons: tuple[Reason, ...]) -> list[Json]:
    return [{"code": one.code, "facts": dict(one.facts), "clause": one.clause} for one in reasons]


def _day(day: PaidDay) -> Json:
    return {
        "person": day.person,
        "day": day.day.isoformat(),
        "loss_pence": day.loss_pence,
        "cap_pence": day.cap_pence,
        "paid_pence": day.paid_pence,
        "state": day.state,
        "reasons": _reasons(day.reasons),
    }


def _needed(needed: Needed) -> Json:
    return {
        "code": needed.code,
        "facts": dict(needed.facts),
        "clause": needed.clause,
        "if_yes_pence": needed.if_yes_pence,
        "if_no_pence": needed.if_no_pence,
    }


def _policy(policy: Policy) -> Json:
    return {"name": policy.name, "values": {one.name: _rows(one) for one in policy.parameters()}}


def _rows(parameter: Parameter) -> list[Json]:
    return [{"from": row.starts_on.isoformat(), "value": row.value, "clause": row.clause} for row in parameter.values]
