"""The Lambda's execution role and its inline policies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from tap_stack.faults import Fault, StatementError
from tap_stack.framework import (
    Construct,
    DataAwsCallerIdentity,
    DataAwsPartition,
    DataAwsRegion,
    IamRole,
    IamRolePolicy,
    TerraformResource,
)
from tap_stack.literal import LiteralSettings
from tap_stack.permissions import (
    Statement,
    dead_letters_statement,
    decryption_statement,
    logs_statement,
    metrics_statement,
    network_statements,
    pinned,
    policy_document,
    secret_resource,
    secrets_statements,
    tracing_statement,
    trust_policy,
)
from tap_stack.place import Place
from tap_stack.protection import protection
from tap_stack.settings.fields import AWS, NONE
from tap_stack.settings.secret_references import read_references

POLICY_NAME_LIMIT: Final = 128
"""Characters in the name of an inline policy (IAM quotas)."""

OWN_CHILDREN: Final = ("CallerIdentity", "Partition", "Region", "Resource")
"""Ids below the role that no Sid of a grant may take, beside those of its own policies."""


class ExecutionRole(Construct):
    """An IAM role that Lambda may assume, with one inline policy per purpose: logs, tracing, metrics.

    Args:
        scope: the construct above.
        id: unique in the scope.
        settings: names the role and what it may reach.
    """

    def __init__(self, scope: Construct, id: str, settings: LiteralSettings) -> None:  # noqa: A002 - the framework's own name
        super().__init__(scope, id)
        self._settings = settings
        account = DataAwsCallerIdentity(self, "CallerIdentity").account_id
        self.role: IamRole = self._build_role(account)
        self._role_name = self.role.name
        self._partition = DataAwsPartition(self, "Partition")
        region = DataAwsRegion(self, "Region").id  # `name` in provider 5, `region` in 6; `id` is the same in both
        self.place: Place = Place(self._partition.partition, region, account)
        self._function_arn = self.place.arn("lambda", f"function:{settings.function_name}")
        own = self._own_statements()
        self._taken = {child.lower(): child for child in (*OWN_CHILDREN, *own)}
        self.policies: list[TerraformResource] = [
            self._build_policy(name, statements) for name, statements in own.items()
        ]

    @property
    def logs_principal(self) -> str:
        """CloudWatch Logs of this region, as a principal."""
        return self._service("logs")

    def add_to_policy(self, statements: Sequence[Statement], *, pin: bool) -> None:
        """Grant more, each statement as an inline policy that is named after its Sid.

        Args:
            statements: what to grant.
            pin: grant it to calls of the function only.

        Raises:
            StatementError: when a policy's name would be taken or too long; then nothing is granted.
        """
        if faults := list(self._name_faults(statements)):
            raise StatementError(faults)
        for statement in statements:
            self._taken[statement.sid.lower()] = statement.sid
            held = pinned(statement, self._function_arn) if pin else statement
            self.policies.append(self._build_policy(statement.sid, [held]))

    def _own_statements(self) -> dict[str, list[Statement]]:
        """Return what the settings ask for, by the id of its policy."""
        settings, place = self._settings, self.place
        log_group_arn = place.arn("logs", f"log-group:{settings.log_group_name}")
        return {
            "Logs": [pinned(logs_statement(log_group_arn), self._function_arn)],
            "Tracing": [tracing_statement()],
            "Metrics": [pinned(metrics_statement(settings.metrics_namespace), self._function_arn)],
            **self._dead_letters(),
            **self._network(),
            **self._secrets(),
        }

    def _dead_letters(self) -> dict[str, list[Statement]]:
        settings, target_arn = self._settings, self._settings.function.dead_letters
        if settings.has_own_dead_letter_queue:
            target_arn = self.place.arn("sqs", settings.dead_letter_queue_name)
        return {} if target_arn == NONE else {"DeadLetters": [dead_letters_statement(target_arn)]}

    def _network(self) -> dict[str, list[Statement]]:
        """Return the permissions for a VPC, whose subnets and groups another account may share with this one."""
        function, shared = self._settings.function, replace(self.place, account="*")
        if not function.subnets:
            return {}
        return {
            "Network": network_statements(
                self.place.arn("ec2", "network-interface/*"),
                [shared.arn("ec2", f"subnet/{subnet}") for subnet in function.subnets],
                [shared.arn("ec2", f"security-group/{group}") for group in function.security_groups],
            )
        }

    def _secrets(self) -> dict[str, list[Statement]]:
        return {"Secrets": list(self._statements_of_secrets())} if self._settings.function.secrets else {}

    def _statements_of_secrets(self) -> Iterator[Statement]:
        """Grant the function its secrets; KMS itself lets no other caller of the role through but their stores."""
        arns: dict[str, list[str]] = {}
        for reference in read_references(self._settings.function.secrets).values():
            arn = self.place.arn(reference.store, secret_resource(reference.store, reference.name))
            arns.setdefault(reference.store, []).append(arn)
        yield from (pinned(statement, self._function_arn) for statement in secrets_statements(arns))
        if (key := self._settings.function.secrets_kms_key) != AWS:
            yield decryption_statement(key, [self._service(store) for store in arns])

    def _service(self, name: str) -> str:
        """Return what a service of this region is called among services: its end is the partition's."""
        return f"{name}.{self.place.region}.{self._partition.dns_suffix}"

    def _name_faults(self, statements: Iterable[Statement]) -> Iterator[Fault]:
        """Find Sids that would name a policy as another one: IAM keeps one policy of a name, and so loses a grant."""
        taken = dict(self._taken)
        for statement in statements:
            where, key = f"Statement {statement.sid}: sid", statement.sid.lower()
            if key in taken:
                found = f"{taken[key]!r} is taken in the role {self._settings.role_name}"
                rule = "a Sid is unique in its role, whatever the case of its letters: it names an IAM policy"
                yield Fault(where, found, rule, "rename it, or put all actions into one statement")
            elif len(name := self._policy_name(statement.sid)) > POLICY_NAME_LIMIT:
                rule = f"the name of an IAM policy has at most {POLICY_NAME_LIMIT} characters (IAM quotas)"
                yield Fault(where, f"a policy name of {len(name)} characters, {name!r}", rule, "shorten the Sid")
            taken[key] = statement.sid

    def _build_role(self, account: str) -> IamRole:
        return IamRole(
            self,
            "Resource",
            name=self._settings.role_name,
            description=f"Execution role of the Lambda function {self._settings.function_name}",
            assume_role_policy=trust_policy(account),
            permissions_boundary=self._settings.function.permissions_boundary_arn,
            tags=self._settings.resource_tags,
            lifecycle=protection(self._settings.function.prevent_destroy),
        )

    def _build_policy(self, id: str, statements: Iterable[Statement]) -> IamRolePolicy:  # noqa: A002 - as above
        return IamRolePolicy(
            self,
            id,
            name=self._policy_name(id),
            role=self._role_name,
            policy=policy_document(statements),
        )

    def _policy_name(self, sid: str) -> str:
        return f"{self._settings.function_name}-{sid.lower()}"
