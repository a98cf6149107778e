// Measures the page at 5,000 entities and 20,000 relations: FACTGRAPH=build/release/cli/factgraph node viewer/test/speed.mjs
// Beside the time that passes it tells the processor time of all that Chromium runs, which other programs lengthen less.
import { exported, launch, open } from "./browser.mjs";
import { world } from "./facts.mjs";

const address = exported(world(5000, 20600));
const browser = await launch();
const system = await browser.newBrowserCDPSession();
const processes = async () => (await system.send("SystemInfo.getProcessInfo")).processInfo;
// Processor time since `before`, that of all processes or of those of a type.
const spent = async (before, type) => (await processes()).filter((process) => !type || process.type === type)
  .reduce((sum, { id, cpuTime }) => sum + cpuTime - (before.find((process) => process.id === id)?.cpuTime ?? 0), 0);
for (let run = 1; run <= 3; ++run) {
  const start = await processes();
  const page = await open(browser, address);
  // From the start of the navigation to the second frame after everything is there.
  const first = await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())))));
  const load = await spent(start);
  const { entities, relations } = await page.evaluate(() => ({ entities: factgraph.model.entities.length, relations: factgraph.model.relations.length }));
  await page.waitForTimeout(500);
  await page.evaluate(() => {
    globalThis.frames = [];
    const tick = (time) => {
      frames.push(time);
      if (!globalThis.halted) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  const box = await page.locator("#scene").boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.evaluate(() => (frames.length = 0));
  const before = await processes();
  const begin = Date.now();
  for (let i = 0; Date.now() - begin < 4000; ++i) await page.mouse.move(x + 200 * Math.sin(i / 20), y + 150 * Math.sin(i / 13));
  const times = await page.evaluate(() => {
    globalThis.halted = true;
    return frames;
  });
  const panned = (1000 * await spent(before)) / times.length;
  const ours = (1000 * await spent(before, "renderer")) / times.length;
  await page.mouse.up();
  const rate = (1000 * (times.length - 1)) / (times.at(-1) - times[0]);
  console.log(`${entities} entities, ${relations} relations: first paint after ${(first / 1000).toFixed(2)} s (${load.toFixed(2)} s of processor time), ` +
    `pan at ${rate.toFixed(1)} frames/s (${panned.toFixed(0)} ms of processor time a frame, ${ours.toFixed(0)} of them the page's)`);
  await page.close();
}
await browser.close();
