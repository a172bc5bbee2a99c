// A project in a folder of its own, kansli watching it, and its live page in headless Chromium. Measures and judges
// nothing. KANSLI_WEBB is the folder that installera.sh was given.
import { spawn } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";

const tools = createRequire(path.join(path.resolve(process.env.KANSLI_WEBB), "/"));
const { chromium } = tools("playwright-core");
export const axe = fs.readFileSync(tools.resolve("axe-core/axe.min.js"), "utf8");

export const root = path.resolve(import.meta.dirname, "../../..");
export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// How long anything may take on a machine that is busy with other things.
const PATIENCE = 30_000;

export const until = async (what, holds) => {
  const begun = Date.now();
  for (;;) {
    const found = await holds();
    if (found) return found;
    if (Date.now() - begun > PATIENCE) throw new Error("not so: " + what);
    await pause(20);
  }
};

const browsers = () => [process.env.KANSLI_CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser"];

export const browse = () =>
  chromium.launch({
    executablePath: browsers().find((one) => one && fs.existsSync(one)),
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"],
  });

export class Project {
  constructor() {
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), "kansli-webb-"));
  }

  path(name) {
    return path.join(this.folder, name);
  }

  read(name) {
    return fs.readFileSync(this.path(name), "utf8");
  }

  copy(from, to) {
    fs.cpSync(path.join(root, from), this.path(to), { recursive: true });
  }

  // Writes beside and renames over, as careful editors do. When it was renamed, in milliseconds since 1970.
  save(name, text) {
    const beside = this.path(name + ".ny~");
    fs.writeFileSync(beside, text);
    const now = Date.now();
    fs.renameSync(beside, this.path(name));
    return now;
  }

  // Starts watching, with a browser that only takes the address: the program opens it like a person's own.
  async watch(kansli, ...words) {
    const bin = this.path("bin");
    fs.mkdirSync(bin);
    fs.writeFileSync(path.join(bin, "xdg-open"), '#!/bin/sh\necho "$1" >"$(dirname "$0")/adress.ny"\n' +
      'mv "$(dirname "$0")/adress.ny" "$(dirname "$0")/adress"\n', { mode: 0o755 });
    this.said = "";
    this.child = spawn(kansli, ["watch", ...words, "--open"], {
      cwd: this.folder,
      env: { ...process.env, PATH: bin + ":" + process.env.PATH },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => { this.said += text; });
    }
    await until("the first round is told", () => this.said.includes("Väntar på ändringar"));
    return until("the browser is opened", () => {
      const file = path.join(bin, "adress");
      return fs.existsSync(file) && fs.readFileSync(file, "utf8").trim();
    });
  }

  stop() {
    this.child?.kill("SIGKILL");
    this.child = null;
  }

  end() {
    this.stop();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

// What the page has shown, once its pictures stand there too.
export const shown = (page) =>
  page.evaluate(async () => {
    const images = [...document.querySelectorAll("#k-bilder img")];
    await Promise.all(images.map((image) => image.decode()));
    return images.map((image) => image.getAttribute("src"));
  });
