// Debian's Chromium on pages that the program itself has exported.
import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { chromium } from "playwright-core";

const program = process.env.FACTGRAPH ?? "factgraph";

/** Loads `facts` (JSON lines) into a database of its own and exports it; returns the page's address. */
export function exported(facts, options = []) {
  const folder = mkdtempSync(join(tmpdir(), "factgraph-viewer-"));
  writeFileSync(join(folder, "facts.jsonl"), facts);
  execFileSync(program, ["load", join(folder, "facts.jsonl"), "--db", join(folder, "facts.db"), "--quiet"]);
  execFileSync(program, ["export", "html", "--db", join(folder, "facts.db"), "-o", join(folder, "facts.html"), ...options]);
  return pathToFileURL(join(folder, "facts.html")).href;
}

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--no-sandbox"],
  });
}

/** A page at `address`, which remembers in `page.complaints` what it must not do: errors, messages, requests, dialogs. */
export async function open(browser, address, options = {}) {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 }, ...options });
  page.complaints = [];
  page.on("pageerror", (error) => page.complaints.push(String(error)));
  page.on("console", (message) => /error|warning/.test(message.type()) && !/GPU stall|swiftshader|WebGL/i.test(message.text()) &&
    page.complaints.push(message.text()));
  page.on("request", (request) => request.url().split("#")[0] !== address.split("#")[0] && page.complaints.push(request.url()));
  page.on("dialog", (dialog) => {
    page.complaints.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  await page.goto(address);
  await page.waitForFunction(() => globalThis.factgraph !== undefined);
  return page;
}
