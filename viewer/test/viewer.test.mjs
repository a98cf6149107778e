// What people do in the page, done in a browser.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { exported, launch, open } from "./browser.mjs";
import { Palette, kColouredCommunities } from "../src/palette.js";
import { documentOf, world } from "./facts.mjs";

const kQuist = ["Irma Quist", "person"];
const kBergqvist = ["Jonas Bergqvist", "person"];
const kLund = ["Amina Lund", "person"];
const kMinistry = ["Ministry of Ferries", "government_body"];
const kBerlin = ["Berlin", "city"];
const kOslo = ["Oslo", "city"];
const kRome = ["Rome", "city"];

const facts = [
  documentOf("https://news.example/ferries", "The ferries", [
    { from: kQuist, words: "visited", relation: "visited", to: kBerlin, time: "2019", confidence: 0.9 },
    { from: kQuist, words: "now leads the", relation: "leads", to: kMinistry, role: "minister", time: "2021-03", confidence: 0.95 },
    { from: kBergqvist, words: "works for the", relation: "works_for", to: kMinistry, time: "2022", attributed_to: "Irma Quist", confidence: 0.6 },
    { from: kQuist, words: "has met", relation: "met_with", to: kBergqvist, confidence: 0.8 },
    { from: kQuist, words: "appointed", relation: "appointed", to: kBergqvist, confidence: 0.7 },
    { from: kQuist, words: "was born on", relation: "date_of_birth", value: "1970-05-04", said: "4 May 1970" },
    { from: kMinistry, words: "will be founded in", relation: "inception", value: "2024-05", said: "May 2024", modality: "planned" },
    { say: kQuist, text: "We need a new ferry" },
  ]),
  documentOf("oslo.txt", "", [
    { from: kBergqvist, words: "was born in", relation: "born_in", to: kOslo, confidence: 0.9 },
    { from: kLund, words: "grew up near", relation: "grow up near", open: true, to: kOslo, confidence: 0.5 },
    { from: kLund, words: "never visited", relation: "visited", polarity: "negated", to: kRome, confidence: 0.9 },
    { from: [...kQuist, "Quist"], words: "visited", relation: "visited", to: kBerlin, confidence: 0.8 },
  ]),
].join("\n") + "\n";

let browser;
let address;
before(async () => {
  address = exported(facts, ["--title", "Ferries & <friends>"]);
  browser = await launch();
});
after(() => browser?.close());

// Runs `steps` on a fresh page, and makes sure that the page behaved.
function onPage(name, steps, { at = () => address, options = {} } = {}) {
  test(name, async () => {
    const page = await open(browser, at(), options);
    try {
      await steps(page);
      assert.deepEqual(page.complaints, []);
    } finally {
      await page.close();
    }
  });
}

const heading = (page) => page.locator("#card h2").innerText();
const shown = (page) => page.evaluate(() => [factgraph.shown().entities.size, factgraph.shown().relations.size]);
const names = (page) => page.evaluate(() => [...factgraph.shown().entities].map((id) => factgraph.model.entities[id].name).sort());
const choose = async (page, name) => {
  await page.getByRole("combobox", { name: "Search" }).fill(name);
  await page.keyboard.press("Enter");
};
// Where something is on the page.
const onScene = (page, expression) => page.evaluate((code) => {
  const { x, y } = document.getElementById("scene").getBoundingClientRect();
  const id = (wanted) => factgraph.model.entities.find((entity) => entity.name === wanted).id;
  const between = (from, to) => factgraph.model.relations.filter((relation) => relation.from === id(from) && relation.to === id(to));
  const point = new Function("scene", "id", "between", `return ${code}`)(factgraph.scene, id, between);
  return { x: x + point.x, y: y + point.y };
}, expression).catch((error) => assert.fail(error));

