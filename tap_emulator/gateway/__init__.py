"""API Gateway's HTTP API (version 2) as it calls a function: requests, events, answers, CORS. It runs no function."""

from tap_emulator.gateway.cors import Cors
from tap_emulator.gateway.event import Request, proxy_event, response
from tap_emulator.gateway.server import Gateway

__all__ = ["Cors", "Gateway", "Request", "proxy_event", "response"]
