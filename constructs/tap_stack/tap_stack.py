"""The construct TapStack: an execution role and a Lambda function, the unit that other projects import."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from cdktf import TerraformStack
from constructs import Construct

from tap_stack.aws import CloudwatchLogGroup, IamRole, LambdaFunction
from tap_stack.execution_role import ExecutionRole
from tap_stack.function import Function
from tap_stack.permissions import Statement
from tap_stack.settings import Settings
from tap_stack.settings.construct import VARIABLES_LIMIT, variables_size
from tap_stack.settings.fields import variable_fault

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
        ValueError: when the stack holds a TapStack of the same function name already.
        PackageError: when the code folder cannot become a Lambda package.
    """

    def __init__(self, scope: Construct, id: str, settings: Settings) -> None:  # noqa: A002 - the framework's own name
        super().__init__(scope, id)
        _claim_function_name(TerraformStack.of(self), settings.function_name)
        self.settings = settings
        self._variables = dict(settings.variables)
        self._execution_role = ExecutionRole(self, "ExecutionRole", settings)
        self._function = Function(
            self,
            "Function",
            settings,
            role_arn=self._execution_role.role.arn,
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
        return self.role.arn

    @property
    def log_group_name(self) -> str:
        """The log group's name, known at synthesis."""
        return self.settings.log_group_name

    @property
    def log_group_arn(self) -> str:
        """The log group's ARN, a token that the deployment fills in."""
        return self.log_group.arn

    def add_to_role_policy(self, statement: Statement) -> None:
        """Grant the function one thing more; the function waits for the grant.

        Args:
            statement: becomes an inline policy of its own, with the Sid as its construct id.
        """
        self._execution_role.add_to_policy(statement)
        self._function.set_after(self._execution_role.policies)

    def add_environment(self, name: str, value: str) -> None:
        """Set one variable of the function more.

        Args:
            name: not one that Lambda or TapStack sets.
            value: text or a token. A token counts with the length of its placeholder, not of its later value.

        Raises:
            ValueError: when the name is not allowed or all variables together are too large.
        """
        if fault := variable_fault(name):
            raise ValueError(f"add_environment: {fault.message()}")
        if variables_size({**self._variables, name: value}) > VARIABLES_LIMIT:
            raise ValueError(
                f"add_environment: with {name} the variables of {self.function_name} take more than "
                f"{VARIABLES_LIMIT} bytes, the limit of AWS Lambda. Pass the name of a parameter or an object instead."
            )
        self._variables[name] = value
        self._function.set_environment(self._variables)


def _claim_function_name(stack: TerraformStack, name: str) -> None:
    """Refuse a second function of one name: AWS would, half-way through the deployment."""
    names = _function_names.setdefault(stack, set())
    if name in names:
        raise ValueError(
            f"Stack {stack.node.id!r} holds a TapStack with the function name {name!r} already. "
            "Give one of them another project, or a name of its own in FunctionSettings(name=…)."
        )
    names.add(name)
