"""Permissions as data: statements with a Sid, what every role has, and what it may be granted by verb."""

from tap_stack.permissions.access import (
    read_bucket,
    read_queue,
    read_secret,
    read_table,
    write_bucket,
    write_queue,
    write_secret,
    write_table,
    write_topic,
)
from tap_stack.permissions.own import logs_statement, metrics_statement, tracing_statement, trust_policy
from tap_stack.permissions.pin import pinned
from tap_stack.permissions.resource_policies import alarm_key_policy, alarm_topic_policy, key_policy, queue_policy
from tap_stack.permissions.secrets import decryption_statement, secret_resource, secrets_statements
from tap_stack.permissions.service import dead_letters_statement, network_statements
from tap_stack.permissions.statement import POLICY_VERSION, Conditions, Statement, policy_document

__all__ = [
    "POLICY_VERSION",
    "Conditions",
    "Statement",
    "alarm_key_policy",
    "alarm_topic_policy",
    "dead_letters_statement",
    "decryption_statement",
    "key_policy",
    "logs_statement",
    "metrics_statement",
    "network_statements",
    "pinned",
    "policy_document",
    "queue_policy",
    "read_bucket",
    "read_queue",
    "read_secret",
    "read_table",
    "secret_resource",
    "secrets_statements",
    "tracing_statement",
    "trust_policy",
    "write_bucket",
    "write_queue",
    "write_secret",
    "write_table",
    "write_topic",
]
