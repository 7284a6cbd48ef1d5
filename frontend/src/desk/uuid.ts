/** Identifiers the desk makes itself, so that a packet can be sent twice and counted once. */

/**
 * A UUIDv7 (RFC 9562): 48 bits of milliseconds since 1970, then random bits.
 * `crypto.getRandomValues` exists on plain-HTTP addresses too, `crypto.randomUUID` does not.
 */
export function uuidv7(milliseconds: number = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let time = milliseconds;
  for (let index = 5; index >= 0; index -= 1) {
    bytes[index] = time % 256;
    time = Math.floor(time / 256);
  }
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
