"""What a file said of each field of a line: only what it says anew may change what was decided here since."""

import json
from collections.abc import Mapping
from hashlib import sha256

_LENGTH = 16


def written(values: Mapping[str, object]) -> str:
    """A digest of each field, as JSON: enough to tell whether a later file says something else, and no more than that.

    >>> written({"kind": "pairs"}) == written({"kind": "pairs"})
    True
    """
    digests = {name: sha256(str(value).encode()).hexdigest()[:_LENGTH] for name, value in values.items()}
    return json.dumps(digests, sort_keys=True)


def said_anew(before: str, now: str) -> frozenset[str]:
    """The fields of which the later file says something else; all of them where nobody noted what the earlier said.

    >>> sorted(said_anew(written({"kind": "pairs", "text": "a"}), written({"kind": "pairs", "text": "b"})))
    ['text']
    """
    earlier: dict[str, str] = json.loads(before) if before else {}
    later: dict[str, str] = json.loads(now)
    return frozenset(name for name, digest in later.items() if earlier.get(name) != digest)
