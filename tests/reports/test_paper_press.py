"""The child that prints can hang, die or eat memory, and the web process only sees a PaperError."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from reports.paper.errors import PaperError
from reports.paper.press import ROOT, Limits, Press
from tests.reports.status_table import grown, november_2013

pytestmark = pytest.mark.pdf
FACTS = november_2013().as_json().encode()
LARGE = grown(november_2013(), 600).as_json().encode()


@pytest.fixture
def press():
    press = Press()
    yield press
    press.close()


@pytest.fixture
def pressed():
    """A maker of presses with their own limits, closed afterwards."""
    made = []

    def make(**limits):
        made.append(Press(Limits(**limits)))
        return made[-1]

    yield make
    for press in made:
        press.close()


def gone(pid):
    """True when there is no such process, not even as a zombie."""
    return not Path(f"/proc/{pid}").exists()


def code_of(call, *arguments):
    with pytest.raises(PaperError) as error:
        call(*arguments)
    return error.value.code


def test_child_stays_warm_between_documents(press):
    press.pdf(FACTS)
    first = press.child_pid
    press.pdf(FACTS)
    assert press.child_pid == first


def test_warm_and_cold_child_print_the_same_bytes(press):
    cold = press.pdf(FACTS)
    warm = press.pdf(FACTS)
    press.close()
    assert press.pdf(FACTS) == warm == cold


def test_child_that_is_killed_while_printing_is_an_error_and_leaves_no_zombie(press):
    press.warm_up()
    pid = press.child_pid
    threading.Timer(0.5, os.kill, (pid, signal.SIGKILL)).start()
    assert (code_of(press.pdf, LARGE), gone(pid)) == ("crashed", True)


def test_next_document_prints_after_a_crash(press):
    press.warm_up()
    threading.Timer(0.5, os.kill, (press.child_pid, signal.SIGKILL)).start()
    code_of(press.pdf, LARGE)
    assert press.pdf(FACTS).startswith(b"%PDF-1.7")


def test_child_that_died_while_idle_is_replaced(press):
    press.warm_up()
    os.kill(press.child_pid, signal.SIGKILL)
    time.sleep(0.2)
    assert press.pdf(FACTS).startswith(b"%PDF-1.7")


def test_document_beyond_the_wall_clock_is_a_timeout_and_its_child_is_gone(pressed):
    press = pressed(wall=0.5)
    press.warm_up()
    pid = press.child_pid
    assert (code_of(press.pdf, LARGE), gone(pid)) == ("timeout", True)


def test_stopped_child_is_a_timeout(pressed):
    press = pressed(wall=0.5)
    press.warm_up()
    os.kill(press.child_pid, signal.SIGSTOP)
    assert code_of(press.pdf, FACTS) == "timeout"


def test_document_beyond_its_cpu_is_a_timeout(pressed):
    press = pressed(cpu=1)
    press.warm_up()
    assert code_of(press.pdf, LARGE) == "timeout"


def test_cpu_is_counted_per_document(pressed):
    press = pressed(cpu=4)  # seconds; one of these takes less on a busy machine, and ten take more on a quiet one
    assert {press.pdf(FACTS)[:5] for _ in range(10)} == {b"%PDF-"}


def test_document_beyond_its_memory_is_an_error(pressed):
    press = pressed(memory=120 * 1024**2)
    press.warm_up()
    assert code_of(press.pdf, LARGE) == "memory"


def test_limits_too_small_to_start_are_an_error(pressed):
    assert code_of(pressed(memory=20 * 1024**2).pdf, FACTS) == "crashed"


def test_child_is_replaced_after_its_number_of_documents(pressed):
    press = pressed(renders=1)
    press.pdf(FACTS)
    assert press.child_pid is None


def test_what_is_no_snapshot_fails_and_its_words_stay_inside(press):
    with pytest.raises(PaperError) as error:
        press.pdf(b'{"schema": 1, "hemmeligt": "010203-1234"}')
    assert (error.value.code, "hemmeligt" in str(error.value)) == ("failed", False)


def test_threads_share_one_child_and_each_gets_its_own_document(press):
    months = [grown(november_2013(), points).as_json().encode() for points in (48, 60, 48, 60)]
    printed: list[bytes] = [b""] * len(months)

    def work(index):
        printed[index] = press.pdf(months[index])

    threads = [threading.Thread(target=work, args=(index,)) for index in range(len(months))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (printed[0] == printed[2], printed[1] == printed[3], printed[0] != printed[1]) == (True, True, True)


def test_forked_process_starts_its_own_child_and_leaves_the_first_alone():
    script = (
        "import os, sys\n"
        "from reports import pdf\n"
        "from reports.paper.press import press\n"
        "pdf.warm_up(); first = press.child_pid\n"
        "pid = os.fork()\n"
        "if not pid:\n"
        "    alone = press.child_pid is None; pdf.warm_up(); own = press.child_pid != first\n"
        "    press.close(); os._exit(0 if alone and own else 1)\n"
        "status = os.waitpid(pid, 0)[1]\n"
        "print(status, press.child_pid == first)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert run.stdout == "0 True\n"


def test_child_ends_when_the_web_process_is_killed():
    script = (
        "import os, signal\n"
        "from reports.paper.press import press\n"
        "press.warm_up(); print(press.child_pid, flush=True); os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    pid = int(run.stdout)
    deadline = time.monotonic() + 10
    while not gone(pid) and _state(pid) != "Z" and time.monotonic() < deadline:
        time.sleep(0.05)
    assert gone(pid) or _state(pid) == "Z"  # a zombie here waits for this machine's init, not for us


def test_nothing_is_left_on_the_disk(press, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    press.warm_up()
    full = len(list(tmp_path.iterdir()))
    press.close()
    assert (full, list(tmp_path.iterdir())) == (1, [])


def test_child_knows_no_secret_of_the_web_process(press, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "hemmelig")
    monkeypatch.setenv("DATABASE_URL", "postgres://u:p@h/d")
    press.warm_up()
    names = {line.split("=")[0] for line in Path(f"/proc/{press.child_pid}/environ").read_text().split("\0") if line}
    assert names & {"SECRET_KEY", "DATABASE_URL", "DJANGO_SETTINGS_MODULE"} == set()


def test_web_process_never_imports_the_renderer():
    script = "import sys; import reports.pdf; print(sorted({'weasyprint', 'pydyf', 'django.db'} & set(sys.modules)))"
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert run.stdout == "[]\n"


def _state(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""
