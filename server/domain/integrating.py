"""What other programs may be let into, each by its own scope. Household concerns have none."""

SCOPES = {
    "appointments:read": "appointments with their times in force and what became of them",
    "visits:read": "visits and how far each has got",
    "reports:read": "damage and property concerns; never concerns about people",
    "claims:read": "claims and how their cases stand; never papers about earnings",
    "notices:read": "notices and whether they arrived; never their words or numbers",
    "compensation:assess": "the compensation rule, run on a case that you send",
}