onPage("shows the graph and says what it holds", async (page) => {
  assert.equal(await page.title(), "Ferries & <friends> – factgraph");
  assert.deepEqual(await shown(page), [7, 8]);
  assert.match(await page.locator("#count").innerText(), /7 entities and 8 relations of 8/);
  assert.equal(await heading(page), "The most central");
  assert.match(await page.locator("#legend").innerText(), /Person/);
  assert.equal(await page.locator("#scene canvas").count() > 0, true);
});

onPage("searches with suggestions, by keyboard alone", async (page) => {
  await page.keyboard.press("/");
  await page.keyboard.type("quis");
  const options = page.getByRole("option");
  await assert.doesNotReject(options.first().waitFor());
  assert.match(await options.first().innerText(), /Irma Quist/);
  await page.keyboard.press("ArrowDown");
  assert.equal(await options.first().getAttribute("aria-selected"), "true");
  await page.keyboard.press("Enter");
  assert.equal(await heading(page), "Irma Quist");
  assert.equal(await page.evaluate(() => document.activeElement.id), "card");
  assert.match(await page.locator("#status").innerText(), /Irma Quist, Person, \d facts/);
  await page.keyboard.press("Escape");
  assert.equal(await heading(page), "The most central");
});

onPage("finds names without their accents and says when there is none", async (page) => {
  await page.getByRole("combobox", { name: "Search" }).fill("BERGQVÍST");
  assert.match(await page.getByRole("option").first().innerText(), /Jonas Bergqvist/);
  await page.getByRole("combobox", { name: "Search" }).fill("nobody at all");
  assert.match(await page.locator("#search li").innerText(), /No such name/);
});

onPage("shows an entity's card: other names, facts, statements", async (page) => {
  await choose(page, "Irma Quist");
  const card = page.locator("#card");
  assert.match(await card.locator(".type").innerText(), /Person · \d+ mentions in 2 documents/);
  assert.match(await card.locator(".aliases").innerText(), /also Quist/);
  const facts = await card.locator(".facts li").allInnerTexts();
  assert.ok(facts.some((fact) => /leads\s+Ministry of Ferries/.test(fact)), facts.join("; "));
  assert.match(await card.locator(".statements").innerText(), /“We need a new ferry”/);
  assert.match(await card.locator(".statements .source").innerText(), /The ferries/);
  await card.getByRole("button", { name: "Ministry of Ferries" }).first().click();
  assert.equal(await heading(page), "Ministry of Ferries");
});

onPage("shows the values of an entity, each with its proof", async (page) => {
  await choose(page, "Irma Quist");
  const values = page.locator("#card .values");
  assert.deepEqual(await values.locator("dt").allInnerTexts(), ["date of birth"]);
  assert.equal(await values.locator("summary").innerText(), "4 May 1970");
  await values.locator("summary").click();
  assert.equal(await values.locator("blockquote").innerText(), "Irma Quist was born on 4 May 1970.");
  assert.match(await values.locator(".source").innerText(), /The ferries/);
  await choose(page, "Ministry of Ferries");
  assert.deepEqual(await values.locator("dt").allInnerTexts(), ["inception (planned)"]);
});

onPage("names people where they are the object of a fact, too", async (page) => {
  await choose(page, "Jonas Bergqvist");
  const facts = await page.locator("#card .facts li").allInnerTexts();
  assert.ok(facts.some((fact) => /^Irma Quist met with Jonas Bergqvist/.test(fact)), facts.join("; "));
});

onPage("shows the card of the entity that is clicked", async (page) => {
  const at = await onScene(page, `scene.placeOf(id("Oslo"))`);
  await page.mouse.click(at.x, at.y);
  assert.equal(await heading(page), "Oslo");
  await page.waitForTimeout(400); // else it is a double click
  await page.mouse.click((await page.locator("#scene").boundingBox()).x + 3, 200);
  assert.equal(await heading(page), "The most central");
});

