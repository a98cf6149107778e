// Makes the pictures of docs/viewer.md: FACTGRAPH=build/release/cli/factgraph node viewer/test/screenshots.mjs
import { fileURLToPath } from "node:url";

import { exported, launch, open } from "./browser.mjs";
import { world } from "./facts.mjs";

const address = exported(world(300, 700), ["--title", "A made-up world"]);
const browser = await launch();
const take = async (name, fragment, options) => {
  const page = await open(browser, `${address}#${fragment}`, { viewport: { width: 1280, height: 760 }, ...options });
  await page.waitForTimeout(500);
  await page.screenshot({ path: fileURLToPath(new URL(`../../docs/pictures/${name}`, import.meta.url)) });
  await page.close();
};
await take("viewer.png", "colour=community");
await take("viewer-dark.png", "path=Hollmark country 7&path=Caldova person 72&view=0.5,0.5,0.9", { colorScheme: "dark" });
await browser.close();
