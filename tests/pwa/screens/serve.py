"""Serves the app's files with a phone of the tests, to look at screens: python tests/pwa/screens/serve.py [PORT]."""

import hashlib
import json
import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[3]
HERE = Path(__file__).parent
CSP = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'none'"


def fake_phone():
    """With its imports as the browser will find them."""
    return (HERE / "fake-phone.js").read_bytes().replace(b"../../../pwa/", b"../")


class Pages(SimpleHTTPRequestHandler):
    """The addresses of the product; the phone's records come from fake-phone.js."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".webmanifest": "application/manifest+json"}

    def translate_path(self, path):
        path = urlsplit(path).path
        if path == "/app/":
            return str(ROOT / "pwa/index.html")
        if path == "/app/sync/a-visit.js":
            return str(HERE / "a-visit.js")
        return str(ROOT / ("pwa/" + path[5:] if path.startswith("/app/") else path[1:]))

    def end_headers(self):
        self.send_header("Content-Security-Policy", CSP)
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def do_GET(self):
        written = {"/app/sw.js": self.worker, "/app/sync/phone.js": fake_phone}.get(urlsplit(self.path).path)
        if written is None:
            return super().do_GET()
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript")
        self.end_headers()
        return self.wfile.write(written())

    def worker(self):
        paths = ["/app/", "/app/sync/a-visit.js", "/static/vendor/lit-html.js"]
        paths += [f"/app/{f.relative_to(ROOT / 'pwa')}" for f in (ROOT / "pwa").rglob("*.js") if f.name != "sw.js"]
        paths += [f"/static/{name}.css" for name in ("tokens", "elements", "fields", "app")]
        files = [[p, hashlib.sha256(self.content(p)).hexdigest()] for p in sorted(paths)]
        text = (ROOT / "pwa/sw.js").read_text().replace("__FILES__", json.dumps(files))
        return text.replace("__VERSION__", hashlib.sha256(json.dumps(files).encode()).hexdigest()[:12]).encode()

    def content(self, path):
        return fake_phone() if path == "/app/sync/phone.js" else Path(self.translate_path(path)).read_bytes()

    def log_message(self, *args):
        """Quiet: the browser shows what is missing."""


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 8765), Pages).serve_forever()
