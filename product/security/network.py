"""What is asked of the judge about a VPC: Lambda connects the function to its subnets, the function's code does not.

Source of the calls: Lambda developer guide, "Giving Lambda functions access to resources in an Amazon VPC".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Final

from product.security.role import Place, Role

ON_INTERFACE: Final = (
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:UnassignPrivateIpAddresses",
)
ANYWHERE: Final = ("ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets")
SHARING_ACCOUNT: Final = "333333333333"
"""An account that shares a subnet with the function's own."""


@dataclass(frozen=True)
class Network:
    """The function's part of a VPC, by the ARNs that AWS names in the calls."""

    place: Place
    subnets: tuple[str, ...]
    security_groups: tuple[str, ...]

    def needed(self) -> Iterator[tuple[str, str]]:
        """Yield every call with its resource: to make an interface takes one, its subnet and its groups."""
        interface, owners = self._arn("network-interface/eni-0a1b2c3d"), (self.place.account, SHARING_ACCOUNT)
        yield from ((action, interface) for action in ON_INTERFACE)
        for owner, what in product(owners, self._own()):
            yield "ec2:CreateNetworkInterface", self._arn(what, owner)
        yield from ((action, "*") for action in ANYWHERE)

    def forbidden(self) -> Iterator[tuple[str, str]]:
        """Yield the calls next to those."""
        elsewhere = replace(self.place, region="us-east-1" if self.place.region != "us-east-1" else "us-east-2")
        for what in ("subnet/subnet-ffffffff", "security-group/sg-ffffffff", "instance/i-0a1b2c3d", "vpc/vpc-0a1b2c3d"):
            yield "ec2:CreateNetworkInterface", self._arn(what)
        for action in ON_INTERFACE:
            yield action, elsewhere.arn("ec2", "network-interface/eni-0a1b2c3d")
            yield action, self._arn("network-interface/eni-0a1b2c3d", SHARING_ACCOUNT)
        for action in ("AttachNetworkInterface", "ModifyNetworkInterfaceAttribute", "CreateTags", "CreateSubnet"):
            yield f"ec2:{action}", self._arn("network-interface/eni-0a1b2c3d")
        yield from (("ec2:DescribeInstances", "*"), ("ec2:DescribeVpcs", "*"), ("ec2:DescribeSecurityGroups", "*"))

    def patterns(self) -> list[str]:
        """Return the ARNs of all interfaces, and of the own subnets and groups, whichever account shares them."""
        return [self._arn("network-interface/*"), *(self._arn(what, "*") for what in self._own())]

    def _own(self) -> list[str]:
        return [*(f"subnet/{one}" for one in self.subnets), *(f"security-group/{one}" for one in self.security_groups)]

    def _arn(self, what: str, account: str | None = None) -> str:
        return replace(self.place, account=account or self.place.account).arn("ec2", what)


def network_of(role: Role) -> Network | None:
    """Return the network of the role's function, or none."""
    return Network(role.place, role.subnets, role.security_groups) if role.subnets else None