onPage("shows the sentences of the relation that is clicked, words marked and source named", async (page) => {
  const at = await onScene(page, `scene.middleOf(between("Jonas Bergqvist", "Oslo")[0].id)`);
  await page.mouse.click(at.x, at.y);
  assert.match(await heading(page), /Jonas Bergqvist\s+born in\s+Oslo/);
  const proof = page.locator("#card .proof");
  assert.equal(await proof.locator("blockquote").innerText(), "Jonas Bergqvist was born in Oslo.");
  assert.equal(await proof.locator("mark.subject").innerText(), "Jonas Bergqvist");
  assert.equal(await proof.locator("mark.trigger").innerText(), "was born in");
  assert.equal(await proof.locator("mark.object").innerText(), "Oslo");
  assert.match(await proof.locator(".source").innerText(), /oslo\.txt/);
  assert.equal(await proof.locator("a").count(), 0);
});

onPage("keeps parallel relations apart, each with its own line", async (page) => {
  for (const [i, words] of [[0, "was appointed|appointed"], [1, "met with"]]) {
    const sorted = `between("Irma Quist", "Jonas Bergqvist")[${i}].id`;
    const at = await onScene(page, `scene.middleOf(${sorted})`);
    await page.mouse.click(at.x, at.y);
    assert.match(await heading(page), new RegExp(words));
  }
});

onPage("takes two quick clicks on two relations for what they are", async (page) => {
  const at = [];
  for (const i of [0, 1]) at.push(await onScene(page, `scene.middleOf(between("Irma Quist", "Jonas Bergqvist")[${i}].id)`));
  const camera = await page.evaluate(() => factgraph.scene.camera());
  await page.evaluate((points) => {
    const layer = factgraph.scene.sigma.getMouseCaptor().container;
    for (const { x, y } of points) layer.dispatchEvent(new MouseEvent("click", { clientX: x, clientY: y, bubbles: true }));
  }, at);
  assert.match(await heading(page), /met with/);
  await page.waitForFunction(() => !factgraph.scene.sigma.getCamera().isAnimated());
  assert.deepEqual(await page.evaluate(() => factgraph.scene.camera()), camera);
});

onPage("names role, time, speaker and address of a proof", async (page) => {
  await choose(page, "Ministry of Ferries");
  await page.getByRole("button", { name: "leads" }).click();
  const source = page.locator("#card .source");
  assert.match(await source.innerText(), /as minister · Mar 2021 · confidence 0\.95/);
  assert.equal(await source.getByRole("link").getAttribute("href"), "https://news.example/ferries");
  await choose(page, "Ministry of Ferries");
  await page.getByRole("button", { name: "works for" }).click();
  assert.match(await source.innerText(), /according to Irma Quist/);
});

onPage("filters by type, relation, confidence and modality", async (page) => {
  await page.getByRole("checkbox", { name: /^City/ }).uncheck();
  assert.deepEqual(await names(page), ["Irma Quist", "Jonas Bergqvist", "Ministry of Ferries"]);
  await page.getByRole("button", { name: "Types: all" }).click();
  await page.getByRole("button", { name: "Relations: none" }).click();
  await page.getByRole("checkbox", { name: /^born in/ }).check();
  assert.deepEqual(await names(page), ["Jonas Bergqvist", "Oslo"]);
  await page.getByRole("button", { name: "Relations: all" }).click();
  await page.getByRole("checkbox", { name: /in the words of the text/ }).uncheck();
  assert.deepEqual((await shown(page))[1], 7);
  await page.getByLabel("at least").fill("0.9");
  assert.deepEqual((await shown(page))[1], 4);
  await page.getByLabel("only what is stated").check();
  assert.deepEqual((await shown(page))[1], 3);
});

onPage("filters by time, with or without what has no date", async (page) => {
  await page.getByRole("slider", { name: "From" }).focus();
  await page.keyboard.press("End");
  await page.getByLabel("also what has no date").uncheck();
  assert.deepEqual(await names(page), ["Jonas Bergqvist", "Ministry of Ferries"]);
  await page.keyboard.press("Home");
  await page.getByRole("slider", { name: "From" }).fill("0");
  await page.getByRole("slider", { name: "To" }).fill("1");
  assert.deepEqual(await names(page), ["Berlin", "Irma Quist"]);
});

