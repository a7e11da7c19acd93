"""Two runs of one program agree, whatever it makes of the time and of chance."""

from stack_parity.sources.pulumi import capture
from tests.stack_parity.sources.pulumi.conftest import Write


def test_two_runs_agree(write: Write) -> None:
    folder = write(
        """
        import datetime, os, random, secrets, tempfile, time, uuid, pulumi
        assert isinstance(datetime.datetime(2020, 1, 1), datetime.date)
        assert isinstance(datetime.datetime.fromisoformat("2020-01-01"), datetime.datetime)
        assert datetime.datetime.now() - datetime.datetime(2020, 1, 1) > datetime.timedelta(days=1)
        values = {
            "now": datetime.datetime.now().isoformat(),
            "utc": datetime.datetime.now(datetime.timezone.utc).isoformat(),
            "today": str(datetime.date.today()),
            "time": str(time.time()),
            "nanoseconds": str(time.time_ns()),
            "formatted": str(tuple(time.localtime())),
            "written": time.strftime("%c"),
            "uuid1": str(uuid.uuid1()),
            "uuid4": str(uuid.uuid4()),
            "random": str(random.random()),
            "system": str(random.SystemRandom().random()),
            "token": secrets.token_hex(),
            "bytes": os.urandom(8).hex(),
            "more bytes": os.getrandom(8).hex(),
            "unseeded": str(random.Random().random()),
            "another": str(random.Random().random()),
            "folder": tempfile.mkdtemp(),
            "home": os.path.expanduser("~"),
            "process": str(os.getpid()),
            "user": __import__("getpass").getuser(),
            "machine": __import__("socket").gethostname(),
            "hash": str(hash("text")),
        }
        for name, value in values.items():
            pulumi.export(name, value)
        """
    )
    first, second = capture(folder, None).exports, capture(folder, None).exports
    assert {name for name in first if first[name] != second[name]} == set()
    assert first["uuid4"] != first["uuid1"]
    assert first["unseeded"] != first["another"]
