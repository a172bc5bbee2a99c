#!/usr/bin/env python3
"""Lets one system call fail at a time, in every run of the program that writes, and looks at what is left.

    tests/systemanrop/svep.py --kansli target/debug/kansli             every call, every error (some minutes)
    tests/systemanrop/svep.py --kansli target/debug/kansli --antal 120  a sample of so many, spread evenly

A run is first traced undisturbed. Each of its calls to open, write, fsync, rename and close that concerns the project's
folder is then made to fail, once with each of ENOSPC, EIO, EACCES, EMFILE and EINTR (strace -e inject). After each:

- the exit code is 0 with everything made, or 1-3 with a Swedish message; never a panic, a signal or "internal error";
- every file is what it was, or what it was to be, to the last byte;
- the next, undisturbed run ends well and leaves exactly what one that nothing befell leaves: no stray temporary, a
  journal and a manifest that hold.

Needs strace and a kernel that lets it trace. Exit code 0: no violation.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bevis import keep  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
ERRORS = ("ENOSPC", "EIO", "EACCES", "EMFILE", "EINTR")
# What the program may use of each family; a name that the kernel lacks is never traced.
CALLS = (
    "open", "openat", "creat", "write", "pwrite64", "writev", "fsync", "fdatasync", "syncfs",
    "rename", "renameat", "renameat2", "close", "copy_file_range", "ftruncate", "mkdir", "linkat",
)
ENVIRONMENT = {**os.environ, "LC_ALL": "C.UTF-8", "RUST_BACKTRACE": "0", "NO_COLOR": "1"}
# The system's own words, which nobody at a municipality should have to read.
ENGLISH = re.compile(r"os error|panicked|RUST_BACKTRACE|Input/output|Too many open|Permission denied|No space|Interrupted")


class Scenario:
    """A folder as it stands before a run, and the run."""

    def __init__(self, name, arguments, prepare, code=0):
        self.name, self.arguments, self.prepare, self.code = name, arguments, prepare, code
        self.before = self.after = None


def arende(title, more=""):
    return json.dumps(
        {
            "$schema": "tjansteskrivelse.schema.json",
            "rubrik": title,
            "datum": "2026-03-16",
            "instans": "Kommunstyrelsen",
            "diarienummer": "KS 2026-00118",
            "handlaggare": {"namn": "Karin Sandell"},
            "beslut": [{"instans": "Kommunstyrelsen", "punkter": ["Kommunstyrelsen fastställer öppettiderna för biblioteken."]}],
            "sammanfattning": "Biblioteken har haft samma öppettider länge." + more,
            "arendet": "Biblioteken har haft samma öppettider länge. Låntagarna vill komma på kvällen." + more,
            "beslutsunderlag": [{"titel": "Låntagarnas svar", "datum": "2025-12-08"}],
            "samverkan": {"kravs": False},
            "expedieras_till": [{"namn": "Kultur- och fritidsnämnden", "adress": "kultur@example.se"}],
        },
        ensure_ascii=False,
        indent=2,
    )


def scenarios(kansli):
    def quietly(folder, *arguments):
        run = subprocess.run([kansli, *arguments], cwd=folder, capture_output=True, text=True, env=ENVIRONMENT)
        assert run.returncode == 0, (arguments, run.returncode, run.stdout, run.stderr)

    def one(folder, more=""):
        (folder / "a.json").write_text(arende("Nya öppettider", more), encoding="utf-8")

    def rendered(formats):
        def prepare(folder):
            one(folder)
            quietly(folder, "render", "a.json", "--format", formats, "--out", "ut")
            one(folder, " Det gäller alla dagar.")
        return prepare

    def many(folder, count=3, more=""):
        (folder / "in").mkdir(exist_ok=True)
        for number in range(count):
            (folder / f"in/{number}.json").write_text(arende(f"Ärende {number}", more), encoding="utf-8")

    def batched(folder):
        many(folder)
        quietly(folder, "batch", "in", "--format", "text,html", "--jobs", "1", "--out", "ut", "--report-dir", "rapport")
        many(folder, 3, " Det gäller alla dagar.")

    def shared(folder):
        many(folder, 4)
        for share in ("1/2", "2/2"):
            quietly(folder, "batch", "in", "--format", "text", "--jobs", "1", "--out", "ut", "--report-dir", "rapport", "--shard", share)

    return [
        Scenario("render", ["render", "a.json", "--format", "text,html,docx", "--out", "ut"], lambda f: one(f)),
        Scenario("render over", ["render", "a.json", "--format", "text,docx", "--out", "ut"], rendered("text,docx")),
        Scenario("check --fix", ["check", "a.json", "--fix"], lambda f: one(f, " Det gäller bl.a. barnen på 10 kap.")),
        Scenario("batch", ["batch", "in", "--format", "text,html", "--jobs", "1", "--out", "ut", "--report-dir", "rapport"], many),
        Scenario("batch again", ["batch", "in", "--format", "text,html", "--jobs", "1", "--out", "ut", "--report-dir", "rapport"], batched),
        Scenario("merge-report", ["batch", "merge-report", "rapport", "--out", "ut"], shared),
    ]


def tree(folder):
    """Every file's bytes by its name."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


