/** Requests to our own server. The rest of the desk sees answers and sentences, never status codes. */
import type { Load } from "../journal/sender";
import type { Delivery, PacketResult } from "./packets";

const SYNC_TIMEOUT = 20_000;
const FORGED = "request.forged";
const FRESH_TOKENS = 4;
/** Not the address under which the service worker keeps the page. */
const SHELL = "/nhap/?ma-moi";

/** An answer the server gave on purpose: its sentence is for the officer. */
export class ServerSaysNo extends Error {
  readonly status: number;
  readonly code: string | null;

  constructor(message: string, status: number, code: string | null = null) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** No answer, or one from something that is not our server in working order. */
export class ServerUnreachable extends Error {}

/** Django's token against forged requests. It changes at sign-in, so it is read when it is needed. */
export function csrfToken(): string {
  return /(?:^|; )csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "";
}

async function request(url: string, body: unknown, csrf: string, timeout: number = SYNC_TIMEOUT): Promise<Response> {
  try {
    return await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrf },
      body: JSON.stringify(body),
      credentials: "same-origin",
      signal: AbortSignal.timeout(timeout),
      // A page of another origin, or the sign-in page, is no answer.
      redirect: "error",
    });
  } catch {
    throw new ServerUnreachable("Chưa nối được với máy chủ.");
  }
}

interface Words {
  readonly sentence: string | null;
  readonly code: string | null;
}

async function wordsOf(response: Response): Promise<Words> {
  const body: unknown = await response.json().catch(() => null);
  if (typeof body !== "object" || body === null) return { sentence: null, code: null };
  const { message, detail, code } = body as Readonly<Record<string, unknown>>;
  const sentence = [message, detail].find((text) => typeof text === "string");
  return { sentence: (sentence as string | undefined) ?? null, code: typeof code === "string" ? code : null };
}

/** Sends packets to `/api/sync`. */
export function syncWith(station: () => string): (load: Load) => Promise<Delivery> {
  return async (load) => {
    let response: Response;
    try {
      response = await request("/api/sync", { station: station(), ...load }, csrfToken());
    } catch {
      return { kind: "down", message: null };
    }
    if (response.ok) {
      const body = (await response.json().catch(() => null)) as { results?: PacketResult[]; grant?: string | null } | null;
      if (Array.isArray(body?.results)) return { kind: "answered", results: body.results, grant: body.grant ?? null };
      return { kind: "down", message: "Máy chủ trả lời không đúng dạng." };
    }
    const { sentence } = await wordsOf(response);
    // A packet that the server cannot read stays unreadable however often it is sent.
    if ([400, 413, 422].includes(response.status)) {
      return { kind: "rejected", message: sentence ?? `Máy chủ không đọc được nội dung gửi lên (mã ${response.status}).` };
    }
    return { kind: "down", message: sentence ?? `Máy chủ chưa nhận (mã ${response.status}).` };
  };
}

/** Said on `window` whenever an answer shows whether there is still a session; packets go out without one. */
export const SESSION_SEEN = "hotich:session";

/**
 * The desk may have been opened from what the browser kept, after it lost the token: killed before its cookie was on disk.
 * A refusal and the desk's empty page each bring a token of their own, so several questions that are asked at once can make each
 * other's invalid on its way: each is put again with the newest, and as many questions as a start asks have their turn.
 */
async function askedWithToken(ask: (csrf: string) => Promise<Response>, csrf: string): Promise<Response> {
  let response = await ask(csrf);
  for (let again = 0; again < FRESH_TOKENS && (await isForged(response)); again++) {
    if (csrfToken() === csrf) await (freshToken ??= fetch(SHELL, { credentials: "same-origin", cache: "no-store" }).catch(() => null).finally(() => (freshToken = null)));
    csrf = csrfToken();
    response = await ask(csrf);
  }
  return response;
}

async function isForged(response: Response): Promise<boolean> {
  return response.status === 403 && (await wordsOf(response.clone())).code === FORGED;
}

let freshToken: Promise<unknown> | null = null;

/** Posts one question and reads its answer. */
export async function ask<Answer>(url: string, body: unknown, csrf: string = csrfToken(), timeout?: number): Promise<Answer> {
  const response = await askedWithToken((token) => request(url, body, token, timeout), csrf);
  if (response.ok || response.status === 401) window.dispatchEvent(new CustomEvent(SESSION_SEEN, { detail: response.ok }));
  if (response.ok) return (await response.json()) as Answer;
  const { sentence, code } = await wordsOf(response);
  if (response.status >= 500) {
    throw new ServerUnreachable(sentence ?? `Máy chủ đang có lỗi (mã ${response.status}).`);
  }
  throw new ServerSaysNo(sentence ?? `Máy chủ không nhận yêu cầu này (mã ${response.status}).`, response.status, code);
}

/** Reads a compiled edition; its address carries no personal data, so the browser may keep it. */
export async function read<Answer>(url: string): Promise<Answer> {
  const response = await fetch(url, { credentials: "same-origin", redirect: "manual" }).catch(() => {
    throw new ServerUnreachable("Chưa nối được với máy chủ.");
  });
  // Without a session the server leads to the sign-in page.
  if (response.type === "opaqueredirect") throw new ServerSaysNo("Đăng nhập rồi mở lại trang này.", 401);
  if (!response.ok) throw new ServerUnreachable(`Không tải được mẫu sổ (mã ${response.status}).`);
  return (await response.json()) as Answer;
}
