import io
import json
import time
import uuid
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from moto.server import ThreadedMotoServer

from tap_emulator import Emulator

REGION = "eu-west-1"
TRUST = json.dumps({"Version": "2012-10-17", "Statement": []})

Client = Callable[[str], Any]


def zipped(**files: str) -> bytes:
    """A package of modules; ``python_lib`` stands for ``python/lib.py``, as layers want it."""
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        for name, source in files.items():
            archive.writestr(f"{name.replace('_', '/')}.py", source)
    return package.getvalue()


def clients_of(url: str, access_key_id: str = "dummy") -> Client:
    session: Any = boto3.Session()
    made: dict[str, Any] = {}

    def client(service: str) -> Any:
        if service not in made:
            made[service] = session.client(
                service,
                region_name=REGION,
                endpoint_url=url,
                aws_access_key_id=access_key_id,
                aws_secret_access_key="dummy",
                config=Config(retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=60),
            )
        return made[service]

    return client


def deploy_function(client: Client, source: str, **settings: Any) -> str:
    """Deploy a module ``app`` with the function ``handler``, under a role of its own; return the function's name."""
    name = f"f-{uuid.uuid4().hex[:8]}"
    role = client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
    wanted = {"Handler": "app.handler", "Runtime": "python3.12", "Timeout": 20, "Code": {"ZipFile": zipped(app=source)}}
    client("lambda").create_function(**wanted | {"FunctionName": name, "Role": role} | settings)
    return name


def eventually(condition: Callable[[], bool], seconds: float = 20) -> bool:
    """Wait until the condition holds, for at most so many seconds; return whether it does."""
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


def is_gone(process_id: int) -> bool:
    """Gone, or dead and waiting to be collected by the system's first process."""
    try:
        return Path(f"/proc/{process_id}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


@pytest.fixture(scope="session")
def client(aws: Emulator) -> Client:
    """Make (once) a client of the emulated AWS."""
    return clients_of(aws.url, aws.access_key_id)


@pytest.fixture(scope="session")
def stock_client() -> Iterator[Client]:
    """Make (once) a client of moto as it is, without the extension."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    yield clients_of("http://{}:{}".format(*server.get_host_and_port()))
    server.stop()


@pytest.fixture(scope="session")
def role(client: Client) -> str:
    """The ARN of an execution role."""
    arn: str = client("iam").create_role(RoleName="runs-functions", AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
    return arn


@pytest.fixture
def deploy(client: Client, role: str) -> Iterator[Callable[..., str]]:
    """Deploy a module ``app`` with the function ``handler``; return the name of the function, which goes afterwards."""
    made = []

    def run(source: str, **settings: Any) -> str:
        name = deploy_function(client, source, **{"Role": role} | settings)
        made.append(name)
        return name

    yield run
    for name in made:
        client("lambda").delete_function(FunctionName=name)
