// Conveniences of the desk: a key opens an entry's form over the list, long texts keep themselves.
// Without scripts the link "Sửa, gộp, tách…" leads to the same forms, and "Lưu" saves the text.
"use strict";
(() => {
  const KEYS = { e: "title", n: "note", u: "unit", t: "tone", c: "topic", r: "relevance", g: "merge", s: "split", o: "after" };
  const dialog = document.getElementById("editor");

  const open = async (link, part) => {
    const answer = await fetch(link.href, { credentials: "same-origin" });
    if (!answer.ok) { location.href = link.href; return; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const section = part ? page.getElementById(part) : page.getElementById("edit");
    if (!section) { location.href = link.href; return; }
    const close = document.createElement("button");
    close.type = "button";
    close.className = "plain";
    close.textContent = "Đóng (Esc)";
    close.addEventListener("click", () => dialog.close());
    const lists = part ? [...page.querySelectorAll("datalist")].filter((one) => !section.contains(one)) : [];
    dialog.replaceChildren(document.importNode(section, true), ...lists, close);
    dialog.showModal();
    const field = dialog.querySelector("input:checked") || dialog.querySelector("input:not([type=hidden]), select, textarea");
    if (field) field.focus();
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || !(event.key in KEYS)) return;
    if (event.target.closest("input, textarea, select, dialog")) return;
    const item = document.activeElement && document.activeElement.closest("[data-item]");
    const link = item && item.querySelector("a[data-edit]");
    if (!link || !dialog) return;
    event.preventDefault();
    open(link, KEYS[event.key]);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-edit]");
    if (!link || !dialog || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link, null);
  });

  for (const form of document.querySelectorAll("form[data-autosave]")) {
    const field = form.querySelector("textarea"), said = form.querySelector("[data-saved]");
    let saved = field.value, timer = 0;
    const save = async () => {
      clearTimeout(timer);
      if (field.value === saved) return;
      const text = field.value, body = new FormData(form);
      try {
        const answer = await fetch(form.action, {
          method: "POST", body, credentials: "same-origin",
          headers: { accept: "application/json", "x-csrf": body.get("csrf") },
        });
        const words = (await answer.json()).words;
        if (answer.ok) saved = text;
        said.textContent = words;
        said.className = answer.ok ? "" : "trouble";
      } catch {
        said.textContent = "Chưa lưu được; sẽ thử lại.";
        timer = setTimeout(save, 5000);
      }
    };
    field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, 1500); });
    field.addEventListener("blur", save);
    form.addEventListener("submit", () => { saved = field.value; });
    addEventListener("beforeunload", (event) => { if (field.value !== saved) event.preventDefault(); });
  }
})();
