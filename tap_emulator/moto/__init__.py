"""AWS as moto keeps it, with its faults mended: the only importer of moto. It imports nothing of ``runtime/``."""

from tap_emulator.moto.extension import install
from tap_emulator.moto.server import Server

__all__ = ["Server", "install"]
