"""The server's own keys, all derived from the one secret: nothing to back up beside it, nothing to lose apart.

Anchors name themselves: an anchor proves its own issue, so none is stored and all outlive a restored backup.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from server.domain.times import Contact, Reading

_CURVE = ec.SECP256R1()
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_POINT_BYTES = 65
# Nobody without the key can say the next anchor: 64 bits of chance and 64 of the MAC. Anchors of before had 128 and 64.
_CHANCE_BYTES, _FORMER_CHANCE_BYTES = 8, 16
_MAC_BYTES = 8
_NO_READING = (1 << 48) - 1


class Keys:
    """Everything that is secret about this server, from its SECRET_KEY."""

    def __init__(self, secret_key: str, vapid_private_key: str = "") -> None:
        self._secret = secret_key.encode()
        self._anchor_key = self._derived("anchor")
        self._token_key = self._derived("token")
        self._witness_key = self._derived("witness")
        self._paper_key = self._derived("paper")
        self._hook_key = self._derived("hook")
        self._seal = _private_key(self._derived("seal"))
        self._evidence = _private_key(self._derived("evidence"))
        self._push = _private_key(_unpadded(vapid_private_key) if vapid_private_key else self._derived("push"))
        self.seal_key_jwk = _public_jwk(self._seal)
        self.evidence_key_jwk = _public_jwk(self._evidence)
        self.push_public_key = _base64url(_point(self._push))

    @property
    def evidence_key_name(self) -> str:
        """The name by which a pack's verify.py calls the key that signed it."""
        named = f"{self.evidence_key_jwk['x']}\n{self.evidence_key_jwk['y']}"
        return hashlib.sha256(named.encode()).hexdigest()[:32]

    def push_private_key(self) -> str:
        """The VAPID private key as web push libraries read it: base64url of its 32 bytes."""
        return _base64url(self._push.private_numbers().private_value.to_bytes(32))

    def next_token(self, token_hash: str) -> str:
        """The token that follows one, always the same: an answer lost on the way leaves no stray token behind."""
        return _base64url(hmac.digest(self._token_key, token_hash.encode(), "sha256"))

    def issue_anchor(self, device_id: str, contact: Contact) -> dict[str, object]:
        """A fresh anchor for this phone, which carries what the phone's clocks said at this contact."""
        payload = secrets.token_bytes(_CHANCE_BYTES) + _packed(contact)
        anchor_id = _base64url(payload + self._mac(device_id, payload)[:_MAC_BYTES])
        seal = hmac.digest(self._anchor_key, anchor_id.encode(), "sha256")[:16]
        return {"anchor_id": anchor_id, "issued_at": contact.issued_ms, "hmac": _base64url(seal)}

    def read_anchor(self, device_id: str, anchor_id: str | None, context_id: str | None) -> Contact | None:
        """The contact at which this phone got the anchor; None where we never issued it to this phone.

        `context_id` is the event's page load: the anchor keeps only a short digest of its own.
        """
        try:
            raw = _unpadded(anchor_id or "")
        except ValueError:
            return None
        payload, mac = raw[:-_MAC_BYTES], raw[-_MAC_BYTES:]
        if len(payload) - _PACKED_BYTES not in (_CHANCE_BYTES, _FORMER_CHANCE_BYTES):
            return None
        if not hmac.compare_digest(mac, self._mac(device_id, payload)[:_MAC_BYTES]):
            return None
        return _unpacked(payload[-_PACKED_BYTES:], context_id)

    def witness_key(self, landlord_id: str, appointment_id: str) -> bytes:
        """The secret behind one appointment's six-digit codes. It leaves the server on no page and in no export."""
        return hmac.digest(self._witness_key, f"{landlord_id}\n{appointment_id}".encode(), "sha256")

    def hook_token(self, about: str) -> str:
        """What a gateway must show to be believed about something: 32 letters that only we can have given it."""
        return _base64url(hmac.digest(self._hook_key, about.encode(), "sha256")[:24])

    def sign_evidence(self, message: str) -> str:
        """Our signature over the ASCII of a pack's fingerprint: base64url of r and s, the same each time."""
        der = self._evidence.sign(message.encode("ascii"), ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
        r, s = decode_dss_signature(der)
        return _base64url(r.to_bytes(32) + s.to_bytes(32))

    def open_box(self, box: str) -> bytes | None:
        """What a phone sealed to us after we had acknowledged it; None where it cannot be opened."""
        try:
            raw = _unpadded(box)
            theirs = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, raw[:_POINT_BYTES])
            shared = self._seal.exchange(ec.ECDH(), theirs)
            key = HKDF(hashes.SHA256(), 32, salt=None, info=b"doorstep seal 1").derive(shared)
            return AESGCM(key).decrypt(raw[_POINT_BYTES : _POINT_BYTES + 12], raw[_POINT_BYTES + 12 :], None)
        except (ValueError, InvalidTag):
            return None

    def seal_paper(self, paper_id: str, content: bytes) -> bytes:
        """The paper as it is kept (AES-256-GCM); its id is bound in, so that no paper can stand in another's place."""
        nonce = secrets.token_bytes(12)
        return nonce + AESGCM(self._paper_key).encrypt(nonce, content, paper_id.encode())

    def open_paper(self, paper_id: str, box: bytes) -> bytes | None:
        """What was sealed under this id; None where it cannot be opened."""
        try:
            return AESGCM(self._paper_key).decrypt(box[:12], box[12:], paper_id.encode())
        except (ValueError, InvalidTag):
            return None

    def _derived(self, purpose: str) -> bytes:
        return hmac.digest(self._secret, f"doorstep {purpose} 1".encode(), "sha256")

    def _mac(self, device_id: str, payload: bytes) -> bytes:
        return hmac.digest(self._anchor_key, device_id.encode() + b"\n" + payload, "sha256")


