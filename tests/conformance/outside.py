"""The judges from outside, on what `run.sh` had made in target/bevis: the corpus must be clean, and each judge must bite
on the bad files. Writes findings as lines and then one table for all judges, those in the test included."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bevis import keep  # noqa: E402

HERE = Path("target/bevis")
CORPUS, BAD = HERE / "konformans", HERE / "daliga"
TOOLS = Path(sys.executable).parent
# openxml-audit asks for a theme part, which is optional in WordprocessingML.
THEME = "/theme' is missing"
# A generated text may begin with a hyphen or a number where its field has no lists: it is printed as it was written.
TYPED = "typed bullet or number instead of a list"
# What each judge must say of which bad files; what it cannot see is another judge's.
PREY = {
    "veraPDF": [
        ("utan-sprak.pdf", "ua1 7.2 "),
        ("utan-taggar.pdf", "2a 6.7.2.2 "),
        ("utan-trad.pdf", "ua1 7.1 "),
        ("utan-alternativtext.pdf", "ua1 7.3 "),
        ("utan-loften.pdf", "ua1 5 "),
        ("hoppade-rubriker.pdf", "ua1 7.4.2 "),
    ],
    "qpdf": [("avhuggen.pdf", "damaged")],
    "outloud": [("hoppade-rubriker.pdf", "HDG-001"), ("utan-alternativtext.pdf", "FIG-001")],
    "openxml-audit": [("fel-ordning.docx", "pStyle"), ("okand-formatmall.docx", "Rubrik2")],
    "ooxml-integrity": [("los-relation.docx", "REL002"), ("trasig-xml.docx", "XML001")],
}


def vera(folder):
    run = subprocess.run(["java", "-cp", sys.argv[1], "Vera", str(folder)], capture_output=True, text=True)
    lines = run.stdout.splitlines()
    files = len(list(folder.glob("*.pdf")))
    if not lines or lines[-1] != f"verdicts {2 * files}":
        sys.exit(f"veraPDF did not judge all: {run.stderr[-500:]}")
    return [tuple(line.split("\t")[1:]) for line in lines[:-1] if line.startswith("finding\t")]


def qpdf(folder):
    found = []
    for path in sorted(folder.glob("*.pdf")):
        run = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, errors="replace")
        if run.returncode:
            found.append((path.name, (run.stderr or run.stdout).strip().splitlines()[0]))
    return found


def outloud_files(folder):
    """It judges what is written too, so it is asked only of what people wrote: the samples as their senders have them."""
    return sorted(folder.glob("prov-*-eget.pdf" if folder == CORPUS else "*.pdf"))


def outloud(folder):
    report, paths = HERE / f"outloud-{folder.name}.json", outloud_files(folder)
    report.unlink(missing_ok=True)
    command = [TOOLS / "outloud", "-q", "--no-info", "--fail-on", "never", "--json", report, *paths]
    subprocess.run(command, capture_output=True)
    results = json.loads(report.read_text())["results"]
    if len(results) != len(paths):
        sys.exit(f"outloud judged {len(results)} of {len(paths)}")
    found = [(Path(r["path"]).name, f"no verdict: {r['error']}") for r in results if r.get("error")]
    for result in results:
        for finding in result.get("findings", []):
            if finding.get("severity") in ("error", "warning"):
                rule = finding.get("rule") or finding.get("rule_id") or finding.get("id")
                text = finding.get("message") or finding.get("title") or ""
                found.append((Path(result["path"]).name, f"{rule}: {text[:200]}"))
    return found


def audit(folder):
    # One file at a time: in a run of many the auditor looks for a file's footnotes among those of an earlier one.
    command = [TOOLS / "openxml-audit", "-m", "0", "-o", "json"]
    judge = lambda path: subprocess.run([*command, path], capture_output=True, text=True).stdout
    paths = sorted(folder.glob("*.docx"))
    found = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, verdict in zip(paths, pool.map(judge, paths)):
            results = json.loads(verdict)
            for result in results if isinstance(results, list) else [results]:
                for error in result["errors"]:
                    text = error.get("description") or error.get("message") or str(error)
                    if THEME not in text:
                        found.append((path.name, text))
    return found


def integrity(folder):
    paths = sorted(folder.glob("*.docx"))
    command = [TOOLS / "ooxml-integrity", "check", "--no-config", "--json", *paths]
    results = json.loads(subprocess.run(command, capture_output=True, text=True).stdout)["files"]
    if len(results) != len(paths):
        sys.exit(f"ooxml-integrity judged {len(results)} of {len(paths)}")
    found = []
    for result in results:
        for finding in result["findings"]:
            if finding.get("severity", "").lower() in ("error", "warn", "warning"):
                found.append((Path(result["path"]).name, f"{finding.get('code')} {finding.get('message', '')}"))
        if result.get("error"):
            found.append((Path(result["path"]).name, f"no verdict: {result['error']}"))
    return found


def another(script, kind, *options):
    """A judge that is one script: it names a finding in each line, the file first, and counts them in the last."""

    def judge(folder):
        command = [sys.executable, script, *options, *sorted(folder.glob(kind))]
        run = subprocess.run(command, capture_output=True, text=True)
        lines = run.stdout.splitlines()
        if run.returncode not in (0, 1) or not lines or not lines[-1].startswith(f"{script.stem}: "):
            sys.exit(f"{script.name} did not judge all: {run.stderr[-500:]}")
        found = [(Path(path).name, text) for path, text in (line.split(": ", 1) for line in lines[:-1])]
        return [(file, text) for file, text in found if not (TYPED in text and file.startswith("arende-"))]

    return judge


JUDGES = [
    ("veraPDF", "PDF/UA-1 and PDF/A-2a", "*.pdf", vera),
    ("qpdf", "syntax", "*.pdf", qpdf),
    ("outloud", "semantics, samples", "prov-*-eget.pdf", outloud),
    ("openxml-audit", "schema", "*.docx", audit),
    ("ooxml-integrity", "references", "*.docx", integrity),
]


# Others' scripts, where they are at hand: what each is asked, and what it must say.
OTHERS = [
    ("check_pdf.py", "own rules, PDF", "*.pdf", ["--lang", "sv", "--no-outloud"],
     [("fel-papper.pdf", "OWN a4"), ("utan-rubrikceller.pdf", "OWN table"), ("utan-visad-titel.pdf", "OWN display-title")]),
    ("check_docx.py", "own rules, Word", "*.docx", ["--lang", "sv-SE"],
     [("fel-sprak.docx", "OWN lang"), ("utan-titel.docx", "OWN core"), ("utan-notmarke.docx", "OWN footnote")]),
]
for name, what, kind, options, prey in OTHERS:
    script = Path(os.environ.get("KANSLI_TOOLS", "/nowhere")).resolve() / name
    if script.is_file():
        JUDGES.append((name, what, kind, another(script, kind, *options)))
        PREY[name] = prey


def verdict(judge):
    """What a judge finds in the corpus, and in the bad files, and how long the corpus took."""
    start = time.monotonic()
    found = judge(CORPUS)
    seconds = time.monotonic() - start
    return found, judge(BAD), seconds


def main():
    kinds, *rows = (HERE / "konformans.tsv").read_text().splitlines()
    rows = [row.split("\t") for row in rows]
    blunt = []
    with ThreadPoolExecutor(len(JUDGES)) as pool:
        verdicts = list(pool.map(verdict, [judge for *_, judge in JUDGES]))
    for (name, what, files, _), (found, bitten, seconds) in zip(JUDGES, verdicts):
        for (file, text), times in sorted(Counter(found).items()):
            print(f"{file}: {name}: {text}" + (f" (x{times})" if times > 1 else ""))
        rows.append([f"{name}, {what}", str(len(list(CORPUS.glob(files)))), str(len(found)), f"{seconds:.0f}"])
        is_told = lambda prey: any(file == prey[0] and prey[1] in text for file, text in bitten)
        blunt += [f"{name} is silent about {file}, {text}" for file, text in PREY[name] if not is_told((file, text))]
    for line in blunt:
        print(line)
    widths = [max(len(row[at]) for row in rows) for at in range(4)]
    print(f"\n{kinds.lstrip('# ')}")
    for row in [["judge", "files", "findings", "s"], *rows]:
        print("  ".join(cell.ljust(width) if not at else cell.rjust(max(width, 8)) for at, (cell, width) in enumerate(zip(row, widths))))
    findings = sum(int(row[2]) for row in rows)
    result = f"{findings} findings from {len(rows)} judges on {rows[0][1]} documents ({kinds.lstrip('# ')})"
    keep("konformans", sys.argv[2], result)
    sys.exit(1 if findings or blunt else 0)


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parents[2])
    main()
