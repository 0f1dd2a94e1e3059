"""What the tests of batches share: reports, runs of the program, and what lies in an output
folder afterwards."""

import json
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
JIANBAO = os.path.abspath(os.environ.get("JIANBAO", ROOT + "/build/release/jianbao"))
FAULTS = JIANBAO + "-faults"
IS_SANITIZED = "asan" in os.path.realpath(JIANBAO)
counts = {"passed": 0}
faults = []


def check(name, good, said=""):
    if good:
        counts["passed"] += 1
    else:
        faults.append(f"{name}: {said}" if said else name)
    return good


def lack(what, is_fault=True):
    """Something can't be tested here; where everything must be, that is a failure."""
    print("not checked: " + what)
    if is_fault and os.environ.get("CI"):
        faults.append("not checked: " + what)


def finish():
    for fault in faults:
        print("FAIL " + fault)
    print(f"{counts['passed']} passed, {len(faults)} failed")
    sys.exit(len(faults) > 0)


def run(*words, program=JIANBAO, **more):
    return subprocess.run([program, *words], capture_output=True, text=True, check=False,
                          stdin=subprocess.DEVNULL, **more)


def batch(*words, **more):
    return run("batch", *words, **more)


def start(*words, program=JIANBAO):
    return subprocess.Popen([program, "batch", *words], stdout=subprocess.DEVNULL,
                            stderr=subprocess.DEVNULL, start_new_session=True)


def log(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


def made(*words, **more):
    """The ids of the reports that a run makes, or fails to make."""
    return sorted(one["record"]["id"] for one in log(batch(*words, "--log", "json", **more))
                  if one["event"] == "report")


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def read(path):
    with open(path, "rb") as file:
        return file.read()


def without_measures(manifest):
    """A manifest's bytes but for what two runs never have in common."""
    return re.sub(rb'"(milliseconds|memory)":\d+', rb'"\1":0', manifest)


def report(number, more=""):
    return (f"---\ntitle: 第{number}期周报\ndate: 2024-{number % 12 + 1:02}-01\n"
            f"source: {{publisher: 甲{number % 3}证券}}\n---\n\n## 观点\n\n"
            f"第{number}期的内容，与别期不同。{more}\n")


def tree(folder):
    """The documents below a folder, and whatever should not be there."""
    found, strays = {}, []
    for path, _, names in os.walk(folder):
        for name in names:
            full = os.path.join(path, name)
            rel = os.path.relpath(full, folder)
            if rel.endswith(".pdf") or rel.endswith(".txt"):
                found[rel] = read(full)
            elif rel != "manifest.json" and not rel.startswith("manifest.d/") and \
                    not rel.startswith(".jianbao/state"):
                strays.append(rel)
    return found, strays


def same_tree(name, folder, clean):
    got, strays = tree(folder)
    check(name + ": no stray file", not strays, str(strays[:5]))
    wrong = [path for path in clean if got.get(path) != clean[path]]
    more = set(got) - set(clean)
    check(name + ": documents", not wrong and not more, f"{wrong[:5]} {sorted(more)[:5]}")


def records(folder, name="manifest.json"):
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        return {one["id"]: one for one in json.load(file)["reports"]}
