"""The landlord's own identity provider (OpenID Connect, such as Entra ID): it says who somebody is.

The way is the authorization code's, with PKCE; the ID token's signature, issuer, audience, age and nonce are checked.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

TIMEOUT_SECONDS = 10
_ALGORITHMS = ["RS256", "PS256", "ES256"]
# How far the provider's clock and ours may differ.
_LEEWAY_SECONDS = 60


class ProviderUnavailable(Exception):
    """It does not answer, or not as OpenID Connect asks."""


class NotVouched(Exception):
    """It did not say who this is, or its word does not stand up to checking."""


@dataclass(frozen=True)
class Client:
    """How the provider knows us."""

    issuer: str
    client_id: str
    client_secret: str


@dataclass(frozen=True)
class Begun:
    """A sign-in on its way: where to send the browser, and what its return must fit."""

    address: str
    state: str
    nonce: str
    verifier: str


def begin(client: Client, back: str) -> Begun:
    """Where to send the browser; `back` is our own address to which it returns. Raises ProviderUnavailable."""
    nonce, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
    endpoint = _description(client)["authorization_endpoint"]
    with _session(client, back) as session:
        address, state = session.create_authorization_url(endpoint, nonce=nonce, code_verifier=verifier)
    return Begun(address, state, nonce, verifier)


def email_of(client: Client, back: str, begun: Begun, answer: Mapping[str, str]) -> str:
    """The address of the person who came back with this `code` and `state`. Raises NotVouched, ProviderUnavailable."""
    if not answer.get("code") or not secrets.compare_digest(answer.get("state", "").encode(), begun.state.encode()):
        raise NotVouched
    described = _description(client)
    try:
        with _session(client, back) as session:
            token = session.fetch_token(
                described["token_endpoint"],
                grant_type="authorization_code",
                code=answer["code"],
                code_verifier=begun.verifier,
            )
        keys = KeySet.import_key_set({"keys": _json(described["jwks_uri"]).get("keys") or []})
        claims = jwt.decode(token.get("id_token", ""), keys, algorithms=_ALGORITHMS).claims
        _rules(client, begun).validate(claims)
    except (AuthlibBaseError, JoseError, ValueError) as error:
        raise NotVouched from error
    except requests.RequestException as error:
        raise ProviderUnavailable from error
    return _email(claims)


def _email(claims: dict[str, Any]) -> str:
    """Entra ID leaves `email` out for many accounts and says the same as `preferred_username`."""
    said = claims.get("email") or claims.get("preferred_username")
    if not isinstance(said, str) or not said or claims.get("email_verified") is False:
        raise NotVouched
    return said


def _rules(client: Client, begun: Begun) -> jwt.JWTClaimsRegistry:
    return jwt.JWTClaimsRegistry(
        leeway=_LEEWAY_SECONDS,
        iss={"essential": True, "value": client.issuer},
        aud={"essential": True, "value": client.client_id},
        exp={"essential": True},
        nonce={"essential": True, "value": begun.nonce},
    )


def _session(client: Client, back: str) -> OAuth2Session:
    return OAuth2Session(
        client.client_id,
        client.client_secret,
        scope="openid email profile",
        redirect_uri=back,
        code_challenge_method="S256",
        default_timeout=TIMEOUT_SECONDS,
    )


def _description(client: Client) -> dict[str, Any]:
    found = _json(f"{client.issuer.rstrip('/')}/.well-known/openid-configuration")
    wanted = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if found.get("issuer") != client.issuer or any(not isinstance(found.get(name), str) for name in wanted):
        raise ProviderUnavailable
    return found


def _json(address: str) -> dict[str, Any]:
    try:
        answer = requests.get(address, timeout=TIMEOUT_SECONDS, allow_redirects=False)
        answer.raise_for_status()
        return dict(answer.json())
    except (requests.RequestException, ValueError, TypeError) as error:
        raise ProviderUnavailable from error
