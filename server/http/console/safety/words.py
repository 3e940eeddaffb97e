"""Plain words for alarms: what is wrong, how far it has climbed, what happened when."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from server.http.console.showing.figures import moment
from server.storage.tables.safety import AlarmStep

KINDS = {
    "missed_check_in": "Check-in missed",
    "not_back": "Not back when the plan expects",
    "help": "Help asked for",
    "quiet_help": "Help asked for, unseen: do not ring the operative's phone",
    "drill": "Drill: nobody is in danger",
}
RUNGS = {
    "phone": "The operative's own phone has been asked.",
    "office": "The contractor's office has been alerted.",
    "duty_manager": "The duty manager has been alerted.",
    "next_duty_manager": "The next duty manager has been alerted.",
    "shout": "Nobody took it. Every console shouts until somebody does.",
}
POSTS = {
    "phone": "the operative's phone",
    "office": "the contractor's office",
    "duty_manager": "duty manager",
    "next_duty_manager": "next duty manager",
    "shout": "every console",
}
OUTCOMES = {
    "safe": "Reached, and safe",
    "false_alarm": "False alarm",
    "help_sent": "Somebody was sent",
    "emergency_services": "999 was called",
    "not_reached": "Not reached: handed on",
    "drill_done": "Drill done, all went well",
    "drill_failed": "Drill done, something did not work",
    "checked_in_before": "Checked in before the deadline; the word came late",
    "checked_in_late": "Checked in after the deadline, before anybody else was told",
}
_WHAT = {
    "raised": "Raised",
    "phone_pushed": "Their phone was rung by a push",
    "phone_not_pushed": "No push reached their phone",
    "shouting": "Every console shouts",
    "acknowledged": "Taken",
    "left_open": "Taken and left open: it shouts again",
    "stood_down": "The operative's phone says that they are safe",
}
_SIGNS = {
    "check_in": "checked in",
    "timer_extended": "asked for more time",
    "left": "left the home",
    "back_safe": "said that they are out and safe",
    "no_access": "was not let in",
    "cannot_attend": "said that they cannot attend",
}


def step_line(step: AlarmStep, names: Mapping[str, str]) -> str:
    """One line of the history, without its time."""
    facts: Mapping[str, Any] = step.facts
    who = names.get(step.by, "")
    if step.what == "told":
        return f"Text queued for {facts.get('name')}, {POSTS.get(step.rung, step.rung)}"
    if step.what == "nobody_on_duty":
        return f"Nobody to text: {POSTS.get(step.rung, step.rung)}"
    if step.what == "checked_in":
        return _checked_in(facts)
    if step.what == "closed":
        note = f". {facts['note']}" if facts.get("note") else ""
        by = f" by {who}" if who else ""
        return f"Closed{by}: {OUTCOMES.get(str(facts.get('outcome')), '')}{note}"
    return f"{_WHAT.get(step.what, step.what)}{f' by {who}' if who else ''}"


def _checked_in(facts: Mapping[str, Any]) -> str:
    latest = datetime.fromisoformat(str(facts["latest_at"]))
    since = facts.get("earliest_at")
    earliest = datetime.fromisoformat(str(since)) if since else None
    said = _SIGNS.get(str(facts.get("type")), "gave a sign of life")
    if earliest is None:
        return f"The operative {said}, by {moment(latest)} at the latest"
    return f"The operative {said} between {moment(earliest)} and {moment(latest)}"
