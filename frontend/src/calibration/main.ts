/** Starts the screen on which a book's pages are laid under the drawing of its form. */
import { CalibrationScreen } from "./screen";
import type { CalibrationData } from "./data";

const root = document.getElementById("calibration");
const data = document.getElementById("calibration-data");
if (root !== null && data !== null) {
  new CalibrationScreen(root, JSON.parse(data.textContent!) as CalibrationData);
}