onPage("shows a neighbourhood alone, and grows it", async (page) => {
  await choose(page, "Oslo");
  await page.locator("#only").click();
  assert.deepEqual(await names(page), ["Amina Lund", "Jonas Bergqvist", "Oslo"]);
  await page.getByRole("button", { name: "Jonas Bergqvist" }).first().click();
  await page.locator("#expand").click();
  assert.deepEqual(await names(page), ["Amina Lund", "Irma Quist", "Jonas Bergqvist", "Ministry of Ferries", "Oslo"]);
  await page.locator("#everything").click();
  assert.deepEqual(await shown(page), [7, 8]);
});

onPage("finds the path between two entities and proves each step", async (page) => {
  await page.getByRole("combobox", { name: "Path: from" }).fill("Amina");
  await page.keyboard.press("Enter");
  await page.getByRole("combobox", { name: "Path: to" }).fill("Berlin");
  await page.keyboard.press("Enter");
  assert.equal(await heading(page), "Path");
  const steps = await page.locator("#card .path > li").allInnerTexts();
  assert.equal(steps.length, 4);
  assert.match(steps[0], /Amina Lund.*grow up near.*Oslo/s);
  assert.match(steps[2], /Irma Quist.*met with.*Jonas Bergqvist.*Irma Quist has met Jonas Bergqvist/s);
  await page.getByRole("checkbox", { name: /^born in/ }).uncheck();
  assert.equal(await heading(page), "No path");
});

onPage("colours communities and names them by their most central", async (page) => {
  await page.getByLabel("Colour").selectOption("community");
  const legend = await page.locator("#legend li").allInnerTexts();
  assert.ok(legend.length >= 2, legend.join("; "));
  assert.match(legend.join("; "), /Irma Quist/);
  const colours = await page.evaluate(() => factgraph.model.entities.map((entity) =>
    `${entity.community} ${factgraph.scene.sigma.getNodeDisplayData(String(entity.id)).color}`));
  assert.equal(new Set(colours).size, new Set(colours.map((colour) => colour.split(" ")[0])).size);
  assert.equal(new Set(colours.map((colour) => colour.split(" ")[1])).size, new Set(colours).size);
});

test("tells communities apart by their colours, on light and dark ground", () => {
  const lab = (colour) => {
    const [r, g, b] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    const [x, y, z] = [(0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505, 0.2126 * r + 0.7152 * g + 0.0722 * b,
      (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089].map((part) => (part > 0.008856 ? Math.cbrt(part) : 7.787 * part + 16 / 116));
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
  };
  for (const dark of [false, true]) {
    const palette = new Palette({ types: [] }, dark);
    const colours = Array.from({ length: kColouredCommunities + 1 }, (_, i) => palette.ofCommunity(i));
    for (const [i, one] of colours.entries()) {
      for (const other of colours.slice(0, i)) {
        const [a, b] = [lab(one), lab(other)];
        assert.ok(Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]) > 23, `${one} ${other}`);
      }
    }
  }
});

