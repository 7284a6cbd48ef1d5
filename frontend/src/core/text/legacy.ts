/** Signs of TCVN3, VNI or VIQR: port of `hotich.core.text.legacy`. */
import { compose } from "./compose";

const TCVN3 = /[A-Za-zÀ-ÿ][\u00a8-\u00ac\u00ae\u00b5-\u00bf]|[\u00a8-\u00ac\u00ae\u00b5-\u00bf][A-Za-z]/u;
const VNI =
  /[Aa][ùøûõïêéèúüëâáàåãäÙØÛÕÏÊÉÈÚÜËÂÁÀÅÃÄ]|[Ee][âáàåãäùøûõïÂÁÀÅÃÄÙØÛÕÏ]|[Oo][âåäøûïõùÂÅÄØÛÏÕÙ]|[Uu][øûïõØÛÏÕ]|[Yy][øûïõùØÛÏÕÙ]|[ñÑ][oaöôOAÖÔ]/u;
const VIQR = /[AaEeOo]\^|[Aa]\([a-z'`?~.]|[OoUu]\+|[aeiouyAEIOUY][`~?](?=[a-z])/u;

/** `TCVN3`, `VNI` or `VIQR` where the text looks like it, else "". */
export function suspectedEncoding(text: string): "" | "TCVN3" | "VNI" | "VIQR" {
  const composed = compose(text);
  if (TCVN3.test(composed)) return "TCVN3";
  if (VNI.test(composed)) return "VNI";
  return VIQR.test(composed) ? "VIQR" : "";
}
