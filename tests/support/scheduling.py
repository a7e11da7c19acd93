"""Which tests run in one process."""

from xdist.scheduler import LoadFileScheduling

TOGETHER = ("tests/cdktf_fast_load/",)
"""Folders whose files share what takes long to make: here, the programs that fill an empty package cache."""


class ByFileOrFolder(LoadFileScheduling):
    """Shares out files of tests, and some folders whole."""

    def _split_scope(self, nodeid: str) -> str:
        return next((folder for folder in TOGETHER if nodeid.startswith(folder)), super()._split_scope(nodeid))
