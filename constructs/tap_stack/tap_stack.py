"""The construct TapStack: an execution role and a Lambda function, the unit that other projects import."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from tap_stack.dead_letter_queue import DeadLetterQueue
from tap_stack.execution_role import ExecutionRole
from tap_stack.faults import ConstructError, Fault, SettingsError
from tap_stack.framework import (
    CloudwatchLogGroup,
    Construct,
    IamRole,
    KmsKey,
    LambdaFunction,
    LambdaPermission,
    SqsQueue,
    TerraformStack,
)
from tap_stack.function import Function
from tap_stack.key import Key
from tap_stack.literal import LiteralSettings, TokenText, literal
from tap_stack.permissions import Statement
from tap_stack.placement import check_settings, placing, stack_above
from tap_stack.settings import Settings
from tap_stack.settings.construct import VARIABLES_LIMIT, variables_size
from tap_stack.settings.fields import AWS, OWN
from tap_stack.settings.user_tables import secret_fault, variable_fault

_function_names: WeakKeyDictionary[TerraformStack, set[str]] = WeakKeyDictionary()


class TapStack(Construct):
    """A Python 3.12 Lambda function with logs, traces and metrics, and the role that allows just these.

    It configures no provider and no backend: put it into any stack that has an AWS provider. Two of them live in one
    stack when their settings give them different function names.

    Args:
        scope: a `TerraformStack`, or a construct inside one.
        id: unique in the scope. It is part of every Terraform address below: to rename it is to replace the resources.
        settings: what the environment says.

    Raises:
        ConstructError: when it cannot stand there: an id that is taken, no stack above, or the same function name as
            another TapStack in the stack.
        PackageError: when the code folder cannot become a Lambda package.
    """

    def __init__(self, scope: Construct, id: str, settings: Settings) -> None:  # noqa: A002 - the framework's own name
        with placing("TapStack", scope, id):
            stack = stack_above("TapStack", id, scope)
            check_settings("TapStack", settings, Settings)
            _check_function_name(stack, settings.function_name)
            super().__init__(scope, id)
        _function_names.setdefault(stack, set()).add(settings.function_name)
        self.settings = settings
        self._literal = LiteralSettings(literal(settings))
        self._added: dict[str, TokenText] = {}
        self._execution_role = ExecutionRole(self, "ExecutionRole", self._literal)
        self._role_arn = self._execution_role.role.arn
        self._key = self._build_key()
        self._dead_letter_queue = self._build_dead_letter_queue()
        self._function = Function(
            self,
            "Function",
            self._literal,
            role_arn=self._role_arn,
            key_arn=self._key.arn if self._key else None,
            dead_letters_arn=self._dead_letter_queue.resource.arn if self._dead_letter_queue else None,
            after=self._execution_role.policies,
        )

    @property
    def function(self) -> LambdaFunction:
        """The Lambda function."""
        return self._function.resource

    @property
    def role(self) -> IamRole:
        """The execution role."""
        return self._execution_role.role

    @property
    def log_group(self) -> CloudwatchLogGroup:
        """The function's log group."""
        return self._function.log_group

    @property
    def key(self) -> KmsKey | None:
        """The stack's own key, where a setting wants one."""
        return self._key.resource if self._key else None

    @property
    def dead_letter_queue(self) -> SqsQueue | None:
        """The stack's own dead-letter queue, where a setting wants one."""
        return self._dead_letter_queue.resource if self._dead_letter_queue else None

    @property
    def function_name(self) -> str:
        """The function's name, known at synthesis."""
        return self.settings.function_name

    @property
    def function_arn(self) -> str:
        """The function's ARN, a token that the deployment fills in."""
        return self.function.arn

    @property
    def role_name(self) -> str:
        """The role's name, known at synthesis."""
        return self.settings.role_name

    @property
    def role_arn(self) -> str:
        """The role's ARN, a token that the deployment fills in."""
        return self._role_arn

    @property
    def log_group_name(self) -> str:
        """The log group's name, known at synthesis."""
        return self.settings.log_group_name

    @property
    def log_group_arn(self) -> str:
        """The log group's ARN, a token that the deployment fills in."""
        return self.log_group.arn

    def add_to_role_policy(self, *statements: Statement, pin: bool = True) -> None:
        """Grant the function more; the function waits for the grants.

        Args:
            statements: each becomes an inline policy of its own, with the Sid as its construct id; such as
                `permissions.read_table("ReadOrders", table.arn)`.
            pin: grant it to calls of this function's code only (`lambda:SourceFunctionArn`). False is for calls that
                Lambda itself makes with the role, such as reading the queue or stream of an event source mapping.

        Raises:
            StatementError: when a Sid is taken or too long; then nothing is granted.
        """
        self._execution_role.add_to_policy(statements, pin=pin)
        self._function.set_after(self._execution_role.policies)

    def grant_invoke(
        self,
        principal: str,
        *,
        source_arn: TokenText | None = None,
        id: str | None = None,  # noqa: A002 - the framework's own name
    ) -> LambdaPermission:
        """Allow a service of AWS or an account to invoke the function.

        Args:
            principal: a service (`events.amazonaws.com`), an account's 12 digits, or the ARN of a role or user.
            source_arn: the rule, topic, bucket or API that may; a service needs one, or it would act for anyone.
            id: the construct id of the permission, unique below the function; without it `InvokeBy` and the principal.

        Raises:
            ConstructError: when the principal is none, a service has no source, or the id is taken.
        """
        return self._function.grant_invoke(principal, source_arn, id)

    def add_environment(self, name: str, value: TokenText) -> None:
        """Set one variable of the function more.

        Args:
            name: not one that Lambda or TapStack sets.
            value: text or a token. A token counts with the length of its placeholder, not of its later value.

        Raises:
            SettingsError: when the name is not allowed, the value looks like a secret, or all variables together are
                too large.
        """
        if broken := variable_fault(name) or secret_fault(name, value):
            raise SettingsError([Fault("add_environment", **(broken.context or {}))])
        if variables_size({**self.settings.variables, **self._added, name: value}) > VARIABLES_LIMIT:
            found = f"with {name} the variables of {self.function_name} take more than {VARIABLES_LIMIT} bytes"
            rule = f"at most {VARIABLES_LIMIT} bytes together (AWS Lambda)"
            remedy = "pass the name of a parameter or an object instead"
            raise SettingsError([Fault("add_environment", found, rule, remedy)])
        self._added[name] = value
        self._function.set_environment({**self._literal.variables, **self._added})

    def key_of_logs(self, log_group_name: str) -> str | None:
        """Return the ARN of the key that encrypts logs, as `logs.kms_key` says; None for the key that AWS owns.

        Args:
            log_group_name: a log group beside the function's own; the stack's own key is opened to it.
        """
        choice = self._literal.logs.kms_key
        if choice == OWN and self._key:
            self._key.encrypt_logs(log_group_name)
            return self._key.arn
        return None if choice == AWS else choice

    def _build_key(self) -> Key | None:
        if not self.settings.has_own_key:
            return None
        role = self._execution_role
        return Key(self, "Key", self._literal, place=role.place, logs_principal=role.logs_principal)

    def _build_dead_letter_queue(self) -> DeadLetterQueue | None:
        if not self.settings.has_own_dead_letter_queue:
            return None
        return DeadLetterQueue(self, "DeadLetterQueue", self._literal, self._execution_role.place)


def _check_function_name(stack: TerraformStack, name: str) -> None:
    """Refuse a second function of one name: AWS would, half-way through the deployment."""
    if name in _function_names.get(stack, ()):
        found = f"stack {stack.node.id!r} holds a TapStack with the function name {name!r} already"
        rule = "the name of a Lambda function is unique in its account and region (AWS Lambda)"
        remedy = "give one of them another project, or a name of its own in FunctionSettings(name=…)"
        raise ConstructError([Fault("TapStack: settings", found, rule, remedy)])
