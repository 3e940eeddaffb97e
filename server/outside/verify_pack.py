"""Check an evidence pack: python3 verify.py [FOLDER] [--fingerprint SHA256] [--without-signatures]

Needs Python 3.10 or newer and nothing else; for the signatures, the package `cryptography`.
Ends 0 where everything fits, 1 where anything does not, 2 where signatures could not be checked.
"""

import argparse
import base64
import hashlib
import json
import sys
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

SUMS, SIGNATURE = "SHA256SUMS", "SHA256SUMS.sig"
CHAINED = (
    *("landlord_id", "position", "envelope_sha256", "device_id", "epoch", "seq", "event_id", "prev", "hash", "sig"),
    *("body_sha256", "sent_by_device", "visit_id", "status", "code", "clock"),
)
# Rows whose bytes, place or sender were doubted at once: what they claim of their chain is not held against them.
DOUBTED = ("hash_mismatch", "wrong_device", "chain_break")
# Intervals are kept in whole milliseconds, receipts in microseconds.
ROUNDING = timedelta(milliseconds=1)


class Findings:
    """What was checked and what does not fit."""

    def __init__(self):
        self.faults = []
        self.checked = []
        self.unchecked = []

    def expect(self, fits, fault):
        if not fits:
            self.faults.append(fault)
        return fits


