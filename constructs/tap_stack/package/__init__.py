"""The Lambda package: which files of a code folder go into it, and its bytes as a function of them."""

from tap_stack.package.build import Entry, Package, build_package
from tap_stack.package.selection import PackageError

__all__ = ["Entry", "Package", "PackageError", "build_package"]
