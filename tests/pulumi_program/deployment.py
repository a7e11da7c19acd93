"""What a Pulumi program registers under Pulumi's mocks."""

import json
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi_aws as aws
from google.protobuf import empty_pb2, json_format, struct_pb2
from pulumi.runtime import mocks
from pulumi.runtime.proto import resource_pb2

from tests.support.project import APP, ROOT

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # the SDK warns of a resource of its own that nobody uses here
    assert aws.lambda_.Runtime.PYTHON3D12  # a lazy module, which loads when it is asked for something

PROGRAM = ROOT / "pulumi_program"
CONFIGURATION = APP / "pulumi_program"
"""Stack files that no user changes."""

ANSWERS = {
    "aws:index/getCallerIdentity:getCallerIdentity": {"accountId": "123456789012"},
    "aws:index/getPartition:getPartition": {"partition": "aws", "dnsSuffix": "amazonaws.com"},
    "aws:index/getRegion:getRegion": {"region": "eu-west-1"},
}


@dataclass(frozen=True)
class Registered:
    """One registration."""

    urn: str
    type: str
    name: str
    parent: str
    provider: str
    protect: bool
    dependencies: frozenset[str]
    inputs: Mapping[str, Any]


@dataclass
class Deployment:
    """What a program registered, by the last part of its URN, and the providers that its data sources asked."""

    resources: dict[str, Registered] = field(default_factory=dict)
    outputs: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def document(self, name: str, key: str = "policy") -> Any:
        """The policy of a resource, parsed."""
        return json.loads(self.resources[name].inputs[key])


Run = Callable[..., Deployment]


class _NoMocks(mocks.Mocks):
    """The monitor answers by itself."""

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[Any, Any]]:
        raise NotImplementedError

    def call(self, args: mocks.MockCallArgs) -> tuple[dict[Any, Any], list[tuple[str, str]] | None]:
        raise NotImplementedError


class Monitor(mocks.MockMonitor):
    """Answers without the event loops that the plain one leaves open in its threads."""

    def __init__(self, deployment: Deployment) -> None:
        super().__init__(_NoMocks())
        self._deployment = deployment

    def Invoke(self, request: resource_pb2.ResourceInvokeRequest) -> resource_pb2.ResourceInvokeResponse:  # noqa: N802
        self._deployment.asked.append(request.provider)
        response = resource_pb2.ResourceInvokeResponse()
        getattr(response, "return").update(ANSWERS[request.tok])
        return response

    def RegisterResource(  # noqa: N802 - the runtime's own name
        self, request: resource_pb2.RegisterResourceRequest
    ) -> resource_pb2.RegisterResourceResponse:
        urn = self.make_urn(request.parent, request.type, request.name)
        assert request.name not in self._deployment.resources
        self._deployment.resources[request.name] = Registered(
            urn,
            request.type,
            request.name,
            request.parent,
            request.provider,
            request.protect,
            frozenset(request.dependencies),
            json_format.MessageToDict(request.object),
        )
        outputs = struct_pb2.Struct()
        outputs.CopyFrom(request.object)
        arn = f"arn:{request.name}"
        outputs.update({"arn": arn, "executionArn": arn, "invokeArn": arn, "invokeUrl": f"https://{request.name}"})
        return resource_pb2.RegisterResourceResponse(urn=urn, id=f"{request.name}-id", object=outputs)

    def RegisterResourceOutputs(self, request: resource_pb2.RegisterResourceOutputsRequest) -> empty_pb2.Empty:  # noqa: N802
        self._deployment.outputs[request.urn.rsplit("::", 1)[1]] = json_format.MessageToDict(request.outputs)
        return empty_pb2.Empty()
