// On the pages of somebody who is not signed in: the browser forgets the key under which the last officer's working copies lie. They
// stay, unreadable, until he signs in again; what he has not sent is sealed to the server and goes out with anybody's session.
(() => {
  "use strict";
  if (!("indexedDB" in window) || !window.isSecureContext) return;
  const opening = indexedDB.open("hotich-desk");
  // There is no desk's database yet: nothing to forget, and an empty one must not be left behind.
  opening.onupgradeneeded = () => opening.transaction.abort();
  opening.onsuccess = () => {
    const database = opening.result;
    const done = () => {
      database.close();
      new BroadcastChannel("hotich-desk").postMessage({ kind: "officer", officer: null });
    };
    if (!database.objectStoreNames.contains("keys")) return database.close();
    const transaction = database.transaction("keys", "readwrite", { durability: "strict" });
    transaction.objectStore("keys").clear();
    transaction.oncomplete = done;
    transaction.onabort = () => database.close();
  };
})();
