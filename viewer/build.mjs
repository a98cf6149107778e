// Makes dist/viewer.html from src/: one file with style and script inside, allowed by their digests alone.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const read = (name) => readFileSync(join(here, name), "utf8");
const sha256 = (text, as) => createHash("sha256").update(text).digest(as);

// The same as in cmake/CheckViewer.cmake: a digest of the sources' digests.
const sources = ["build.mjs", "package-lock.json", ...readdirSync(join(here, "src")).map((name) => `src/${name}`)].sort();
const digest = sha256(sources.map((name) => `${name} ${sha256(read(name), "hex")}\n`).join(""), "hex");

const options = { bundle: true, minify: true, write: false, legalComments: "none", target: "es2022", absWorkingDir: here };
const script = await build({ ...options, entryPoints: ["src/main.js"], format: "iife", metafile: true });
const style = await build({ ...options, entryPoints: ["src/viewer.css"] });
const js = script.outputFiles[0].text.trim().replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
const css = style.outputFiles[0].text.trim();

// The licences of what was bundled.
const packages = [...new Set(Object.keys(script.metafile.inputs).flatMap((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1] ?? []))].sort();
const licences = packages.map((name) => {
  const { version, license } = JSON.parse(read(`node_modules/${name}/package.json`));
  const file = readdirSync(join(here, "node_modules", name)).find((entry) => /^licen[cs]e/i.test(entry));
  return `${name} ${version} (${license})\n\n${file ? read(`node_modules/${name}/${file}`).trim() : ""}`.trim();
});
const notice = `<!--\nThis page is made with factgraph and contains these libraries:\n\n${licences.join("\n\n---\n\n").replaceAll("-->", "-- >")}\n-->`;

const csp = [
  "default-src 'none'", `script-src 'sha256-${sha256(js, "base64")}'`, `style-src 'sha256-${sha256(css, "base64")}'`,
  "base-uri 'none'", "form-action 'none'",
].join("; ");
const parts = { CSP: csp, DIGEST: digest, STYLE: css, SCRIPT: js };
const page = read("src/viewer.html")
  .replace(/@(CSP|DIGEST|STYLE|SCRIPT)@/g, (_, name) => parts[name])
  .replace("<html", () => `${notice}\n<html`);
if (page.split("@FACTGRAPH_DATA@").length !== 2) throw new Error("there has to be one place for the data");
writeFileSync(join(here, "dist/viewer.html"), page);
console.log(`dist/viewer.html: ${page.length} bytes; bundled: ${packages.join(", ")}`);
