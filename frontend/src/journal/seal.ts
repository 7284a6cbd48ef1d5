/**
 * The two locks of the journal (decisions.md 18). What is to be sent is sealed to the server: any session can carry it and none
 * can read it. What is to be restored is locked under the officer's working key, which the page can use and cannot read.
 */
import { fromBase64Url, toBase64Url } from "./base64";
import type { Locked, Sealed } from "./rows";

/** The server's public key, as the shift hands it out. */
export interface SealTo {
  readonly id: string;
  readonly public: string;
}

const CURVE = { name: "ECDH", namedCurve: "P-256" } as const;
const INFO = new TextEncoder().encode("hotich outbox 1");
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Seals a packet's JSON to the server; `tx_id` is bound to it, so that no packet can be answered as another. */
export async function sealPacket(to: SealTo, tx_id: string, packet: unknown): Promise<Sealed> {
  const theirs = await crypto.subtle.importKey("raw", fromBase64Url(to.public), CURVE, false, []);
  const ours = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  const epk = new Uint8Array(await crypto.subtle.exportKey("raw", ours.publicKey));
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, ours.privateKey, 256);
  const secret = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const key = await crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: epk, info: INFO },
    secret,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt"],
  );
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const box = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv, additionalData: encoder.encode(tx_id) },
    key,
    encoder.encode(JSON.stringify(packet)),
  );
  return { key: to.id, epk: toBase64Url(epk), iv: toBase64Url(iv), box: toBase64Url(new Uint8Array(box)) };
}

/** The working key as the browser may keep it: usable, never readable. */
export async function workingKey(bytes: string): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", fromBase64Url(bytes), "AES-GCM", false, ["encrypt", "decrypt"]);
}

export async function lockBytes(key: CryptoKey, bytes: BufferSource): Promise<{ iv: Uint8Array<ArrayBuffer>; box: ArrayBuffer }> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, box: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, bytes) };
}

/** How a journal covers what it writes down. */
export interface Cover {
  seal(tx_id: string, packet: unknown): Promise<Sealed | null>;
  lock(value: unknown): Promise<Locked>;
  /** Throws where the key is another one than it was locked with. */
  open<Value>(locked: Locked): Promise<Value>;
}

/** The cover of a secure address. */
export class Covered implements Cover {
  readonly #key: CryptoKey;
  readonly #to: () => SealTo;

  constructor(key: CryptoKey, to: () => SealTo) {
    this.#key = key;
    this.#to = to;
  }

  seal(tx_id: string, packet: unknown): Promise<Sealed> {
    return sealPacket(this.#to(), tx_id, packet);
  }

  async lock(value: unknown): Promise<Locked> {
    return lockBytes(this.#key, encoder.encode(JSON.stringify(value)));
  }

  async open<Value>(locked: Locked): Promise<Value> {
    if ("bare" in locked) return locked.bare as Value;
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: locked.iv }, this.#key, locked.box);
    return JSON.parse(decoder.decode(plain)) as Value;
  }
}

/** The cover of a plain-HTTP address, where the browser offers no ciphers: for a store that lives in memory alone. */
export class Bare implements Cover {
  seal(): Promise<null> {
    return Promise.resolve(null);
  }

  lock(value: unknown): Promise<Locked> {
    return Promise.resolve({ bare: structuredClone(value) });
  }

  open<Value>(locked: Locked): Promise<Value> {
    return Promise.resolve((locked as { bare: Value }).bare);
  }
}
