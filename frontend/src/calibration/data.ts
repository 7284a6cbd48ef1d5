/** What the server says of one page and of the form it is printed on. */
import type { PageOfShift } from "../shift/types";
import type { Box, Point } from "../viewer/geometry";

export interface CalibrationData {
  readonly book: string;
  readonly title: string;
  readonly page: PageOfShift;
  /** Pages of the book that have an image. */
  readonly numbers: readonly number[];
  /** The form as it is drawn; null where no drawing of it is known. */
  readonly layout: {
    readonly edition: string;
    readonly width: number;
    readonly height: number;
    readonly frame: "table" | "page";
    /** Clockwise from the top left. */
    readonly corners: readonly Point[];
    readonly lines: Readonly<Record<string, Readonly<Record<string, Box>>>>;
  } | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly calibration: {
    /** On the image; null where the book's boxes are switched off. */
    readonly corners: readonly Point[] | null;
    readonly from_page: number;
    readonly by: string;
    readonly at: string;
  } | null;
  readonly nudge: Point;
  readonly may: { readonly calibrate: boolean; readonly nudge: boolean };
  readonly csrf: string;
}