@dataclass(frozen=True)
class PhoneKey:
    """A phone's public key as it came, and its name."""

    jwk: Mapping[str, object]
    thumbprint: str


def read_phone_key(jwk: object) -> PhoneKey | None:
    """A P-256 public key in JWK form (RFC 7517), named by its thumbprint (RFC 7638); None where it is not one."""
    if not isinstance(jwk, Mapping) or jwk.get("kty") != "EC" or jwk.get("crv") != "P-256":
        return None
    x, y = jwk.get("x"), jwk.get("y")
    if not isinstance(x, str) or not isinstance(y, str):
        return None
    try:
        _public_key(x, y)
    except ValueError:
        return None
    spelled = f'{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}'
    thumbprint = hashlib.sha256(spelled.encode()).hexdigest()
    return PhoneKey({"kty": "EC", "crv": "P-256", "x": x, "y": y}, thumbprint)


def is_signature(jwk: Mapping[str, object], message: str, signature: str) -> bool:
    """Whether `signature` (base64url of r and s) is this key's over the ASCII of `message`."""
    try:
        raw = _unpadded(signature)
        if len(raw) != 64:
            return False
        der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
        _public_key(str(jwk["x"]), str(jwk["y"])).verify(der, message.encode("ascii"), ec.ECDSA(hashes.SHA256()))
    except (ValueError, InvalidSignature):
        return False
    return True


@lru_cache(maxsize=4096)
def _public_key(x: str, y: str) -> ec.EllipticCurvePublicKey:
    numbers = ec.EllipticCurvePublicNumbers(int.from_bytes(_unpadded(x)), int.from_bytes(_unpadded(y)), _CURVE)
    return numbers.public_key()


def _private_key(material: bytes) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(material) % (_ORDER - 1) + 1, _CURVE)


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _public_jwk(key: ec.EllipticCurvePrivateKey) -> dict[str, object]:
    point = _point(key)
    return {"kty": "EC", "crv": "P-256", "x": _base64url(point[1:33]), "y": _base64url(point[33:])}


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _unpadded(text: str) -> bytes:
    """Raises ValueError where the text is no base64url."""
    return base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)


# An anchor's facts: received (6 bytes), issue after it (2), the phone's wall and monotonic clocks (6 each) in
# milliseconds, and a digest of its page load (4).
_PACKED_BYTES = 24


def _packed(contact: Contact) -> bytes:
    clock = contact.clock
    has_mono = clock.mono_ms is not None and clock.context_id is not None
    return b"".join(
        (
            contact.received_ms.to_bytes(6),
            min(max(contact.issued_ms - contact.received_ms, 0), 0xFFFF).to_bytes(2),
            _six_bytes(clock.wall_ms),
            _six_bytes(clock.mono_ms) if has_mono else _NO_READING.to_bytes(6),
            _digest(clock.context_id or ""),
        )
    )


def _unpacked(packed: bytes, context_id: str | None) -> Contact:
    received = int.from_bytes(packed[:6])
    mono = int.from_bytes(packed[14:20])
    is_same_page = context_id is not None and mono != _NO_READING and packed[20:] == _digest(context_id)
    reading = Reading(
        int.from_bytes(packed[8:14]), mono if is_same_page else None, context_id if is_same_page else None
    )
    return Contact(received, received + int.from_bytes(packed[6:8]), reading)


def _six_bytes(milliseconds: float | None) -> bytes:
    return int(min(max(milliseconds or 0, 0), _NO_READING - 1)).to_bytes(6)


def _digest(context_id: str) -> bytes:
    return hashlib.sha256(context_id.encode("utf-8", "replace")).digest()[:4]
