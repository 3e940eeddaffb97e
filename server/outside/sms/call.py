"""One HTTP call to a gateway, without redirects and never without a time limit."""

from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import SplitResult

from server.outside.sms.port import NotSent

TIMEOUT_SECONDS = 15


def call(
    address: SplitResult, method: str, path: str, *, headers: dict[str, str], body: str | None = None
) -> tuple[int, str]:
    """Status and text of the answer. A line that breaks is a passing failure, though the text may have gone out."""
    scheme = address.scheme.rpartition("+")[2]
    kind = HTTPSConnection if scheme == "https" else HTTPConnection
    connection = kind(address.hostname or "", address.port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request(method, path, body=body, headers=headers)
        response = connection.getresponse()
        return response.status, response.read(100_000).decode("utf-8", errors="replace")
    except (OSError, HTTPException) as error:
        raise NotSent(f"The gateway did not answer ({type(error).__name__}).", permanent=False) from error
    finally:
        connection.close()
