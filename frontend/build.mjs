// Bundles the entry desk into the Django app that serves it. The bundles are committed; `--check` rebuilds them
// in memory and fails when they differ from the committed ones, so a forgotten build cannot pass CI.
import { readFile, mkdir, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "../src/hotich/screens/entry_desk/static/entry_desk");
const out = join(here, "out");

const common = {
  absWorkingDir: here,
  entryNames: "[name]",
  assetNames: "fonts/[name]",
  loader: { ".woff2": "file" },
  outdir: out,
  bundle: true,
  target: ["chrome109", "edge109", "firefox115"],
  charset: "utf8",
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: "none",
  write: false,
  logLevel: "warning",
};

const built = await Promise.all([
  // What the first key waits for.
  build({ ...common, format: "iife", entryPoints: { desk: "src/desk/main.ts", sw: "src/sw/worker.ts", "desk.css": "src/desk/desk.css" } }),
  // What follows it: the image viewer, the fonts, and a screen of its own for calibrating a book's images.
  build({
    ...common,
    format: "esm",
    minifyIdentifiers: true,
    entryPoints: { viewer: "src/viewer/surface.ts", calibration: "src/calibration/main.ts", fonts: "src/viewer/fonts.css" },
  }),
]);

const bundles = built
  .flatMap(({ outputFiles }) => outputFiles)
  .map((file) => ({ name: relative(out, file.path).replace(/\.css\.css$/, ".css"), bytes: Buffer.from(file.contents) }));

if (process.argv.includes("--check")) {
  for (const { name, bytes } of bundles) {
    const committed = await readFile(join(target, name)).catch(() => Buffer.alloc(0));
    if (!committed.equals(bytes)) {
      console.error(`${name} is not what frontend/src builds: run "npm run build" in frontend/ and commit it.`);
      process.exitCode = 1;
    }
  }
} else {
  for (const { name, bytes } of bundles) {
    await mkdir(dirname(join(target, name)), { recursive: true });
    await writeFile(join(target, name), bytes);
    console.log(`${name} ${(bytes.length / 1024).toFixed(1)} KiB`);
  }
}
