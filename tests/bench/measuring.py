"""What the benchmarks measure with: a command's seconds, memory and bytes."""
import os
import re
import shutil
import subprocess
import threading
import time

SECONDS = 600  # after which a command is given up
PAUSE = 0.1    # seconds between two looks at the memory of several processes, at last


def session_memory(session):
    """MB that the processes of a session have together: shared pages are divided among
    those that share them (PSS)."""
    total = 0
    for process in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{process}/stat", "rb") as file:
                if int(file.read().rsplit(b")", 1)[1].split()[3]) != session:
                    continue
            with open(f"/proc/{process}/smaps_rollup", encoding="ascii") as file:
                total += int(re.search(r"^Pss: +(\d+)", file.read(), re.M).group(1))
        except (OSError, AttributeError):  # it has ended
            continue
    return total / 1024


def watch(session, done, peak):
    pause = PAUSE / 16
    while not done.wait(pause):
        peak[0] = max(peak[0], session_memory(session))
        pause = min(2 * pause, PAUSE)


def run_once(command, is_tree=False, folder=None):
    """Seconds, of the clock and of the processor, and MB; None when it fails. The memory
    is that of the largest process; of a tree, of all that run at a time."""
    begin = time.monotonic()
    process = subprocess.Popen(["timeout", str(SECONDS)] + command, cwd=folder,
                               start_new_session=True, stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    done, peak = threading.Event(), [0.0]
    if is_tree:
        watcher = threading.Thread(target=watch, args=(process.pid, done, peak))
        watcher.start()
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.monotonic() - begin
    done.set()
    if is_tree:
        watcher.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        return None
    return (seconds, used.ru_utime + used.ru_stime,
            peak[0] if is_tree else used.ru_maxrss / 1024)


def least(before, now):
    """The least of each figure of two runs, either of which may have failed."""
    return tuple(map(min, before, now)) if before and now else now or before


def instructions(command):
    """Millions, by callgrind; None without valgrind."""
    if not shutil.which("valgrind"):
        return None
    done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
                          + command, capture_output=True, text=True)
    found = re.search(r"Collected : (\d+)", done.stderr)
    return int(found.group(1)) / 1e6 if found and not done.returncode else None


def page_count(path):
    if not shutil.which("pdfinfo"):
        return None
    said = subprocess.run(["pdfinfo", path], capture_output=True, text=True).stdout
    found = re.search(r"^Pages: +(\d+)", said, re.M)
    return int(found.group(1)) if found else None


def shown(value, form):
    return "-" if value is None else form % value
