"""Transforms: functions of the program that the engine calls to change a resource's properties before it registers it.

The engine calls a resource's own first, then those of the components around it, then the stack's. What they do to a
resource's options is not followed here, only what they do to its properties.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from google.protobuf import struct_pb2
from pulumi.runtime._callbacks import _CallbackServicer
from pulumi.runtime.proto import callback_pb2, resource_pb2


class Transforms:
    """Calls the program's transforms from the monitor's threads.

    Args:
        loop: the one that the program runs on; its functions must run there.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._of_stack: list[str] = []
        self._of_resource: dict[str, list[str]] = {}

    def add_to_stack(self, callback: callback_pb2.Callback) -> None:
        """Apply a transform to every resource from now on."""
        self._of_stack.append(callback.token)

    def apply(self, urn: str, request: resource_pb2.RegisterResourceRequest) -> struct_pb2.Struct:
        """Return the properties that the engine would register."""
        own = [callback.token for callback in request.transforms]
        chain = [*own, *self._of_resource.get(request.parent, [])]
        if chain:
            self._of_resource[urn] = chain
        properties = request.object
        for token in [*chain, *self._of_stack]:
            properties = self._call(token, request, properties)
        return properties

    def _call(
        self, token: str, request: resource_pb2.RegisterResourceRequest, properties: struct_pb2.Struct
    ) -> struct_pb2.Struct:
        callback = next(known._callbacks[token] for known in _servicers() if token in known._callbacks)
        question = resource_pb2.TransformRequest(
            type=request.type, name=request.name, custom=request.custom, parent=request.parent, properties=properties
        )

        async def call() -> struct_pb2.Struct:
            answer = await callback(question.SerializeToString())
            return getattr(answer, "properties", properties)

        return asyncio.run_coroutine_threadsafe(call(), self._loop).result()


def _servicers() -> Iterable[_CallbackServicer]:
    return list(_CallbackServicer._servicers)