def strace(kansli, scenario, folder, log, extra):
    command = ["strace", "-f", "-y", "-qq", "-o", str(log), *extra, kansli, *scenario.arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, env=ENVIRONMENT, timeout=120)


def places(log, folder):
    """The calls that concern the folder: name, which of its kind in its thread, and what it concerns."""
    counts, found = {}, {}
    line_of = re.compile(r"^(\d+) +(\w+)\((.*)$")
    for line in log.read_text(errors="replace").splitlines():
        match = line_of.match(line)
        if not match:
            continue
        thread, call, rest = match.groups()
        if call not in CALLS:
            continue
        counts[(thread, call)] = counts.get((thread, call), 0) + 1
        number = counts[(thread, call)]
        head = rest.split(" = ")[0]
        is_stream = re.match(r"[12]<", head) is not None
        concerns = str(folder) in head or (call.startswith("open") and "AT_FDCWD" in head and '"/' not in head) or is_stream
        relative = call in ("open", "mkdir", "rename", "creat") and re.match(r'"[^/]', head)
        if concerns or relative:
            found.setdefault((call, number), head[:160])
    return [(call, number, what) for (call, number), what in found.items()]


def prepared(scenario, folder):
    """A fresh copy of the folder as it stands before the run."""
    shutil.copytree(scenario.before, folder, dirs_exist_ok=True)


