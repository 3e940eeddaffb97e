"""Plain words for flags: kinds, what is due, what was done, what came of it."""

KINDS = {
    "information": "Know before you go",
    "contact_first": "Ring first",
    "two_people": "Two people must attend",
    "no_visit_to_home": "No visit to the home",
}
STATES = {"draft": "Draft", "live": "In force", "ended": "Ended"}
SHOUTS = {
    "interim_to_confirm": "Interim: confirm or end it by",
    "review_missing": "No review date. Set one today",
    "review_due": "Review by",
    "letter_due": "Tell the person in writing by",
}
STEPS = {
    "asked_to_stop": "Asked to stop",
    "warned_in_writing": "Warned in writing",
    "contact": "Contact",
    "ladder_skipped": "Without asking or warning first",
    "decided": "Decided by the director",
    "interim": "Interim flag set by a manager",
    "instruction_changed": "Instruction changed",
    "reviewed_and_ended": "Reviewed and ended",
    "reviewed_and_continued": "Reviewed and continued",
    "ended": "Ended",
    "register_changed": "Changed by the imported register",
    "handed_over": "Given to another manager",
    "letter_sent": "Letter sent",
    "letter_withheld": "Letter withheld by the director",
    "appealed": "Appealed",
    "appeal_decided": "Appeal decided",
}
INCIDENTS = {
    "abusive_words": "Abusive words",
    "threat": "Threat",
    "assault": "Assault",
    "discrimination": "Discrimination",
    "harassment": "Harassment",
    "property_damaged": "Our property damaged on purpose",
    "animal": "An animal that was not held back",
}
CHANNELS = {"post": "By post", "by_hand": "By hand", "email": "By email"}
OUTCOMES = {"stands": "The flag stands", "ended": "The flag ends"}
