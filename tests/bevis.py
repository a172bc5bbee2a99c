#!/usr/bin/env python3
"""tests/bevis.py - writes the README's table of promises anew, from what the proving commands showed last.

A proof that is run whole appends a line to target/bevis/resultat.jsonl, whatever language it is written in:
    {"id": "…", "promise": "…", "how": "…", "command": "…", "result": "…"}
The last line with an id counts. A promise without a line from this machine keeps its row, so that the table can be renewed a
proof at a time; one that is to go is taken out by hand.
"""

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
RESULTS = ROOT / "target/bevis/resultat.jsonl"
START, END = "<!-- bevis: from here to the end mark written by tests/bevis.py -->", "<!-- bevis: end -->"
HEAD = "| what we promise | how it is proven | command | last result |\n|---|---|---|---|\n"
ROW = re.compile(r"^\| <!-- (\S+) -->.*\|$", re.M)


def row(proof):
    cells = [proof.get("promise", ""), proof.get("how", ""), f"`{proof['command']}`", proof["result"]]
    cells = [" ".join(cell.replace("|", "\\|").split()) for cell in cells]
    return f"| <!-- {proof['id']} --> " + " | ".join(cells) + " |"


def main():
    text = README.read_text(encoding="utf-8")
    before, rest = text.split(START)
    old, after = rest.split(END)
    rows = {found[1]: found[0] for found in ROW.finditer(old)}
    lines = RESULTS.read_text(encoding="utf-8").splitlines() if RESULTS.exists() else []
    for line in filter(str.strip, lines):
        proof = json.loads(line)
        rows[proof["id"]] = row(proof)
    table = HEAD + "".join(f"{line}\n" for line in rows.values())
    README.write_text(f"{before}{START}\n\n{table}\n{END}{after}", encoding="utf-8")
    print(f"README.md: {len(rows)} promises")


if __name__ == "__main__":
    main()