def judge(kansli, scenario, job, base):
    """Violations of one injected failure; None when the call never came."""
    call, number, error, what = job
    folder = Path(tempfile.mkdtemp(dir=base))
    log = folder.with_suffix(".log")
    try:
        prepared(scenario, folder)
        old, new = tree(folder), scenario.after
        try:
            run = strace(kansli, scenario, folder, log, ["-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={number}"])
        except subprocess.TimeoutExpired:
            return ["does not end"]
        if "(INJECTED)" not in log.read_text(errors="replace"):
            return None
        out, err = run.stdout.decode(errors="replace"), run.stderr.decode(errors="replace")
        # Calls are counted for each thread: the same number in the first one is the loader's, before there is a program.
        if "error while loading shared libraries" in err:
            return None
        wrong = []
        if run.returncode not in (0, 1, 2, 3):
            wrong.append(f"ends with {run.returncode}: {out}{err}")
        left = tree(folder)
        whole = {name: data for name, data in left.items() if not re.search(r"(^|/)\.kansli-\w{12}\.tmp$", name)}
        for name in sorted(set(old) | set(whole)):
            is_own = name.endswith(".ndjson") or "/.kansli" in name or name.startswith(".kansli")
            if is_own or "rapport" in name:
                continue
            data = whole.get(name)
            if data is None:
                wrong.append(f"{name} is gone")
            elif data != old.get(name) and data != new.get(name):
                wrong.append(f"{name} is neither the old nor the new: {len(data)} bytes")
        if run.returncode == 0 and whole != new and not what.startswith(("1<", "2<")):
            differ = sorted(n for n in set(whole) | set(new) if whole.get(n) != new.get(n))
            wrong.append(f"says that all went well, but {differ} are not as they should be")
        told = out + err
        if run.returncode != 0 and not what.startswith("2<") and not re.search(r"[a-zåäö]{3}.*\.", told):
            wrong.append(f"ends with {run.returncode} without a word: {told!r}")
        if ENGLISH.search(told):
            wrong.append(f"speaks English: {told.strip()}")
        again = subprocess.run([kansli, *scenario.arguments], cwd=folder, capture_output=True, text=True, env=ENVIRONMENT, timeout=120)
        if again.returncode != 0:
            wrong.append(f"the next run ends with {again.returncode}: {again.stdout}{again.stderr}")
        completed = tree(folder)
        if completed != new:
            differ = sorted(n for n in set(completed) | set(new) if completed.get(n) != new.get(n))
            wrong.append(f"the next run leaves other than a clean one: {differ}")
        return wrong
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        log.unlink(missing_ok=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kansli", default=os.environ.get("KANSLI", str(ROOT / "target/debug/kansli")))
    parser.add_argument("--antal", type=int, help="a sample of so many failures")
    parser.add_argument("--jobb", type=int, default=os.cpu_count() or 2)
    parser.add_argument("--bara", help="only the scenarios whose name holds this")
    asked = parser.parse_args()
    kansli = str(Path(asked.kansli).resolve())
    if shutil.which("strace") is None:
        sys.exit("strace is not installed")
    shared_memory = Path("/dev/shm")
    base = Path(tempfile.mkdtemp(prefix="kansli-svep-", dir=shared_memory if os.access(shared_memory, os.W_OK) else None))
    failed = done = 0
    try:
        jobs = []
        for scenario in scenarios(kansli):
            if asked.bara and asked.bara not in scenario.name:
                continue
            name = re.sub(r"\W+", "-", scenario.name)
            scenario.before = base / f"{name}-before"
            scenario.before.mkdir()
            scenario.prepare(scenario.before)
            clean = base / f"{name}-clean"
            prepared(scenario, clean)
            log = base / f"{name}.log"
            run = strace(kansli, scenario, clean, log, ["-e", "trace=" + ",".join("?" + call for call in CALLS)])
            assert run.returncode == scenario.code, (scenario.name, run.returncode, run.stdout.decode(), run.stderr.decode())
            scenario.after = tree(clean)
            found = places(log, clean)
            # A run that is complete is run once more: what the next run leaves is what a clean one does.
            subprocess.run([kansli, *scenario.arguments], cwd=clean, capture_output=True, env=ENVIRONMENT, check=True)
            if tree(clean) != scenario.after:
                changed = sorted(n for n, data in tree(clean).items() if scenario.after.get(n) != data)
                print(f"{scenario.name}: a second run changes {changed}")
                failed += 1
            jobs += [(scenario, (call, number, error, what)) for call, number, what in found for error in ERRORS]
        if asked.antal and asked.antal < len(jobs):
            step = len(jobs) / asked.antal
            # The errors take turns within the steps.
            jobs = [jobs[int(at * step)] for at in range(asked.antal)]
        with ThreadPoolExecutor(asked.jobb) as pool:
            results = pool.map(lambda job: (job, judge(kansli, job[0], job[1], base)), jobs)
            for (scenario, (call, number, error, what)), wrong in results:
                if wrong is None:
                    continue
                done += 1
                if wrong:
                    failed += 1
                    print(f"{scenario.name}: {error} from {call} number {number} ({what}):")
                    for line in wrong:
                        print(f"    {line}")
        result = f"{done} failed system calls injected, {failed} violations"
        print(result)
        if not asked.bara:
            many = f" --antal {asked.antal}" if asked.antal else ""
            keep("systemanrop", f"tests/systemanrop/svep.py{many}", result)
    finally:
        shutil.rmtree(base, ignore_errors=True)
    sys.exit(1 if failed or not done else 0)


if __name__ == "__main__":
    main()
