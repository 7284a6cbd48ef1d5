// Bundles what is in bench/ and runs one after another: `npm run bench`.
import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = await mkdtemp(join(tmpdir(), "hotich-bench-"));
try {
  for (const name of (await readdir(join(here, "bench"))).sort()) {
    const outfile = join(out, name.replace(/\.ts$/, ".mjs"));
    await build({ absWorkingDir: here, entryPoints: [join("bench", name)], outfile, bundle: true, platform: "node", format: "esm", target: "node20", logLevel: "warning" });
    const run = spawnSync(process.execPath, [outfile], { cwd: here, stdio: "inherit" });
    if (run.status !== 0) process.exitCode = run.status ?? 1;
  }
} finally {
  await rm(out, { recursive: true, force: true });
}
