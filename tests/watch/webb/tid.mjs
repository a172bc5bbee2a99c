// From the rename of a save to the new page in headless Chromium: a word in the middle of an ärende is changed, again and
// again. Prints the milliseconds of each change as JSON.
//   node tests/watch/webb/tid.mjs KANSLI ÄRENDE ANTAL
import fs from "node:fs";
import { Project, browse, pause, shown } from "./webb.mjs";

const [kansli, sample, count] = process.argv.slice(2);
const project = new Project();
const browser = await browse();
try {
  const text = fs.readFileSync(sample, "utf8");
  const places = [...text.matchAll(/ och /g)].map((found) => found.index);
  const place = places[Math.floor(places.length / 2)];
  fs.mkdirSync(project.path("m"));
  project.save("m/a.json", text);
  const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
  await page.goto(await project.watch(kansli, "m"));
  await page.waitForFunction(() => document.querySelector("#k-bilder img"));
  await shown(page);
  // The page that is looked at is the one that changes.
  await page.evaluate(() => {
    globalThis.painted = (before) => new Promise((done) => {
      const look = async () => {
        const images = [...document.querySelectorAll("#k-bilder img")];
        const fresh = images.filter((image) => !before.includes(image.getAttribute("src")));
        if (fresh.length === 0) return;
        watcher.disconnect();
        await Promise.all(fresh.map((image) => image.decode()));
        requestAnimationFrame(() => requestAnimationFrame(() => done(Date.now())));
      };
      const watcher = new MutationObserver(look);
      watcher.observe(document.getElementById("k-bilder"), { subtree: true, attributes: true, childList: true });
    });
  });
  const times = [];
  for (let number = 0; number <= Number(count); number++) {
    const before = await shown(page);
    const painted = page.evaluate((before) => globalThis.painted(before), before);
    await pause(150);
    const word = " " + String(number).padStart(3, "0") + " ";
    const saved = project.save("m/a.json", text.slice(0, place) + word + text.slice(place + 5));
    const time = (await painted) - saved;
    // The first change fills the caches and is not counted.
    if (number > 0) times.push(time);
    await pause(350);
  }
  console.log(JSON.stringify(times));
} finally {
  await browser.close();
  project.end();
}