test("writes the names of the most central, none over another or over a larger circle, no words over words", async () => {
  const page = await open(browser, exported(world(300, 700)));
  const placed = () => page.evaluate(() => {
    const { labels, sigma } = factgraph.scene;
    sigma.refresh();
    return { names: [...labels.names], words: [...labels.words.values()].map(({ points }) => points), circles: factgraph.scene.circles(),
      central: factgraph.model.central.slice(0, 12).map(({ id }) => String(id)) };
  });
  const check = ({ names, words, circles }) => {
    const meet = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
    names.forEach(([key, box], i) => {
      for (const [other, theirs] of names.slice(0, i)) assert.ok(!meet(box, theirs), `${key} ${other}`);
      const own = circles.find((circle) => circle.key === key).size;
      for (const { key: other, x, y, size } of circles) {
        if (other !== key && size >= own) assert.ok(!meet(box, { x: x - 0.6 * size, y: y - 0.6 * size, width: 1.2 * size, height: 1.2 * size }), `${key} ${other}`);
      }
    });
    words.forEach((points, i) => {
      for (const theirs of words.slice(0, i)) {
        assert.ok(points.every((a) => theirs.every((b) => Math.hypot(a.x - b.x, a.y - b.y) >= 11)), JSON.stringify(points[0]));
      }
    });
  };
  const whole = await placed();
  check(whole);
  assert.deepEqual(whole.central.filter((key) => !whole.names.some(([named]) => named === key)), []);
  assert.ok(whole.names.length > 40, String(whole.names.length));
  await choose(page, await page.evaluate(() => factgraph.model.central[0].name));
  await page.waitForFunction(() => factgraph.state().entity !== null && !factgraph.scene.sigma.getCamera().isAnimated());
  const chosen = await placed();
  const selected = await page.evaluate(() => String(factgraph.state().entity));
  check({ ...chosen, names: chosen.names.filter(([key]) => key !== selected) }); // its name stands over all others
  assert.ok(chosen.words.length >= 1, String(chosen.words.length));
  await page.close();
});

onPage("leaves the graph to itself: legend and count stand below it", async (page) => {
  await page.getByLabel("Colour").selectOption("community");
  const [scene, legend] = [await page.locator("#scene").boundingBox(), await page.locator("#legend").boundingBox()];
  assert.ok(legend.y >= scene.y + scene.height, JSON.stringify([scene, legend]));
  const canvas = await page.locator("#scene canvas").first().boundingBox();
  assert.equal(Math.round(canvas.height), Math.round(scene.height));
});

onPage("pans and zooms by mouse, wheel, buttons and keys", async (page) => {
  const camera = () => page.evaluate(() => factgraph.scene.camera());
  const settle = () => page.waitForFunction(() => !factgraph.scene.sigma.getCamera().isAnimated());
  const box = await page.locator("#scene").boundingBox();
  const start = await camera();
  await page.mouse.move(box.x + 40, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + 140, box.y + 90, { steps: 5 });
  await page.mouse.up();
  const dragged = await camera();
  assert.ok(dragged.x < start.x && dragged.y > start.y, JSON.stringify(dragged));
  await page.mouse.wheel(0, -300);
  await page.waitForFunction((ratio) => factgraph.scene.camera().ratio < ratio, start.ratio);
  await page.locator("#fit").click();
  await page.waitForFunction(() => factgraph.scene.camera().ratio === 1);
  await page.locator("#zoom-in").click();
  await page.waitForFunction(() => factgraph.scene.camera().ratio < 0.7);
  await settle();
  await page.locator("#scene").focus();
  const before = await camera();
  await page.keyboard.press("ArrowRight");
  assert.ok((await camera()).x > before.x);
  await page.keyboard.press("0");
  await page.waitForFunction(() => factgraph.scene.camera().ratio === 1);
});

onPage("keeps what is seen in the address", async (page) => {
  await page.getByRole("checkbox", { name: /^leads/ }).uncheck();
  await page.getByLabel("Theme").selectOption("dark");
  await choose(page, "Oslo");
  await page.locator("#only").click();
  await page.getByRole("button", { name: "born in" }).click();
  await page.waitForFunction(() => location.hash.includes("born_in"));
  const link = page.url();
  const second = await open(browser, link);
  assert.match(await heading(second), /Jonas Bergqvist\s+born in\s+Oslo/);
  assert.deepEqual(await names(second), await names(page));
  assert.equal(await second.getByRole("checkbox", { name: /^leads/ }).isChecked(), false);
  assert.equal(await second.evaluate(() => document.documentElement.dataset.theme), "dark");
  assert.deepEqual(second.complaints, []);
  await second.close();
});

