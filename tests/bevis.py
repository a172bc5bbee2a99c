#!/usr/bin/env python3
"""tests/bevis.py - the README's table of promises: what each is, how it is proven, the command, and what it showed last.

    tests/bevis.py                             writes the table anew from what the commands showed last on this machine
    tests/bevis.py kor ID…                     runs the commands of these promises first (all of them: kor alla)
    tests/bevis.py not ID COMMAND RESULT       notes a result; what every proving command does when it has been run

A proof appends a line to target/bevis/resultat.jsonl, whatever language it is written in: {"id", "command", "result"}, with
the command as it was really run. The last line with an id counts. A promise without a line from this machine keeps its row.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
RESULTS = ROOT / "target/bevis/resultat.jsonl"
START, END = "<!-- bevis: from here to the end mark written by tests/bevis.py -->", "<!-- bevis: end -->"
HEAD = "| what we promise | how it is proven | command | last result |\n|---|---|---|---|\n"
ROW = re.compile(r"^\| <!-- (\S+) -->.*\|$", re.M)

# In the order of the table: what is promised, how it is proven, and the whole proof's command.
PROMISES = {
    "konformans": (
        "Every PDF is PDF/UA-1 and PDF/A-2a, and every Word file is sound and can be heard",
        "every sample in every profile and generated documents before page_validation, own rules, veraPDF, qpdf, outloud, "
        "openxml-audit and ooxml-integrity; bad files prove that each bites",
        "tests/conformance/run.sh",
    ),
    "parity": (
        "PDF, Word and HTML carry the same text and structure",
        "random documents; each file is read as a screen reader does and compared with the document's own tree: levels, "
        "lists, cells, header cells, alternative texts, links, notes",
        "KANSLI_PARITY=100000 cargo test --release --test parity every_format",
    ),
    "bilder": (
        "Every page looks as it did when somebody last looked at it",
        "pictures of every page of every sample, compared pixel for pixel",
        "cargo test --test pictures",
    ),
    "felaktigt": (
        "What is wrong with an ärende is told with its place and what to do",
        "bad inputs made for it; message, line and column of each are asserted",
        "cargo test --test corpus",
    ),
    "fuzz": (
        "No input makes it crash",
        "libFuzzer on what reads ärenden, rich text, templates, file names, personal numbers, Word files and profiles",
        "tests/fuzz/run.sh --tid 300",
    ),
    "systemanrop": (
        "When the system fails it, nothing is half written and nothing is lost",
        "every file call of a run fails once, with each of five errors (strace); files, journal and message are judged",
        "tests/systemanrop/svep.py",
    ),
    "kill": (
        "A run that is killed is completed to the bytes of a clean one",
        "kill -9 at random moments, then the same command again; every byte compared, journal and manifest too",
        "KANSLI_KILL=500 cargo test --test cli a_killed_run",
    ),
    "watch": (
        "Watching sees every save and makes nothing twice",
        "the 26 cases W1-W26 and those of bad input, again and again",
        "KANSLI_VARV=20 tests/watch/varv.sh",
    ),
    "webb": (
        "The live page can be used by keyboard and heard, and an edit moves nothing",
        "headless Chromium, axe-core in every state of the page, scroll, focus, selection, what is fetched",
        "node tests/watch/webb/sida.mjs target/debug/kansli",
    ),
    "inbyggt": (
        "What is built in is known: licences, origin, nothing that fetches",
        "cargo's own account of what is linked, against deny.toml; tests/sbom.sh writes the bill of materials",
        "tests/deny.py",
    ),
    "fart": (
        "It is as fast as is said below",
        "every target measured in one run, as ratios",
        "cargo bench --bench kansli",
    ),
}


def keep(name, command, result):
    """Notes what a proof showed. An unknown id is a mistake of whoever calls."""
    assert name in PROMISES, name
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    with open(RESULTS, "a", encoding="utf-8") as lines:
        lines.write(json.dumps({"id": name, "command": command, "result": result}, ensure_ascii=False) + "\n")


def row(name, command, result):
    promise, how, _ = PROMISES[name]
    cells = [" ".join(cell.replace("|", "\\|").split()) for cell in (promise, how, f"`{command}`", result)]
    return f"| <!-- {name} --> " + " | ".join(cells) + " |"


def write():
    text = README.read_text(encoding="utf-8")
    before, rest = text.split(START)
    old, after = rest.split(END)
    rows = {found[1]: found[0] for found in ROW.finditer(old)}
    lines = RESULTS.read_text(encoding="utf-8").splitlines() if RESULTS.exists() else []
    for line in filter(str.strip, lines):
        proof = json.loads(line)
        rows[proof["id"]] = row(proof["id"], proof["command"], proof["result"])
    shown = [rows.get(name) or row(name, command, "not run yet") for name, (_, _, command) in PROMISES.items()]
    table = HEAD + "".join(f"{line}\n" for line in shown)
    README.write_text(f"{before}{START}\n\n{table}\n{END}{after}", encoding="utf-8")
    print(f"README.md: {len(shown)} promises")


def main():
    match sys.argv[1:]:
        case []:
            write()
        case ["not", name, command, result]:
            keep(name, command, result)
        case ["kor", *names]:
            asked = PROMISES if names == ["alla"] else names
            ended = [subprocess.run(PROMISES[name][2], shell=True, cwd=ROOT).returncode for name in asked]
            write()
            sys.exit(max(ended, default=0))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
