/** Which files make the desk, as `/nhap/tep.json` lists them. */

export interface Listing {
  readonly version: string;
  readonly files: readonly string[];
}

/** Reads the listing; its version is the server's, or follows from the names, which follow from the contents. */
export function listed(said: unknown): Listing {
  const { version, files } = (Array.isArray(said) ? { files: said } : (said ?? {})) as { version?: unknown; files?: unknown };
  if (!Array.isArray(files) || !files.every((file) => typeof file === "string" && file.startsWith("/"))) {
    throw new Error("listing of the desk's files is malformed");
  }
  return { version: typeof version === "string" ? version : namesAsVersion(files as string[]), files: files as string[] };
}

function namesAsVersion(files: readonly string[]): string {
  let hash = 0x811c9dc5;
  for (const character of [...files].sort().join("\n")) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  return (hash >>> 0).toString(16);
}

/** Sorts by time, ends in the version. */
export function cacheName(now: number, version: string): string {
  return `desk ${String(now).padStart(15, "0")} ${version}`;
}

/** Whether an address is the desk itself: an entry, the next one, or the practice book. */
export function isDesk(path: string): boolean {
  return /^\/nhap\/(?:[0-9a-f]{8}-[0-9a-f-]{27}\/|luyen-tap\/)?$/.test(path);
}