onPage("takes any fragment", async (page) => {
  assert.equal(await heading(page), "The most central");
  assert.deepEqual((await shown(page))[0], 0);
}, { at: () => `${address}#entity=%00%ff&only=nobody&confidence=NaN&since=x&view=1,2&path=a&colour=community&theme=none&__proto__=1` });

onPage("follows the system's dark mode and lets people choose", async (page) => {
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.equal(await ground(), "rgb(20, 24, 28)");
  await page.getByLabel("Theme").selectOption("light");
  assert.equal(await ground(), "rgb(255, 255, 255)");
}, { options: { colorScheme: "dark" } });

// As wide as a screen, and as a sheet of paper, on which the rules for narrow screens match too.
for (const width of [1400, 794]) {
  onPage(`prints the graph above the card, ${width} pixels wide`, async (page) => {
    await page.evaluate(() => location.assign("#entity=Irma Quist"));
    await page.waitForFunction(() => factgraph.state().entity !== null && !factgraph.scene.sigma.getCamera().isAnimated());
    // What is printed is the last frame, which the end of the animation only asks for.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator("#filters").isVisible(), false);
    const box = (selector) => page.locator(selector).boundingBox();
    const [picture, legend, count, card] = [await box("#printed"), await box("#legend"), await box("#count"), await box("#card h2")];
    assert.ok(picture.width > 100 && picture.height > 100, JSON.stringify(picture));
    for (const [upper, lower] of [[picture, legend], [legend, count], [count, card]]) {
      assert.ok(lower.y >= upper.y + upper.height, JSON.stringify([upper, lower]));
    }
    const colours = await page.evaluate(() => {
      const canvas = document.getElementById("printed");
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      const found = new Set();
      for (let i = 0; i < data.length; i += 4) found.add(`${data[i]},${data[i + 1]},${data[i + 2]}`);
      return { width: canvas.width, height: canvas.height, person: found.has("0,114,178") };
    });
    assert.ok(colours.person && colours.width > 100 && colours.height > 100, JSON.stringify(colours));
  }, { options: { viewport: { width, height: 900 } } });
}

onPage("can be read without seeing the graph", async (page) => {
  for (const [role, name] of [["form", "Filters"], ["complementary", "Details"], ["application", /Graph/], ["toolbar", "View"], ["main", undefined]]) {
    assert.equal(await page.getByRole(role, name ? { name } : {}).count(), 1, role);
  }
  // Every control has a name.
  const nameless = await page.evaluate(() => [...document.querySelectorAll("button, input, select")].filter((control) =>
    !(control.textContent.trim() || control.getAttribute("aria-label") || control.labels?.[0]?.textContent.trim())).map((control) => control.outerHTML));
  assert.deepEqual(nameless, []);
  // From an entity to the proof of a fact and on to the other end, by keyboard alone.
  await choose(page, "Oslo");
  for (let i = 0; i < 20 && (await page.evaluate(() => document.activeElement.innerText)) !== "born in"; ++i) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.match(await heading(page), /born in/);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.equal(await heading(page), "Jonas Bergqvist");
});

onPage("fits a small screen", async (page) => {
  await choose(page, "Oslo");
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
}, { options: { viewport: { width: 420, height: 800 } } });

test("works without WebGL", async () => {
  const page = await browser.newPage();
  await page.addInitScript(() => {
    HTMLCanvasElement.prototype.getContext = () => null;
  });
  await page.goto(address);
  await page.waitForFunction(() => globalThis.factgraph !== undefined);
  assert.match(await page.locator("#scene").innerText(), /cannot be drawn/);
  await choose(page, "Oslo");
  assert.equal(await heading(page), "Oslo");
  await page.close();
});

test("runs no script but its own", async () => {
  const page = await open(browser, address);
  const ran = await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "globalThis.intruder = 1";
    document.body.append(script);
    document.body.insertAdjacentHTML("beforeend", "<img src='x:y' onerror='globalThis.intruder = 2'>");
    return globalThis.intruder;
  });
  assert.equal(ran, undefined);
  const policy = await page.locator("meta[http-equiv]").getAttribute("content");
  assert.match(policy, /^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+';/);
  assert.ok(page.complaints.every((complaint) => /Content Security Policy|x:y|x:/.test(complaint)), page.complaints.join("\n"));
  await page.close();
});

