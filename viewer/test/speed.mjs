// Measures the page at 5,000 entities and 20,000 relations: FACTGRAPH=build/release/cli/factgraph node viewer/test/speed.mjs
// A frame counts where Chromium's trace says that it reached the screen with all that the page had changed, and something had
// moved in it. Beside the time that passes it tells the processor time of all that Chromium runs, which other programs lengthen less.
import { exported, launch, open } from "./browser.mjs";
import { world } from "./facts.mjs";

const address = exported(world(5000, 20600));
const browser = await launch();
const system = await browser.newBrowserCDPSession();
const spent = async () => (await system.send("SystemInfo.getProcessInfo")).processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);

// What Chromium tells of its frames, and the page's own marks, while `steps` run.
async function traced(steps) {
  const events = [];
  const collect = ({ value }) => events.push(...value);
  system.on("Tracing.dataCollected", collect);
  await system.send("Tracing.start", { traceConfig: { includedCategories: ["benchmark", "blink.user_timing"] } });
  await steps();
  const complete = new Promise((done) => system.once("Tracing.tracingComplete", done));
  await system.send("Tracing.end");
  await complete;
  system.off("Tracing.dataCollected", collect);
  return events.sort((a, b) => a.ts - b.ts);
}

const marked = (events, name) => events.find((event) => event.name === name && event.cat.includes("user_timing"));

// The page's frames that reached the screen, {begin, end} in microseconds.
function frames(events, page) {
  const begun = new Map();
  const found = new Map();
  for (const { name, pid, ph, id2, ts, args } of events) {
    if (name !== "PipelineReporter" || pid !== page) continue;
    if (ph === "b") begun.set(id2.local, { begin: ts, ...args.frame_reporter });
    else if (begun.get(id2.local)?.state === "STATE_PRESENTED_ALL") {
      const { begin, frame_sequence } = begun.get(id2.local);
      found.set(frame_sequence, { begin, end: ts });
    }
  }
  return [...found.values()];
}

// Drags the graph around for some seconds.
async function pan(page) {
  const { x, y, width, height } = await page.locator("#scene").boundingBox();
  const [right, down] = [x + width / 2, y + height / 2];
  await page.mouse.move(right, down);
  await page.mouse.down();
  await page.evaluate(() => {
    let last = null;
    globalThis.moves = 0; // frames in which the graph stands elsewhere than before
    const tick = () => {
      const place = JSON.stringify(factgraph.scene.placeOf(0));
      if (place !== last) ++moves;
      last = place;
      if (!globalThis.halted) requestAnimationFrame(tick);
    };
    globalThis.halted = false;
    requestAnimationFrame(tick);
    performance.mark("pan");
  });
  const before = await spent();
  const begin = Date.now();
  for (let i = 1; Date.now() - begin < 4000; ++i) await page.mouse.move(right + 200 * Math.sin(i / 20), down + 150 * Math.sin(i / 13));
  const moves = await page.evaluate(() => {
    performance.mark("panned");
    globalThis.halted = true;
    return moves;
  });
  const after = await spent();
  await page.mouse.up();
  return { moves, work: after - before };
}

function panned(events, { moves, work }) {
  const [from, to] = [marked(events, "pan"), marked(events, "panned")];
  const count = Math.min(moves, frames(events, from.pid).filter(({ end }) => end > from.ts && end <= to.ts).length);
  return `${((1e6 * count) / (to.ts - from.ts)).toFixed(1)} frames/s (${((1000 * work) / count).toFixed(0)} ms of processor time a frame)`;
}

for (let run = 1; run <= 3; ++run) {
  let page;
  const before = await spent();
  let load;
  const loading = await traced(async () => {
    page = await open(browser, address);
    load = (await spent()) - before;
    // Everything is there: the next frame that begins, and changes something, shows it.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => {
      performance.mark("there");
      const end = performance.now() + 6000;
      const tick = (time) => {
        document.getElementById("title").style.opacity = 0.9 + (time % 100) / 1000;
        if (time < end) requestAnimationFrame(tick);
        else done();
      };
      requestAnimationFrame(tick);
    })));
  });
  const there = marked(loading, "there");
  const start = there.ts - 1000 * there.args.data.startTime;
  const first = frames(loading, there.pid).find(({ begin }) => begin >= there.ts).end - start;
  const { entities, relations, paint } = await page.evaluate(() => ({
    entities: factgraph.model.entities.length,
    relations: factgraph.model.relations.length,
    paint: performance.getEntriesByName("first-paint")[0].startTime,
  }));
  await page.waitForTimeout(500);
  let work;
  const whole = panned(await traced(async () => { work = await pan(page); }), work);
  await page.evaluate(() => factgraph.scene.setCamera({ x: 0.5, y: 0.5, ratio: 0.3 }));
  await page.waitForTimeout(1500);
  const near = panned(await traced(async () => { work = await pan(page); }), work);
  console.log(`${entities} entities, ${relations} relations: first paint after ${(paint / 1e3).toFixed(2)} s, the graph there after ${(first / 1e6).toFixed(2)} s (${load.toFixed(2)} s of processor time), ` +
    `pan at ${whole}, zoomed in at ${near}`);
  await page.close();
}
await browser.close();
