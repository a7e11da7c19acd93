"""What stands between a request and AWS: who may ask, and how a refusal reads. It knows nothing of moto."""

from tap_emulator.web.gate import Gate
from tap_emulator.web.plain_refusals import PlainRefusals

__all__ = ["Gate", "PlainRefusals"]