const kHostile = [
  "</script><script>globalThis.intruder = 1</script>", "<img src=x onerror=alert(1)>", "<!-- <script>", "]]> -->", "\"quoted\" 'single' `tick`",
  "&amp; &lt; &#65;", "javascript:alert(1)", "=cmd()", "${alert(1)}", "\u202ereversed\u202c", "\u200f\u0639\u0631\u0628\u064a", "Қасым-Жомарт", "東京都",
  "👩‍👩‍👧 family", "line\u2028separator\u2029", "tab\tand\u0001control\u007f", "__proto__", "constructor", "a\\b\\\\", "e\u0301\u0301\u0301 accents",
  "x".repeat(3000), "@FACTGRAPH_DATA@", "word ".repeat(200).trim(),
];

test("hostile names come through unharmed and harmless", async () => {
  const hub = ["Hub", "organization"];
  const page = await open(browser, exported(documentOf("javascript:alert(2)", "<b>title</b></script>", kHostile.map((name, i) =>
    ({ from: [name, "person"], words: name, relation: i % 2 ? "works_for" : name, open: i % 2 === 0, to: hub, role: name, attributed_to: name }))) + "\n",
  ["--title", "</script><script>globalThis.intruder = 1</script>"]));
  assert.deepEqual(await page.evaluate(() => [globalThis.intruder, document.scripts.length, document.images.length, document.querySelectorAll("b").length]),
    [undefined, 2, 0, 0]);
  const found = await page.evaluate(() => factgraph.model.entities.map((entity) => entity.name));
  for (const name of kHostile) {
    const stored = found.find((other) => other === name.replace(/\s+/gu, " ").trim());
    assert.ok(stored !== undefined, JSON.stringify(name));
    await page.evaluate((fragment) => (location.hash = fragment), new URLSearchParams({ entity: stored }).toString());
    await page.waitForFunction((wanted) => factgraph.state().entity !== null &&
      factgraph.model.entities[factgraph.state().entity].name === wanted, stored);
    await page.locator("#card .facts button.relation").first().click();
    assert.equal(await page.locator("#card blockquote").count() > 0, true);
    assert.equal(await page.locator("#card a").count(), 0);
    await page.getByRole("combobox", { name: "Search" }).fill(stored);
  }
  assert.deepEqual(await page.evaluate(() => [globalThis.intruder, document.scripts.length, document.images.length, document.querySelectorAll("b").length]),
    [undefined, 2, 0, 0]);
  assert.deepEqual(page.complaints, []);
  await page.close();
});

// Keeps a large graph from being drawn anew when its camera rests, or lets it.
const keepMoving = (page, on) => page.evaluate((on) => Object.defineProperty(factgraph.scene.sigma, "quiet",
  on ? { get: () => 0, set() {}, configurable: true } : { value: 0, writable: true }) && null, on);

