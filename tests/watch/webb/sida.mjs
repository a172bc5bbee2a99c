// The live page in headless Chromium: axe-core finds nothing in any of its states, the keyboard reaches all of it, an
// edit moves neither scroll nor focus, and only pages that changed are sent.
//   node tests/watch/webb/sida.mjs KANSLI
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";
import { Project, axe, browse, pause, root, shown, until } from "./webb.mjs";

const [kansli] = process.argv.slice(2);
let passed = 0;
const complaints = [];

const test = async (name, work) => {
  try {
    await work();
  } catch (error) {
    console.error("FAILED: " + name);
    throw error;
  }
  passed++;
  console.log("ok: " + name);
};

// A page that must not complain: of our own policy, a script or a file that is not there.
const opened = async (browser, address, size = { width: 1400, height: 900 }) => {
  const page = await browser.newPage({ viewport: size });
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(address);
  await page.waitForFunction(() => document.documentElement.dataset.visad);
  return page;
};

const judged = async (page, state) => {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const result = await globalThis.axe.run(document, { resultTypes: ["violations"] });
    const nodes = (one) => one.nodes.map((node) => node.target.join(" ") + ": " + node.failureSummary);
    return { rules: result.passes.length, violations: result.violations.map((one) => [one.id, ...nodes(one)]) };
  });
  assert.deepEqual(found.violations, [], "axe-core on " + state);
  assert(found.rules > 15, "axe-core judged " + found.rules + " rules on " + state);
};

const visible = (page, id) => page.locator("#" + id).isVisible();

// The next time that everything of a build is on the page: what is said of it comes last, with its second.
const after = async (page, change) => {
  const said = () => page.evaluate(() => ["k-lage", "k-fynd"].map((id) => document.getElementById(id).textContent).join());
  const before = await said();
  await pause(1100);
  change();
  await until("the build is on the page", async () => (await said()) !== before);
};

const LONG = "m/foreningsbidrag.json";

