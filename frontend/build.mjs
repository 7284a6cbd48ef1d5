// Bundles the entry desk into the Django app that serves it. The bundle is committed; `--check` rebuilds it
// in memory and fails when it differs from the committed one, so a forgotten build cannot pass CI.
import { readFile, mkdir, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "../src/hotich/screens/entry_desk/static/entry_desk");

const { outputFiles } = await build({
  absWorkingDir: here,
  entryPoints: { desk: "src/desk/main.ts", sw: "src/sw/worker.ts", "desk.css": "src/desk/desk.css" },
  entryNames: "[name]",
  outdir: "out",
  bundle: true,
  format: "iife",
  target: ["chrome109", "edge109", "firefox115"],
  charset: "utf8",
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: "none",
  write: false,
  logLevel: "warning",
});

const bundles = outputFiles.map((file) => ({
  name: file.path.endsWith(".css") ? "desk.css" : basename(file.path),
  bytes: Buffer.from(file.contents),
}));

if (process.argv.includes("--check")) {
  for (const { name, bytes } of bundles) {
    const committed = await readFile(join(target, name)).catch(() => Buffer.alloc(0));
    if (!committed.equals(bytes)) {
      console.error(`${name} is not what frontend/src builds: run "npm run build" in frontend/ and commit it.`);
      process.exitCode = 1;
    }
  }
} else {
  await mkdir(target, { recursive: true });
  for (const { name, bytes } of bundles) {
    await writeFile(join(target, name), bytes);
    console.log(`${name} ${(bytes.length / 1024).toFixed(1)} KiB`);
  }
}
