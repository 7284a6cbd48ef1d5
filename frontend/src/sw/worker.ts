/**
 * The service worker: the desk starts without a line, from files that are the same for everybody. Nothing personal ever goes into its
 * caches. A newer desk is fetched whole beside the old one and is served from the next start on; an open page never changes under the
 * officer's hands.
 */
import { cacheName, isDesk, listed, type Listing } from "./listing";

declare const self: ServiceWorkerGlobalScope;

const LISTING = "/nhap/tep.json";
const CHECK_EVERY = 10 * 60_000;

let checked = 0;
let checking: Promise<void> | null = null;

self.addEventListener("install", (event) => event.waitUntil(check().then(() => self.skipWaiting())));

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  if ((event.data as { kind?: string } | null)?.kind === "check") event.waitUntil(check().catch(() => {}));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(isDesk(url.pathname) ? desk(event) : page(request));
  } else if (url.pathname.startsWith("/static/")) {
    event.respondWith(caches.match(request, { ignoreVary: true }).then((kept) => kept ?? fetch(request)));
  }
});

/** The desk's shell: from the newest whole cache; the network only where there is none. */
async function desk(event: FetchEvent): Promise<Response> {
  const kept = await newest().then((cache) => cache?.match("/nhap/"));
  if (kept === undefined) return page(event.request);
  if (Date.now() - checked > CHECK_EVERY) event.waitUntil(check().catch(() => {}));
  return kept;
}

/** Any other page: from the server, else the sentence that says that it needs a line. */
async function page(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const offline = await caches.match("/nhap/ngoai-tuyen/");
    if (offline === undefined) throw error;
    return offline;
  }
}

/** Put last: a browser that ends in the middle leaves a cache without it. */
const WHOLE = "/nhap/da-du/";

/** The caches that hold a whole desk, oldest first: their names begin with the time they were begun. */
async function wholes(): Promise<string[]> {
  const names = (await caches.keys()).filter((name) => name.startsWith("desk ")).sort();
  const isWhole = await Promise.all(names.map((name) => caches.match(WHOLE, { cacheName: name })));
  return names.filter((_, index) => isWhole[index] !== undefined);
}

async function newest(): Promise<Cache | null> {
  const last = (await wholes()).at(-1);
  return last === undefined ? null : caches.open(last);
}

function check(): Promise<void> {
  checking ??= renew().finally(() => (checking = null));
  return checking;
}

async function renew(): Promise<void> {
  const response = await fetch(LISTING, { cache: "no-store", credentials: "same-origin" });
  if (!response.ok) throw new Error(`listing ${response.status}`);
  const listing = listed(await response.json());
  checked = Date.now();
  if ((await wholes()).some((name) => name.endsWith(` ${listing.version}`))) return forgetOld();
  await fetchWhole(listing);
  for (const client of await self.clients.matchAll({ type: "window" })) client.postMessage({ kind: "renewed" });
}

/** All of it or nothing: a half-fetched desk would start and then miss a part. */
async function fetchWhole(listing: Listing): Promise<void> {
  const cache = await caches.open(cacheName(Date.now(), listing.version));
  await Promise.all(
    listing.files.map(async (file) => {
      const known = await caches.match(file, { ignoreVary: true });
      const isHashed = file.includes("?v=");
      const response = known !== undefined && isHashed ? known : await fetch(file, { cache: "no-cache", credentials: "same-origin" });
      // The sign-in page in the shell's place is not the desk.
      if (!response.ok || response.redirected) throw new Error(`${file} ${response.status}`);
      await cache.put(file, response);
    }),
  );
  await cache.put(WHOLE, new Response());
}

/** Older desks go when no page is open that might still ask for a part of them. */
async function forgetOld(): Promise<void> {
  const open = await self.clients.matchAll({ type: "window" });
  if (open.filter(({ url }) => isDesk(new URL(url).pathname)).length > 1) return;
  const kept = new Set((await wholes()).slice(-2));
  const names = (await caches.keys()).filter((name) => name.startsWith("desk "));
  await Promise.all(names.filter((name) => !kept.has(name)).map((name) => caches.delete(name)));
}
