/** What the image asks of the server: how far a page's boxes are moved. */
import { ask, read } from "../desk/http";
import type { PageOfShift } from "../shift/types";
import type { Point } from "./geometry";
import type { NudgeServer } from "./nudging";

export const nudgeServer: NudgeServer = {
  now: async (book, page) => (await read<{ readonly nudge: Point }>(`/api/books/${book}/calibration?page=${page}`)).nudge,
  set: (book, page, [dx, dy]) => ask<PageOfShift>(`/api/books/${book}/pages/${page}/nudge`, { dx, dy }),
};
