"""Which version of the phone's app is behind. No version is refused what it brings: that is evidence."""

SHIPPED = 1
"""The app's own number, as `pwa/sync/outside.js` has it; a release that phones should not miss raises both."""

NONE, ADVISED, REQUIRED = "none", "advised", "required"


def upgrade_for(app_version: str, *, required: int) -> str:
    """What a phone is told. `required` is the lowest version that gets its list; a name instead of a number is none."""
    if not (app_version.isascii() and app_version.isdigit() and len(app_version) < 10):
        return NONE
    if int(app_version) < required:
        return REQUIRED
    return ADVISED if int(app_version) < SHIPPED else NONE
