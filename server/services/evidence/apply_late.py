"""Apply events that count only now, as if they had been accepted when they came: times, folds, watches, the feed."""

from collections.abc import Mapping, Sequence

from server.services.safety.watch_phones import watch_phones
from server.services.sync import covering, projecting
from server.services.sync.chains import Chain
from server.services.sync.delivery import Delivery, Incoming


def apply_late(delivery: Delivery, chains: Mapping[str, Chain], accepted: Sequence[Incoming]) -> None:
    """Call it last in the transaction that ruled on them: it takes feed positions. `chains` hold all of them."""
    touched = projecting.project(delivery, accepted)
    for chain in chains.values():
        numbers = [one.envelope.seq for one in accepted if one.envelope.epoch == chain.epoch]
        if numbers:
            touched |= projecting.project(delivery, [], covering.renew_from(delivery, chain, min(numbers)))
    watch_phones(delivery, accepted, touched)
    projecting.hand_on(delivery, accepted, touched)