const oneDocument = async (browser) => {
  const project = new Project();
  try {
    project.copy("samples/tjansteskrivelse/foreningsbidrag.json", LONG);
    for (const folder of ["bilder", "bilagor"]) {
      try {
        project.copy("samples/tjansteskrivelse/" + folder, "m/" + folder);
      } catch {
        // It needs none.
      }
    }
    const text = project.read(LONG);
    const page = await opened(browser, await project.watch(kansli, LONG, "--format", "pdf"));
    await until("pages are shown", async () => (await shown(page)).length > 4);

    await test("axe-core finds nothing on a document", () => judged(page, "a document"));

    await test("the keyboard reaches the pages and the text", async () => {
      const reached = [];
      for (let step = 0; step < 6; step++) {
        await page.keyboard.press("Tab");
        reached.push(await page.evaluate(() => document.activeElement.id));
      }
      assert(reached.includes("k-sidor") && reached.includes("k-bredvid"), reached.join());
    });

    await test("pictures are hidden from assistive technology and the text is not", async () => {
      const tree = await page.locator("body").ariaSnapshot();
      // The text's own picture has its words; those of whole pages have none and are not there.
      assert(!/- img(?! ")/.test(tree), tree);
      assert(tree.includes('heading "Dokumentets text"') && tree.includes("table"), "no table in the text");
    });

    // The last word of a kind stands on one of the last pages.
    const place = text.lastIndexOf(" och ");
    const edited = (word) => text.slice(0, place) + " " + word + " " + text.slice(place + 5);

    await test("an edit moves neither scroll nor focus, and sends only the pages that changed", async () => {
      const before = await shown(page);
      const state = () => page.evaluate(() => ({
        pages: document.getElementById("k-sidor").scrollTop,
        // What is read stays where it is, although a finding more may stand above it.
        text: globalThis.read.isConnected && Math.round(globalThis.read.getBoundingClientRect().top),
        window: scrollY,
        focus: document.activeElement === globalThis.focused,
        words: String(getSelection()),
      }));
      await page.evaluate(() => {
        document.getElementById("k-sidor").scrollTop = 1500;
        document.getElementById("k-bredvid").scrollTop = 700;
        const links = document.querySelectorAll("#k-text a[href]");
        globalThis.focused = links[links.length - 1] ?? document.getElementById("k-bredvid");
        globalThis.focused.focus({ preventScroll: true });
        const beside = document.getElementById("k-bredvid").getBoundingClientRect();
        globalThis.read = document.elementFromPoint(beside.left + 60, beside.top + 120).closest("p, li, td, th, h2, h3");
        // Somebody has marked a heading of the text to copy it.
        getSelection().selectAllChildren(document.querySelector("#k-text h2"));
      });
      const was = await state();
      assert(was.pages === 1500 && was.text !== false && was.focus && was.words.length > 0, JSON.stringify(was));
      const asked = [];
      page.on("request", (request) => asked.push(new URL(request.url()).pathname.split("/").pop()));
      await after(page, () => project.save(LONG, edited("samt")));
      const now = await shown(page);
      assert.deepEqual(await state(), was);
      const fresh = now.filter((one) => !before.includes(one)).map((one) => one.split("/").pop());
      assert(fresh.length > 0 && fresh.length < now.length / 2, fresh.length + " of " + now.length + " pages changed");
      assert.deepEqual(asked.sort(), fresh.sort(), "only those are asked for");
      assert((await page.locator("#k-text").textContent()).includes(" samt "), "the text follows");

      // A paragraph more moves the text under the eyes, and still neither scroll nor focus.
      const paragraph = text.indexOf('"text": [') + '"text": ['.length;
      await after(page, () => project.save(LONG,
        text.slice(0, paragraph) + '"Ett helt nytt stycke.", "", ' + text.slice(paragraph)));
      assert.deepEqual(await state(), was);
    });

    await test("broken input leaves the last good pages, says so, and axe-core finds nothing", async () => {
      const before = await shown(page);
      await after(page, () => project.save(LONG, text.slice(0, text.length / 3)));
      assert(await visible(page, "k-visar"));
      assert.match(await page.locator("#k-visar").textContent(), /^Visar versionen från kl\. \d\d\.\d\d\.$/);
      assert.match(await page.locator("#k-fynd").textContent(), /slutar för tidigt/);
      assert.deepEqual(await shown(page), before);
      await judged(page, "broken input");
      await after(page, () => project.save(LONG, text.replace(/"datum": "[^"]*"/, '"datum": "2026-02-31"')));
      assert.match(await page.locator("#k-fynd").textContent(), /Rad \d+, kolumn \d+\./);
      await judged(page, "findings");
      await after(page, () => project.save(LONG, text));
      assert(!(await visible(page, "k-visar")));
    });

    await test("axe-core finds nothing on a narrow screen, and nothing is cut off", async () => {
      await page.setViewportSize({ width: 320, height: 640 });
      await judged(page, "a narrow screen");
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert(wide <= 320, wide + " pixels wide");
      await page.setViewportSize({ width: 1400, height: 900 });
    });

    assert.deepEqual(complaints, []);
    await test("the end of the watching is told, and axe-core finds nothing", async () => {
      project.stop();
      await page.waitForFunction(() => document.getElementById("k-lage").textContent.includes("bevakar inte längre"));
      await judged(page, "the end");
    });
    await page.close();
    complaints.length = 0;
  } finally {
    project.end();
  }
};

const meeting = async (browser) => {
  const project = new Project();
  try {
    project.copy("samples/mote", "m");
    const name = "m/arbetsutskottet-2026-04-20.json";
    const text = project.read(name);
    const address = await project.watch(kansli, name, "--utdrag", "--format", "text");
    const page = await opened(browser, address);
    await until("every document is listed", async () => (await page.locator("#k-lista a").count()) === 7);

    await test("a meeting lists its documents, and axe-core finds nothing", async () => {
      await judged(page, "a meeting");
      await page.getByRole("link", { name: /§ 44/ }).click();
      await page.waitForFunction(() => document.querySelector("#k-bilder img"));
      assert.match(await page.locator("#k-text").textContent(), /arbete hemifrån/);
      assert.equal(await page.locator("#k-lista a[aria-current]").count(), 1);
      await judged(page, "an extract");
    });

    await test("the document that is looked at stays when another § is changed", async () => {
      const before = await shown(page);
      await after(page, () => project.save(name, text.replace("har lämnat 74 förslag", "har lämnat 75 förslag")));
      assert.deepEqual(await shown(page), before);
    });
    assert.deepEqual(complaints, []);
    await page.close();
  } finally {
    project.end();
  }
};

const browser = await browse();
try {
  await oneDocument(browser);
  await meeting(browser);
} finally {
  await browser.close();
}
console.log(`${passed} passed, 0 failed`);
execFileSync(path.join(root, "tests/bevis.py"), ["not", "webb", "node tests/watch/webb/sida.mjs target/debug/kansli",
  `${passed} passed, 0 failed; axe-core finds nothing`]);
