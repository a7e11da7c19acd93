"""The engine's place: takes every registration, answers with symbolic outputs, keeps the record."""

from __future__ import annotations

import hashlib
import json
import threading
from typing import Any, Final

from google.protobuf import empty_pb2, json_format, struct_pb2
from pulumi.runtime import mocks, rpc
from pulumi.runtime.proto import callback_pb2, resource_pb2

from . import policy_document
from .annotations import objects_for_texts, texts_given_as_objects
from .channel import Channel
from .secret_digests import SecretDigests
from .symbols import Symbols
from .transforms import Transforms
from .watch import Watch

STACK: Final = "pulumi:pulumi:Stack"


class DuplicateUrnError(Exception):
    """Two resources of the same type and name under the same parent; the engine refuses the second."""


class NoMocks(mocks.Mocks):
    """The monitor answers by itself and asks no mocks."""

    def call(self, args: mocks.MockCallArgs) -> tuple[dict[Any, Any], list[tuple[str, str]] | None]:
        """Refuse: this monitor answers by itself."""
        raise NotImplementedError(args.token)

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[Any, Any]]:
        """Refuse: this monitor answers by itself."""
        raise NotImplementedError(args.typ)


class Engine(mocks.MockEngine):
    """The part of the engine beside registrations: logs, and the check of its version."""

    def RequirePulumiVersion(self, request: object) -> empty_pb2.Empty:  # noqa: N802, ARG002 - the runtime's own names
        """Accept whatever version the program asks for; there is no engine here that could be too old."""
        return empty_pb2.Empty()


