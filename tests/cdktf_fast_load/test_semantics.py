"""A package that loads by need answers every question as the plain one does."""

import json
import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from cdktf_fast_load.provider_package import ProviderSource, jsii_name
from tests.cdktf_fast_load.programs import Program

QUESTIONS = {
    "dir": "import cdktf_cdktf_provider_null as null; answer = dir(null), dir(null._private)",
    "unknown attribute": "import cdktf_cdktf_provider_null as null; null.nothing",
    "unknown name": "from cdktf_cdktf_provider_null import nothing",
    "unknown module": "import cdktf_cdktf_provider_null.nothing",
    "attribute": "import cdktf_cdktf_provider_null as null; answer = null.provider.NullProvider",
    "name": "from cdktf_cdktf_provider_null import resource; answer = resource, resource.Resource",
    "submodule": "import cdktf_cdktf_provider_null.resource as resource; answer = resource",
    "private": "import cdktf_cdktf_provider_null as null; answer = null._private.resource, null._private.jsii",
    "type that Python has not imported": """
from cdktf import App, TerraformStack
import cdktf_cdktf_provider_null, jsii
from jsii._kernel.types import CreateRequest
stack = TerraformStack(App(outdir="out"), "stack")
name = "@cdktf/provider-null.dataNullDataSource.DataNullDataSource"
jsii.kernel.provider.create(CreateRequest(fqn=name, args=[stack, "made-by-node", {}]))
answer = type(stack.node.find_child("made-by-node"))
""",
    "star": "from cdktf_cdktf_provider_null import *; answer = data_null_data_source, provider, resource",
    "identity": "import cdktf_cdktf_provider_null as n; answer = n.__name__, n.__file__, n.__path__, n.__doc__",
    "source": "import inspect, cdktf_cdktf_provider_null as null; answer = inspect.getsource(null)",
    "resource": "import importlib.resources as r; answer = r.files('cdktf_cdktf_provider_null').joinpath('py.typed')",
    "wrong argument": """
from cdktf_cdktf_provider_null.resource import ResourceConfig
for _ in range(2):
    try:
        ResourceConfig(triggers=5)
    except TypeError as error:
        answer = error
raise answer
""",
    "typing of everybody else": "import typing; answer = type(typing.get_type_hints)",
    "pickled class": """
import pickle
from cdktf_cdktf_provider_null.resource import ResourceConfig
answer = pickle.loads(pickle.dumps(ResourceConfig)) is ResourceConfig
""",
    "pickled value": """
import pickle
from cdktf_cdktf_provider_null.resource import ResourceConfig
answer = pickle.loads(pickle.dumps(ResourceConfig(triggers={"a": "b"}))).triggers
""",
    "pickled package": "import pickle, cdktf_cdktf_provider_null as null; pickle.dumps(null)",
    "reload": """
import importlib, cdktf_cdktf_provider_null as null
before = null.resource.Resource
again = importlib.reload(null)
answer = again.resource.Resource is before, again.provider.NullProvider, dir(again)
""",
}
"""What a consumer may do with a package, in this order in one process."""

ANSWER = """
import json, sys
import cdktf_fast_load
cdktf_fast_load.enable()
answers = {}
for name, question in json.loads(sys.stdin.read()).items():
    namespace = {}
    try:
        exec(question, namespace)
        answers[name] = repr(namespace.get("answer"))
    except Exception as error:
        answers[name] = repr(error)
print(json.dumps(answers))
"""


@pytest.fixture(scope="module")
def answers(program: Program) -> tuple[dict[str, str], dict[str, str]]:
    """The answers of the package that loads by need, and those of the plain one."""
    questions = json.dumps(QUESTIONS)
    by_need = program(ANSWER, stdin=questions)
    plain = program(ANSWER, stdin=questions, TAP_FAST_LOAD="0")
    return json.loads(by_need.result()), json.loads(plain.result())


@pytest.mark.parametrize("question", QUESTIONS)
def test_answers_like_the_plain_package(question: str, answers: tuple[dict[str, str], dict[str, str]]) -> None:
    by_need, plain = answers
    assert by_need[question] == plain[question]


def test_a_module_is_loaded_when_it_is_first_used_and_once(program: Program) -> None:
    printed = program(
        """
    import sys
    import cdktf_fast_load
    cdktf_fast_load.enable()
    import cdktf_cdktf_provider_aws as aws
    provider_modules = lambda: sorted(name for name in sys.modules if name.startswith("cdktf_cdktf_provider_aws."))
    print(provider_modules())
    assert aws.vpc.Vpc is aws.vpc.Vpc
    from cdktf_cdktf_provider_aws import vpc
    assert vpc is aws.vpc is sys.modules["cdktf_cdktf_provider_aws.vpc"]
    print([name for name in provider_modules() if "_private" not in name])
    """
    ).result()
    before, after = printed.splitlines()
    assert "vpc" not in before
    assert after == "['cdktf_cdktf_provider_aws._jsii', 'cdktf_cdktf_provider_aws.vpc']"


@pytest.mark.parametrize("package", ["cdktf_cdktf_provider_aws", "cdktf_cdktf_provider_null"])
def test_the_name_of_every_module_in_jsii_is_known(package: str) -> None:
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    init = Path(spec.origin)
    source = ProviderSource.parse(init.read_text())
    assert source is not None
    folders = {folder.name for folder in init.parent.iterdir() if (folder / "__init__.py").is_file()}
    assert source.modules == folders - {"_jsii"}
    for name in source.modules:
        declared = re.search(
            r'jsii_type="@cdktf/provider-\w+\.(\w+)\.', (init.parent / name / "__init__.py").read_text()
        )
        assert declared is not None
        assert jsii_name(name) == declared[1]