test("a large graph follows the pointer at once, and is drawn anew when it rests", async () => {
  const page = await open(browser, exported(world(1200, 4000)));
  const camera = () => page.evaluate(() => factgraph.scene.camera());
  const settle = () => page.waitForFunction(() => !factgraph.scene.sigma.getCamera().isAnimated() && !factgraph.scene.sigma.moved);
  const place = (id) => onScene(page, `scene.placeOf(${id})`);
  // The colour of the graph in the middle of an entity, as the browser shows it.
  const seen = async ({ x, y }) => {
    const shot = await page.screenshot({ clip: { x: Math.round(x) - 1, y: Math.round(y) - 1, width: 3, height: 3 } });
    return page.evaluate(async (bytes) => {
      const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: "image/png" }));
      const context = new OffscreenCanvas(3, 3).getContext("2d");
      context.drawImage(bitmap, 0, 0);
      return [...context.getImageData(1, 1, 1, 1).data].join();
    }, [...shot]);
  };
  // A well-known one near the middle, whose circle is large.
  const id = await page.evaluate(() => factgraph.model.central.find((entity) => {
    const { x, y } = factgraph.scene.placeOf(entity.id);
    return x > 250 && x < 500 && y > 300 && y < 550;
  }).id);
  const start = await place(id);
  const view = await camera();
  const drawings = () => page.evaluate(() => globalThis.drawings);
  await page.evaluate(() => {
    globalThis.drawings = 0;
    factgraph.scene.sigma.on("afterRender", () => ++drawings);
  });
  const colour = await seen(start);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  // Each step is looked at before the graph is drawn anew.
  await keepMoving(page, true);
  for (const [right, down] of [[40, 0], [90, -30], [140, -60]]) {
    await page.mouse.move(start.x + right, start.y + down);
    const now = await place(id);
    assert.ok(Math.hypot(now.x - start.x - right, now.y - start.y - down) < 0.01, JSON.stringify([start, now]));
    assert.equal(await seen(now), colour);
  }
  assert.equal(await drawings(), 0);
  // Whoever releases it at rest finds it where it is; the address says the same.
  await keepMoving(page, false);
  await settle();
  await page.mouse.up();
  await settle();
  assert.ok(await drawings() > 0);
  const end = await place(id);
  assert.ok(Math.hypot(end.x - start.x - 140, end.y - start.y + 60) < 0.01, JSON.stringify([start, end]));
  assert.equal(await seen(end), colour);
  assert.equal(await page.locator("#scene .picture").isVisible(), false);
  const { x, y, ratio } = await camera();
  assert.ok(x < view.x && y < view.y && ratio === view.ratio, JSON.stringify([x, y, ratio]));
  await page.waitForFunction((wanted) => new URLSearchParams(location.hash.slice(1)).get("view") === wanted, [x, y, ratio].map((part) => part.toFixed(4)).join());
  await page.waitForTimeout(400); // else it is a double click
  await page.mouse.click(end.x, end.y);
  assert.equal(await page.evaluate(() => factgraph.state().entity), id);
  assert.deepEqual(page.complaints, []);
  await page.close();
});

test("a large graph is clicked where it is seen, even while it moves", async () => {
  const page = await open(browser, exported(world(1200, 4000)));
  const [first] = await page.evaluate(() => factgraph.model.central.map(({ id }) => id));
  await page.locator("#scene").focus();
  await keepMoving(page, true);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("+");
  await page.waitForFunction(() => !factgraph.scene.sigma.getCamera().isAnimated());
  assert.ok(await page.evaluate(() => Boolean(factgraph.scene.sigma.moved)));
  const at = await onScene(page, `scene.placeOf(${first})`);
  await page.mouse.click(at.x, at.y);
  assert.equal(await page.evaluate(() => factgraph.state().entity), first);
  assert.deepEqual(page.complaints, []);
  await page.close();
});

test("a graph of thousands is usable, and says what it leaves out", async () => {
  const page = await open(browser, exported(world(1500, 6000), ["--max-nodes", "1200"]));
  assert.match(await page.locator("#count").innerText(), /The file holds the most central of 1,500 entities/);
  await choose(page, "Aldersund");
  assert.match(await heading(page), /Aldersund/);
  await page.waitForFunction(() => !factgraph.scene.sigma.getCamera().isAnimated());
  // Places are those of the last frame, which the end of the animation only asks for.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const at = await page.evaluate(() => {
    const { x, y } = document.getElementById("scene").getBoundingClientRect();
    const place = factgraph.scene.placeOf(factgraph.state().entity);
    return { x: x + place.x, y: y + place.y };
  });
  await page.keyboard.press("Escape");
  await page.mouse.click(at.x, at.y);
  assert.notEqual(await heading(page), "The most central");
  assert.deepEqual(page.complaints, []);
  await page.close();
});
