// What an officer sees at the desk, for the robot; and what the browser measured. Nothing here writes to the page.
(() => {
  const pointer = { count: 0 };
  for (const type of ["pointerdown", "mousedown", "wheel", "touchstart"])
    addEventListener(type, (event) => { if (event.isTrusted) pointer.count += 1; }, { capture: true, passive: true });
  const slow = [];
  const marks = {};
  const observe = (options, take) => {
    try { new PerformanceObserver((list) => list.getEntries().forEach(take)).observe(options); } catch { /* not known here */ }
  };
  observe({ type: "event", durationThreshold: 16, buffered: true }, (entry) => {
    if (entry.name === "keydown") slow.push(entry.duration);
  });
  observe({ type: "measure", buffered: true }, (entry) => { (marks[entry.name] ??= []).push(entry.duration); });

  const control = (field) => document.querySelector(`[data-field="${CSS.escape(field)}"]`);
  const said = (field) => {
    const at = field === null ? null : control(field);
    return at === null ? null : { text: at.value, missing: at.dataset.missing ?? null, saved: at.dataset.saved ?? null };
  };
  const rows = (at) => {
    const list = document.getElementById(at.getAttribute("aria-controls") ?? "");
    if (list === null || list.hidden) return null;
    return [...list.querySelectorAll('[role="option"]')].map((row) =>
      row.dataset.value ?? (row.querySelector(".suggestion-label") ?? row).textContent.trim());
  };
  window.officer = {
    /** Where the cursor is and what stands there; `left` is the field that was left last. */
    look(left = null) {
      const at = document.activeElement;
      const field = at?.dataset?.field ?? null;
      const box = at?.closest?.(".field");
      const before = box?.querySelector(".field-previous");
      return {
        field,
        value: field === null ? null : at.value,
        missing: at?.dataset?.missing ?? null,
        rows: field === null ? null : rows(at),
        before: before?.title?.replace(/^Trường hợp trước: /, "") || before?.textContent || null,
        group: at?.closest?.("fieldset")?.id ?? null,
        choice: document.querySelector(".choice") !== null,
        left: said(left),
      };
    },
    /** The same once the cursor has left `field`, a question is asked, or a moment has gone by. */
    async settled(field) {
      const until = performance.now() + 120;
      while (performance.now() < until) {
        const at = document.activeElement?.dataset?.field ?? null;
        if (at !== field || document.querySelector(".choice") !== null) break;
        await new Promise((done) => setTimeout(done, 4));
      }
      return this.look(field);
    },
    /** Whether the form offers lists: an entry without assistance has none. */
    lists() { return document.querySelector('#desk [role="combobox"]') !== null; },
    has_list() { return document.activeElement?.getAttribute("role") === "combobox"; },
    /** The field under the cursor, where it cannot be seen whole: outside the window, or under something. */
    in_sight() {
      const at = document.activeElement;
      if (at?.dataset?.field === undefined) return null;
      const box = at.getBoundingClientRect();
      const inside = box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth;
      const top = document.elementFromPoint(box.left + 4, box.top + box.height / 2);
      const own = top === at || at.closest(".control")?.contains(top);
      return inside && own ? null : `${at.dataset.field}${inside ? ` dưới ${top?.className ?? "?"}` : " ngoài màn hình"}`;
    },
    /** The columns in sight of the group under the cursor. */
    group() {
      const group = document.activeElement?.closest("fieldset");
      return [...(group?.querySelectorAll("[data-field]") ?? [])].filter((at) => !at.closest(".field").hidden).map((at) => at.dataset.field);
    },
    unsent() { return document.querySelector("[data-unsent]")?.dataset.unsent ?? null; },
    rows() { return document.activeElement === null ? null : rows(document.activeElement); },
    fields() {
      return [...document.querySelectorAll("[data-field]")].filter((at) => !at.closest(".field")?.hidden)
        .map((at) => ({ field: at.dataset.field, text: at.value, missing: at.dataset.missing ?? null,
          saved: at.dataset.saved ?? null, skipped: at.readOnly }));
    },
    open() {
      const says = [...document.querySelectorAll(".tray:not([hidden]), .desk-says, .panel-warning")].map((at) => at.innerText);
      return { choice: document.querySelector(".choice")?.innerText ?? null, says: says.join("\n").slice(0, 800),
        saved: document.querySelector("[data-entry-saved]")?.dataset.entrySaved ?? null, path: location.pathname };
    },
    measured() {
      return { slow: slow.splice(0), marks: Object.fromEntries(Object.entries(marks).map(([k, v]) => [k, v.splice(0)])),
        keys: performance.eventCounts?.get("keydown") ?? 0, pointer: pointer.count };
    },
  };
})();
