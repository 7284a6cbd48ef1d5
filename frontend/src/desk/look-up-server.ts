/** Our server, as the look-ups ask it. */
import { ask } from "./http";
import type { LookUpServer, Waiting } from "./look-ups";

export const lookUpServer: LookUpServer = {
  ask: (url, body) => ask(url, body),
  async waiting() {
    const answer = await fetch("/api/look-ups/waiting", {
      credentials: "same-origin",
      headers: { Accept: "application/json" },
      redirect: "error",
    });
    if (!answer.ok) throw new Error(`Chưa đọc được danh sách chờ (mã ${answer.status}).`);
    return (await answer.json()) as Waiting;
  },
};
