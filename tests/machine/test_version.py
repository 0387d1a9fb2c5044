from handleplan import VERSION
from tests.machine.files import pyproject


def test_the_program_says_the_version_of_the_project():
    assert pyproject()["project"]["version"] == VERSION
