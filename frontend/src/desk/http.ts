/** Requests to our own server. The rest of the desk sees answers and sentences, never status codes. */
import type { Delivery, Packet, PacketResult } from "./packets";

const SYNC_TIMEOUT = 20_000;

/** An answer the server gave on purpose: its sentence is for the officer. */
export class ServerSaysNo extends Error {}

/** No answer, or one from something that is not our server in working order. */
export class ServerUnreachable extends Error {}

async function request(url: string, body: unknown, csrf: string): Promise<Response> {
  try {
    return await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrf },
      body: JSON.stringify(body),
      credentials: "same-origin",
      signal: AbortSignal.timeout(SYNC_TIMEOUT),
    });
  } catch {
    throw new ServerUnreachable("Chưa nối được với máy chủ.");
  }
}

async function sentenceOf(response: Response): Promise<string | null> {
  const body: unknown = await response.json().catch(() => null);
  if (typeof body !== "object" || body === null) return null;
  const { message, detail } = body as { message?: unknown; detail?: unknown };
  if (typeof message === "string") return message;
  return typeof detail === "string" ? detail : null;
}

/** Sends packets to `/api/sync`. */
export function syncWith(url: string, station: string, csrf: string): (packets: readonly Packet[]) => Promise<Delivery> {
  return async (packets) => {
    let response: Response;
    try {
      response = await request(url, { station, packets }, csrf);
    } catch {
      return { kind: "down", message: null };
    }
    if (response.ok) {
      const body = (await response.json().catch(() => null)) as { results?: PacketResult[]; grant?: string | null } | null;
      if (Array.isArray(body?.results)) return { kind: "answered", results: body.results, grant: body.grant ?? null };
      return { kind: "down", message: "Máy chủ trả lời không đúng dạng." };
    }
    const sentence = await sentenceOf(response);
    // A packet that the server cannot read stays unreadable however often it is sent.
    if ([400, 413, 422].includes(response.status)) {
      return { kind: "rejected", message: sentence ?? `Máy chủ không đọc được gói gửi lên (mã ${response.status}).` };
    }
    return { kind: "down", message: sentence ?? `Máy chủ chưa nhận (mã ${response.status}).` };
  };
}

/** Posts one question and reads its answer. */
export async function ask<Answer>(url: string, body: unknown, csrf: string): Promise<Answer> {
  const response = await request(url, body, csrf);
  if (response.ok) return (await response.json()) as Answer;
  const sentence = await sentenceOf(response);
  if (response.status >= 500) {
    throw new ServerUnreachable(sentence ?? `Máy chủ đang có lỗi (mã ${response.status}).`);
  }
  throw new ServerSaysNo(sentence ?? `Máy chủ không nhận yêu cầu này (mã ${response.status}).`);
}

/** Reads a compiled edition; its address carries no personal data, so the browser may keep it. */
export async function read<Answer>(url: string): Promise<Answer> {
  const response = await fetch(url, { credentials: "same-origin" });
  if (!response.ok) throw new ServerUnreachable(`Không tải được mẫu sổ (mã ${response.status}).`);
  return (await response.json()) as Answer;
}
