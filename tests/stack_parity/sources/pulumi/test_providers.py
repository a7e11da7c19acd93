"""Providers of a Pulumi program: the default one, and explicit ones for the resources that name them."""

from dataclasses import replace

from stack_parity.model.program import Provider
from stack_parity.sources.pulumi.registered import to_program
from stack_parity.sources.pulumi.registrations import Registration, Registrations, RunReport, Secret

URN = "urn:pulumi:dev::app::"
OTHER = f"{URN}pulumi:providers:aws::america"


def registration(type_: str, name: str, provider: str | None = None, **inputs: object) -> Registration:
    return Registration(f"{URN}{type_}::{name}", type_, name, None, True, inputs, {}, (), {}, provider)  # type: ignore[arg-type]


def registrations(*resources: Registration) -> Registrations:
    provider = registration(
        "pulumi:providers:aws", "america", region="us-east-1", defaultTags='{"tags": {"TeamName": "x"}}'
    )
    return Registrations(
        "app",
        "app",
        "dev",
        (provider, *resources),
        {},
        RunReport(ran=True, strict=True),
        configuration={"aws:region": "eu-west-1"},
    )


def queue(name: str, provider: str | None = None) -> Registration:
    return registration("aws:sqs/queue:Queue", name, provider)


def test_one_explicit_provider_leaves_the_programs_own_alone() -> None:
    program = to_program(registrations(queue("here"), queue("there", OTHER)), kind="run", folder=None)
    assert (program.region, program.provider) == ("eu-west-1", {"region": "eu-west-1"})
    assert program.providers == {OTHER: Provider({"region": "us-east-1"}, {"TeamName": "x"})}
    assert [resource.provider for resource in program.resources.values()] == [None, OTHER]


def test_a_default_provider_that_an_export_names_is_the_programs_own() -> None:
    default = registration("pulumi:providers:aws", "default_6_66_0", region="eu-central-1")
    given = registrations(default, queue("here", default.urn), queue("there", OTHER))
    program = to_program(replace(given, configuration={}), kind="export", folder=None)
    assert program.provider == {"region": "eu-central-1"}
    assert [resource.provider for resource in program.resources.values()] == [None, OTHER]


def test_an_explicit_provider_that_makes_everything_is_the_programs_own() -> None:
    program = to_program(registrations(queue("one", OTHER), queue("two", OTHER)), kind="run", folder=None)
    assert (program.region, program.default_tags) == ("us-east-1", {"TeamName": "x"})
    assert {resource.provider for resource in program.resources.values()} == {None}


def test_a_role_that_the_provider_assumes_belongs_to_it() -> None:
    role = '{"roleArn": "arn:aws:iam::210987654321:role/deploy"}'
    provider = registration("pulumi:providers:aws", "deployer", assumeRole=role)
    program = to_program(registrations(provider, queue("one", provider.urn)), kind="run", folder=None)
    assert program.provider == {"assume_role": {"role_arn": "arn:aws:iam::210987654321:role/deploy"}}
    assert program.account == "210987654321"


def test_a_secret_output_is_sensitive() -> None:
    program = to_program(replace(registrations(), exports={"key": Secret()}), kind="run", folder=None)
    assert program.sensitive_outputs == {"key"}
