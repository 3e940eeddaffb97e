"""How often one address may try. Counted in each process: a brake on guessing, not a fence."""

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(key_func=get_remote_address, storage_uri="memory://")