def sums_text(sums: dict[str, str]) -> bytes:
    """The list of hashes exactly as it must stand: sorted, one line a file."""
    return "".join(f"{sums[name]}  {name}\n" for name in sorted(sums)).encode()


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def check_files(folder, found):
    """Every file has the hash in the list; none is missing, none was added."""
    skipped = {SUMS, SIGNATURE}
    paths = [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    names = {path.relative_to(folder).as_posix(): path for path in paths}
    actual = {name: sha256(path.read_bytes()) for name, path in names.items() if name not in skipped}
    listed = (folder / SUMS).read_bytes()
    for line in listed.decode("utf-8", "replace").splitlines():
        listed_sum, _, name = line.partition("  ")
        found.expect(name in actual, f"{name} is listed and not here")
        found.expect(actual.get(name, listed_sum) == listed_sum, f"{name} was changed")
    found.expect(sums_text(actual) == listed, f"{SUMS} does not list exactly the files that are here")
    found.checked.append(f"{len(actual)} files have their listed hash")
    return sha256(listed)


def event_hash(row):
    """The hash that an event claims: over its numbers, the one before it, and the hash of its content."""
    parts = ("evt1", row["device_id"], row["epoch"], str(row["seq"]), row["event_id"], row["prev"], row["body_sha256"])
    return sha256("\n".join(parts).encode())


def check_journal(rows, before, found):
    """The server's own chain: each row's hash covers the row before it and everything the row says."""
    for index, row in enumerate(rows):
        said = [before, *("-" if row[name] is None else str(row[name]) for name in CHAINED), str(row["received_us"])]
        place = f"journal row {row['position']}"
        found.expect(sha256("\n".join(said).encode()) == row["chain_hash"], f"{place} or the one before it was changed")
        found.expect(row["position"] == rows[0]["position"] + index, f"rows are missing before {place}")
        before = row["chain_hash"]
    found.checked.append(f"{len(rows)} journal rows follow one another")


def check_phone_chains(rows, found):
    """The phones' chains: each event's hash recomputes, and names the event before it."""
    standing = {}
    sound = [row for row in rows if row["code"] not in DOUBTED]
    for row in sound:
        found.expect(event_hash(row) == row["hash"], f"event {row['event_id']} does not fit its hash")
        standing.setdefault((row["device_id"], row["epoch"], row["seq"]), set()).add(row["hash"])
    followed = 0
    for row in sound:
        before = standing.get((row["device_id"], row["epoch"], row["seq"] - 1))
        if before is not None:
            followed += 1
            found.expect(row["prev"] in before, f"event {row['event_id']} does not follow the one before it")
    found.checked.append(f"{len(sound)} events fit their hashes, {followed} name the event before them")
    return standing


def check_events(folder, pack, rows, found):
    """The visit's events are the journal's, and each content that is here is the one that was hashed."""
    by_sha = {row["envelope_sha256"]: row for row in rows}
    contents = left = 0
    for event in pack["events"]:
        name, row = event["envelope_sha256"], by_sha.get(event["envelope_sha256"])
        same = row is not None and all(row[key] == event[key] for key in row if key in event)
        if not found.expect(same, f"event {event['event_id']} is not as the journal has it"):
            continue
        if event["body_file"] is None:
            continue
        body = (folder / event["body_file"]).read_bytes()
        if event.get("location_erased"):
            is_left = sha256(body) == event["location_erased"]["kept_sha256"]
            found.expect(is_left, f"the content of {event['event_id']} is not what was left of it")
            left += 1
            continue
        contents += 1
        found.expect(sha256(body) == row["body_sha256"], f"the content of {event['event_id']} is not what was sent")
        numbers = (row["device_id"], row["epoch"], str(row["seq"]), row["event_id"], row["prev"], row["hash"])
        received = sha256("\n".join(numbers).encode() + b"\n" + body)
        found.expect(received == name, f"event {event['event_id']} is not as it was received")
    found.checked.append(f"{contents} of {len(pack['events'])} contents are here and are what was sent")
    if left:
        found.checked.append(f"{left} are what is left of one, which only the server's signature vouches for")


def check_erasures(pack, found):
    """Where a record was made is kept for a time. What is left fits its hash no more: the server vouches for it."""
    erased = [event for event in pack["events"] if event.get("location_erased")]
    for event in erased:
        left = event["location_erased"]
        said = f"doorstep without location 1\n{event['envelope_sha256']}\n{left['kept_sha256']}"
        fits = is_signature(pack["server_key_jwk"], said, left["sig"])
        found.expect(fits, f"the server's signature over what is left of {event['event_id']} does not fit")
    if erased:
        found.checked.append(f"{len(erased)} contents are what the server left of them, without where they were made")


def check_times(pack, found):
    """No time lies outside what must hold even for a tampered phone."""
    for event in pack["events"]:
        times = event["times"]
        if times is None:
            continue
        hard, narrow = times["hard"], times["asserted"]
        bounds = [hard["from"], narrow["from"], narrow["to"], hard["to"], times["received_at"]]
        known = [datetime.fromisoformat(bound.replace("Z", "+00:00")) for bound in bounds if bound is not None]
        fits = all(first <= then + ROUNDING for first, then in pairwise(known))
        found.expect(fits, f"the times of {event['event_id']} contradict one another")
    found.checked.append("no time lies outside its bounds")


def check_photos(folder, pack, found):
    names = {photo["file"]: photo["sha256"] for event in pack["events"] for photo in event["photos"] if photo["file"]}
    for name, expected in names.items():
        found.expect(sha256((folder / name).read_bytes()) == expected, f"{name} is not the photo that was recorded")
    found.checked.append(f"{len(names)} photos are the ones that were recorded")


def check_heads(pack, standing, found):
    """Heads that the phones announced before they sent: each names the event that stands at its number."""
    known = 0
    for phone in pack["phones"]:
        for chain in phone["chains"]:
            for head in chain["heads"]:
                stands = standing.get((phone["device_id"], chain["epoch"], head["seq"]))
                if stands is not None:
                    known += 1
                    fault = f"head {head['seq']} of phone {phone['device_id']} is another than the event there"
                    found.expect(head["hash"] in stands or chain["forked"], fault)
    found.checked.append(f"{known} announced heads are the events that stand there")


def check_signatures(folder, pack, rows, fingerprint, found):
    """Each signature is by a key that the phone enrolled with; the list of hashes by the landlord's server."""
    try:
        from cryptography.exceptions import InvalidSignature  # noqa: F401
    except ImportError:
        found.unchecked.append("signatures: install the package cryptography to check them")
        return
    keys = {phone["device_id"]: [key["public_key_jwk"] for key in phone["keys"]] for phone in pack["phones"]}
    signed = 0
    for row in rows:
        own = keys.get(row["device_id"])
        if own and row["sig"] is not None and row["status"] == "accepted":
            signed += 1
            fits = any(is_signature(key, row["hash"], row["sig"]) for key in own)
            found.expect(fits, f"the signature of event {row['event_id']} does not fit")
    found.checked.append(f"{signed} signatures are the phones' own")
    check_erasures(pack, found)
    written = (folder / SIGNATURE).read_bytes()
    fits = is_signature(pack["server_key_jwk"], fingerprint, written.decode("ascii", "replace").rstrip("\n"))
    found.expect(fits and written.endswith(b"\n"), "the server's signature over this pack does not fit")
    name = sha256("\n".join((pack["server_key_jwk"]["x"], pack["server_key_jwk"]["y"])).encode())
    found.checked.append(f"the pack is signed by the server whose key is {name[:32]}")


def is_signature(jwk, message, signature):
    """Whether base64url text of r and s is this P-256 key's signature over the ASCII of the message."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, utils

    def unpadded(text):
        raw = base64.b64decode(text.encode() + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
        if base64.urlsafe_b64encode(raw).rstrip(b"=").decode() != text:
            raise ValueError("not the one way to write it")
        return raw

    try:
        raw, x, y = (unpadded(text) for text in (signature, jwk["x"], jwk["y"]))
        der = utils.encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
        numbers = ec.EllipticCurvePublicNumbers(int.from_bytes(x, "big"), int.from_bytes(y, "big"), ec.SECP256R1())
        numbers.public_key().verify(der, message.encode("ascii"), ec.ECDSA(hashes.SHA256()))
    except (ValueError, UnicodeEncodeError, InvalidSignature):
        return False
    return len(raw) == 64


def check(folder, without_signatures=False):
    """Everything, in the order in which one thing rests on another; returns (findings, fingerprint)."""
    found = Findings()
    fingerprint = ""
    try:
        fingerprint = check_files(folder, found)
        pack = json.loads((folder / "pack.json").read_bytes())
        lines = (folder / "journal.jsonl").read_bytes().splitlines()
        rows = [json.loads(line) for line in lines]
        check_journal(rows, pack["journal"]["before"], found)
        standing = check_phone_chains(rows, found)
        check_events(folder, pack, rows, found)
        check_times(pack, found)
        check_photos(folder, pack, found)
        check_heads(pack, standing, found)
        if not without_signatures:
            check_signatures(folder, pack, rows, fingerprint, found)
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        found.faults.append(f"the pack cannot be read: {type(error).__name__} {error}")
    return found, fingerprint


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", default=str(Path(__file__).resolve().parent))
    parser.add_argument("--fingerprint", help="the fingerprint that was noted when the pack was made")
    parser.add_argument("--without-signatures", action="store_true", help="do not check signatures")
    given = parser.parse_args(arguments)
    found, fingerprint = check(Path(given.folder), given.without_signatures)
    if given.fingerprint is not None:
        found.expect(given.fingerprint.strip().lower() == fingerprint, "the fingerprint is another one")
    for line in [*found.checked, *(f"NOT CHECKED: {line}" for line in found.unchecked)]:
        print(line)
    for fault in found.faults:
        print(f"FAULT: {fault}")
    print(f"fingerprint {fingerprint}")
    print("The pack is NOT as it was made." if found.faults else "No fault found.")
    return 1 if found.faults else 2 if found.unchecked else 0


if __name__ == "__main__":
    sys.exit(main())
