"""An identity provider of the tests' own: it approves who it is told to, and can be told to lie."""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey

CLIENT_ID, CLIENT_SECRET = "doorstep", "a secret of the provider"


class IdentityProvider(ThreadingHTTPServer):
    """Listens on a free port of this machine. `lies` replaces claims of the ID tokens that it gives."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.key = self.signs_with = ECKey.generate_key("P-256", {"kid": "one"})
        self.lies: dict[str, Any] = {}
        self.asked: dict[str, str] = {}
        self.email = ""
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def approve(self, address: str, email: str) -> str:
        """The person at this address of ours says yes: the query with which their browser comes back."""
        self.asked, self.email = dict(parse_qsl(urlsplit(address).query)), email
        return urlencode({"code": "a code", "state": self.asked["state"]})

    def description(self) -> dict[str, str]:
        paths = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        return {"issuer": self.issuer, **{name: f"{self.issuer}/{path}" for name, path in paths.items()}}

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if form.get("code") != "a code" or challenge != self.asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT_ID, "sub": "42", "iat": now, "exp": now + 300}
        claims |= {"nonce": self.asked["nonce"], "email": self.email, **self.lies}
        made = jwt.encode({"alg": "ES256", "kid": "one"}, claims, self.signs_with, algorithms=["ES256"])
        return 200, {"access_token": "not used", "token_type": "Bearer", "id_token": made}

    def close(self) -> None:
        self.shutdown()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    server: IdentityProvider

    def do_GET(self) -> None:
        if self.path == "/.well-known/openid-configuration":
            self._answer(200, self.server.description())
        else:
            self._answer(200, {"keys": [self.server.key.as_dict(private=False)]})

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._answer(*self.server.token(dict(parse_qsl(form))))

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def _answer(self, status: int, said: dict[str, Any]) -> None:
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