class Recorder(mocks.MockMonitor):
    """Sends registrations in the shape of a stack export; its methods run on several threads."""

    def __init__(
        self,
        project: str,
        stack: str,
        watch: Watch,
        transforms: Transforms,
        channel: Channel,
        secrets: SecretDigests,
    ) -> None:
        super().__init__(NoMocks())
        self._secrets = secrets
        self._channel = channel
        self._transforms = transforms
        self._prefix = f"urn:pulumi:{stack}::{project}::"
        self._watch = watch
        self._lock = threading.Lock()
        self._answers: dict[str, tuple[str, struct_pb2.Struct]] = {}
        self.symbols = Symbols()
        self.types: dict[str, str] = {}
        self.objects_for_texts: list[dict[str, str]] = []
        self.duplicate: str | None = None

    def _plain(self, properties: struct_pb2.Struct) -> dict[str, Any]:
        """Return the properties as JSON in which no secret stands."""
        scrubbed = self._secrets.without_secrets(json_format.MessageToDict(properties))
        return scrubbed if isinstance(scrubbed, dict) else {}

    def make_urn(self, parent: str, type_: str, name: str) -> str:
        """Name a resource as the engine does: the types of all its parents but the stack, then its own."""
        chain = parent.removeprefix(self._prefix).split("::")[0]
        qualified = type_ if chain in {"", STACK} else f"{chain}${type_}"
        return f"{self._prefix}{qualified}::{name}"

    def RegisterResource(  # noqa: N802 - the runtime's own name
        self, request: resource_pb2.RegisterResourceRequest
    ) -> resource_pb2.RegisterResourceResponse:
        """Record a resource or a component and answer as after a deployment."""
        urn = self.make_urn(request.parent, request.type, request.name)
        if request.type == STACK:
            return resource_pb2.RegisterResourceResponse(urn=urn)
        given = self._transforms.apply(urn, request)
        self._record(
            urn,
            {
                **_common(urn, request),
                "sourcePosition": self._watch.source_position(request),
                "custom": request.custom,
                "inputs": self._plain(given),
                "propertyDependencies": {key: list(deps.urns) for key, deps in request.propertyDependencies.items()},
                "protect": request.protect,
                "retainOnDelete": request.retainOnDelete,
                "deleteBeforeReplace": request.deleteBeforeReplace,
                "ignoreChanges": sorted(request.ignoreChanges),
                "aliases": _own_aliases(request),
            },
        )
        self._check_texts(request, given)
        if not (request.custom or request.remote):
            return resource_pb2.RegisterResourceResponse(urn=urn, object=given)
        identifier = self.symbols.token(urn, "id") if request.custom else ""
        answer = self._answer(urn, request.type, given)
        self._answers[urn] = (identifier, answer)
        return resource_pb2.RegisterResourceResponse(urn=urn, id=identifier, object=answer)

    def ReadResource(  # noqa: N802
        self, request: resource_pb2.ReadResourceRequest
    ) -> resource_pb2.ReadResourceResponse:
        """Record a resource that exists already and is only looked up (`Bucket.get`, a stack reference)."""
        urn = self.make_urn(request.parent, request.type, request.name)
        self._record(
            urn,
            {
                **_common(urn, request),
                "sourcePosition": self._watch.source_position(request),
                "custom": True,
                "inputs": self._plain(request.properties),
                "propertyDependencies": {},
                "external": True,
                "id": request.id,
            },
        )
        answer = self._answer(urn, request.type, request.properties)
        self._answers[urn] = (request.id, answer)
        return resource_pb2.ReadResourceResponse(urn=urn, id=request.id, properties=answer)

    def RegisterResourceOutputs(  # noqa: N802
        self, request: resource_pb2.RegisterResourceOutputsRequest
    ) -> empty_pb2.Empty:
        """Record a component's outputs, or the stack's exports."""
        self._channel.send("outputs", {"urn": request.urn, "outputs": self._plain(request.outputs)})
        return empty_pb2.Empty()

    def RegisterStackTransform(self, request: callback_pb2.Callback) -> empty_pb2.Empty:  # noqa: N802
        """Take a transform for all resources that follow."""
        self._transforms.add_to_stack(request)
        return empty_pb2.Empty()

    def Invoke(  # noqa: N802
        self, request: resource_pb2.ResourceInvokeRequest
    ) -> resource_pb2.ResourceInvokeResponse:
        """Answer a call of a data source."""
        arguments = json_format.MessageToDict(request.args)
        if request.tok == "pulumi:pulumi:getResource":
            identifier, state = self._answers[arguments["urn"]]
            return _result({"urn": arguments["urn"], "id": identifier, "state": state})
        recorded = self._plain(self._watch.as_given(request.args))
        provider = request.provider.rsplit("::", 1)[0] or None
        digest = hashlib.sha256(json.dumps([recorded, provider], sort_keys=True).encode()).hexdigest()
        urn = f"{self._prefix}{request.tok}::{digest[:12]}"
        self._channel.send("data source", {"urn": urn, "type": request.tok, "inputs": recorded, "provider": provider})
        return _result(self._call(request.tok, urn, arguments))

    def _call(self, token: str, urn: str, arguments: dict[str, Any]) -> dict[str, Any]:
        if token == policy_document.TOKEN:
            text = policy_document.document(arguments)
            return {**arguments, "id": self.symbols.token(urn, "id"), "json": text, "minifiedJson": text}
        cls = self._watch.results.get(token)
        outputs = self.symbols.outputs(cls, urn) if cls else {}
        known = {name: value for name, value in outputs.items() if value != rpc.UNKNOWN}
        return {"id": self.symbols.token(urn, "id"), **known, **arguments}

    def _record(self, urn: str, record: dict[str, Any]) -> None:
        with self._lock:
            if urn in self.types:
                self.duplicate = urn
                raise DuplicateUrnError(urn)
            self.types[urn] = record["type"]
        self._channel.send("resource", record)

    def _check_texts(self, request: resource_pb2.RegisterResourceRequest, given: struct_pb2.Struct) -> None:
        cls = self._watch.resources.get(request.type)
        if request.custom and cls is not None:
            found = objects_for_texts(cls, given)
            self.objects_for_texts += [{"resource": request.type, "name": request.name, "argument": it} for it in found]

    def _answer(self, urn: str, type_: str, given: struct_pb2.Struct) -> struct_pb2.Struct:
        """Echo what was given, add what the class declares besides."""
        answer = struct_pb2.Struct()
        answer.CopyFrom(given)
        cls = self._watch.resources.get(type_)
        for name, value in (self.symbols.outputs(cls, urn) if cls else {}).items():
            if name not in given or (isinstance(value, str) and value != rpc.UNKNOWN and _holds_resource(given, name)):
                answer.update({name: value})
        for name in texts_given_as_objects(cls, given) if cls else ():
            answer.update({name: json.dumps(json_format.MessageToDict(given.fields[name]))})
        return answer


def _common(
    urn: str, request: resource_pb2.RegisterResourceRequest | resource_pb2.ReadResourceRequest
) -> dict[str, Any]:
    return {
        "urn": urn,
        "type": request.type,
        "parent": request.parent,
        "provider": request.provider,
        "dependencies": list(request.dependencies),
        "outputs": {},
    }


def _own_aliases(request: resource_pb2.RegisterResourceRequest) -> list[str]:
    """Return the earlier names that the program states; the SDK adds the earlier types by itself."""
    return sorted([*request.aliasURNs, *(alias.spec.name for alias in request.aliases if alias.spec.name)])


def _result(properties: dict[str, Any]) -> resource_pb2.ResourceInvokeResponse:
    response = resource_pb2.ResourceInvokeResponse()
    getattr(response, "return").update(properties)  # a keyword of Python
    return response


def _holds_resource(given: struct_pb2.Struct, name: str) -> bool:
    """Say whether a whole resource was passed, where a string is declared; the provider turns it into one."""
    value = given.fields[name]
    return value.HasField("struct_value") and "urn" in value.struct_value.fields
