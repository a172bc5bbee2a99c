#!/usr/bin/env python3
"""Holds what is built into the program against deny.toml: licences, banned crates, crates there must be one of, sources;
and that nothing of it is compiled a second time for the tests.

Reads the same file as `cargo deny check bans licenses sources`, which is the tool to use where it is installed; this
takes a second and needs nothing but Python, so that every change is held against it.
"""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from bevis import keep

ROOT = Path(__file__).resolve().parents[1]


def allowed(expression, licences):
    """Whether an SPDX expression can be met by the licences that are allowed."""
    tokens = re.findall(r"\(|\)|[^\s()]+", expression.replace("/", " OR "))

    def alternatives():
        met = together()
        while tokens and tokens[0] == "OR":
            tokens.pop(0)
            met = together() or met
        return met

    def together():
        met = one()
        while tokens and tokens[0] == "AND":
            tokens.pop(0)
            met = one() and met
        return met

    def one():
        name = tokens.pop(0)
        if name == "(":
            met = alternatives()
            tokens.pop(0)
            return met
        if tokens and tokens[0] == "WITH":
            tokens.pop(0)
            name = f"{name} WITH {tokens.pop(0)}"
        return name in licences

    return alternatives()


def built_twice():
    """The crates that the tests' own dependencies would have compiled once more: the README's two commands share one build."""

    def features(edges):
        command = ["cargo", "tree", "--locked", "--edges", edges, "--prefix", "none", "--format", "{p} {f}"]
        told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        return {line.removesuffix(" (*)") for line in told.splitlines()}

    alone = features("normal,build")
    return [f"{crate}: the tests change its features" for crate in sorted(alone - features("normal,build,dev"))]


def main():
    rules = tomllib.loads((ROOT / "deny.toml").read_text(encoding="utf-8"))
    told = subprocess.run(
        ["cargo", "metadata", "--locked", "--format-version", "1"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    told = json.loads(told.stdout)
    own = set(told["workspace_members"])
    # What the tests alone stand on is not built in.
    nodes = {node["id"]: node for node in told["resolve"]["nodes"]}
    reached, waiting = set(), [next(p["id"] for p in told["packages"] if p["name"] == "kansli")]
    while waiting:
        at = waiting.pop()
        if at not in reached:
            reached.add(at)
            waiting += [d["pkg"] for d in nodes[at]["deps"] if any(k["kind"] != "dev" for k in d["dep_kinds"])]
    crates = [package for package in told["packages"] if package["id"] in reached]
    faults = []
    exceptions = {e["crate"]: e["allow"] for e in rules["licenses"].get("exceptions", [])}
    for crate in crates:
        name = f"{crate['name']} {crate['version']}"
        licences = set(rules["licenses"]["allow"]) | set(exceptions.get(crate["name"], []))
        if not crate["license"] or not allowed(crate["license"], licences):
            faults.append(f"{name}: licence {crate['license']}")
        if crate["id"] not in own and not (crate["source"] or "").startswith("registry+https://github.com/rust-lang/crates.io-index"):
            faults.append(f"{name}: comes from {crate['source']}")
        features = {f["crate"]: set(f["deny"]) for f in rules["bans"].get("features", [])}
        on = set(nodes[crate["id"]]["features"]) & features.get(crate["name"], set())
        faults += [f"{name}: the feature {feature} is on" for feature in sorted(on)]
    for ban in rules["bans"]["deny"]:
        versions = [crate["version"] for crate in crates if crate["name"] == ban["crate"]]
        if ban.get("deny-multiple-versions"):
            if len(versions) > 1:
                faults.append(f"{ban['crate']}: {len(versions)} versions, {' and '.join(versions)}")
        elif versions:
            faults.append(f"{ban['crate']} is built in")
    faults += built_twice()
    print("\n".join(faults) or f"{len(crates)} crates: licences, sources and bans hold")
    keep("inbyggt", "tests/deny.py", f"{len(faults)} faults in {len(crates)} crates")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
