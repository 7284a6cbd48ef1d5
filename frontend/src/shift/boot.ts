/** From an empty page to the first key: with a line or without, on a secure address or a plain one. */
import { App } from "../desk/app";
import { ServerSaysNo, syncWith } from "../desk/http";
import { uuidv7 } from "../desk/uuid";
import { keepImages } from "../journal/images";
import { type KeyRow, openDatabase, type DeskDatabase } from "../journal/store";
import { browserTabs, lonelyTab, type Tabs } from "../journal/tabs";
import { Session, type Vault } from "./session";
import { WANT } from "./shift";
import type { Shift } from "./types";
import { askChecks, askKey, askShift, keptKey, keptShift } from "./work";

/** With the work at hand, the server gets this long before the desk goes on without it. */
const PATIENCE = 1500;
/** Bytes: a shift keyed without a line, its page images and a margin. */
const MUCH_ROOM = 2_000_000_000;

/** What the address asks for. */
export interface Address {
  readonly entry: string | null;
  readonly book: string | null;
}

export function addressOf(location: Pick<Location, "pathname" | "search">): Address {
  const entry = /^\/nhap\/([0-9a-f-]{36})\/$/.exec(location.pathname)?.[1] ?? null;
  return { entry, book: new URLSearchParams(location.search).get("so") };
}

export const NOTHING_TO_KEY = "entry.nothing_to_key";
export const NOTHING_TO_CHECK = "check.nothing";

/** Where entries of others are keyed again. */
export const CHECK_PATH = "/nhap/kiem-tra/";

interface Found {
  readonly shift: Shift;
  readonly key: KeyRow | null;
}

export async function boot(root: HTMLElement): Promise<App> {
  const isSecure = window.isSecureContext && "locks" in navigator && "indexedDB" in window;
  const database = isSecure ? await openDatabase().catch(() => null) : null;
  const address = addressOf(window.location);
  const kept = database === null ? null : await stored(database);
  const asked = fetchAll(database, address);
  const found = kept === null ? await asked : await firstOf(asked, kept);
  const vault: Vault | null = database === null || found.key === null ? null : { database, key: found.key.key };
  const tabs: Tabs = vault === null ? lonelyTab(uuidv7()) : browserTabs(uuidv7());
  if (vault !== null) keepImages({ ...vault, officer: found.shift.officer.id });
  const session = await Session.open(found.shift, found !== kept, vault, tabs);
  if (vault !== null) await session.work.keep();
  tabs.say({ kind: "officer", officer: found.shift.officer.id });
  tabs.hear((message) => {
    // What is on screen belongs to who is signed in: the page comes again with whoever that is now.
    if (message.kind === "officer" && message.officer !== session.journal.officer) window.location.reload();
  });
  root.replaceChildren();
  const app = new App(root, session);
  warn(app, isSecure, vault);
  if (found === kept) void takeWhenItComes(asked, session, app);
  session.journal.forgetOld(new Set(session.work.shift.places.filter((place) => session.work.isToKey(place)).map(({ entry }) => entry)));
  if (address.entry === null) await app.goOn();
  else await app.open(address.entry);
  session.sender.wake();
  performance.measure("boot", { start: 0, end: performance.now() });
  return app;
}

/** The desk for checks. What is keyed is kept on the machine like any other keying; which checks there are, only the server says. */
export async function bootChecks(root: HTMLElement): Promise<App> {
  const isSecure = window.isSecureContext && "locks" in navigator && "indexedDB" in window;
  const database = isSecure ? await openDatabase().catch(() => null) : null;
  const asked = new URLSearchParams(window.location.search);
  const [shift, key] = await Promise.all([askChecks({ book: asked.get("so") }, asked.get("luot")), database === null ? null : askKey(database)]);
  const vault: Vault | null = database === null || key === null ? null : { database, key: key.key };
  const tabs: Tabs = vault === null ? lonelyTab(uuidv7()) : browserTabs(uuidv7());
  const server = { deliver: syncWith(() => shift.station.code), fetch: (wish: { readonly book: string | null }) => askChecks(wish), isKept: false };
  const session = await Session.open(shift, true, vault, tabs, server);
  tabs.say({ kind: "officer", officer: shift.officer.id });
  root.replaceChildren();
  // Other books may have more: the queue says so.
  const done = asked.get("so") === null ? "Không còn trường hợp nào chờ đồng chí kiểm tra." : "Quyển này không còn trường hợp nào chờ đồng chí kiểm tra.";
  const app = new App(root, session, { address: () => CHECK_PATH, done, home: "/kiem-tra/", homeName: "Việc kiểm tra" });
  warn(app, isSecure, vault);
  await app.show(shift.places[0]!);
  session.sender.wake();
  return app;
}

async function stored(database: DeskDatabase): Promise<Found | null> {
  const key = await keptKey(database);
  const shift = key === null ? null : await keptShift(database, key);
  return key === null || shift === null ? null : { shift, key };
}

async function fetchAll(database: DeskDatabase | null, { entry, book }: Address): Promise<Found> {
  const [shift, key] = await Promise.all([askShift({ entry, book, want: WANT }), database === null ? null : askKey(database)]);
  return { shift, key };
}

/** The server's answer where it comes in time, else what is kept here. A refusal is an answer, an expired session is none. */
async function firstOf(asked: Promise<Found>, kept: Found): Promise<Found> {
  const late = new Promise<Found>((resolve) => window.setTimeout(() => resolve(kept), PATIENCE));
  try {
    return await Promise.race([asked, late]);
  } catch (error) {
    // He may still have something to settle here when there is nothing left to key.
    if (error instanceof ServerSaysNo && error.status !== 401 && error.code !== NOTHING_TO_KEY) throw error;
    return kept;
  }
}

async function takeWhenItComes(asked: Promise<Found>, session: Session, app: App): Promise<void> {
  try {
    const { shift } = await asked;
    if (shift.officer.id !== session.journal.officer) window.location.reload();
    else session.work.take(shift);
  } catch (error) {
    if (error instanceof ServerSaysNo && error.status === 401) app.bar.askToSignIn(window.location.pathname);
  }
}

function warn(app: App, isSecure: boolean, vault: Vault | null): void {
  const { warnings } = app.bar;
  if (!isSecure) warnings.set("plain", "Địa chỉ này không bảo mật (http): không nhập được khi mất đường truyền, đừng đóng trang khi còn việc chưa gửi.");
  else if (vault === null) warnings.set("plain", "Trình duyệt không cho ghi vào máy: đừng đóng trang khi còn việc chưa gửi.");
  else {
    void navigator.storage?.persist?.().then(async (isGranted) => {
      const { usage = 0, quota = 0 } = isGranted ? {} : await navigator.storage.estimate();
      // A browser that promises nothing takes nothing away either while there is room.
      if (isGranted || quota - usage > MUCH_ROOM) return;
      warnings.set("persist", "Trình duyệt chưa cam kết giữ dữ liệu chưa gửi khi đĩa gần đầy.");
      app.bar.show();
    });
  }
}
