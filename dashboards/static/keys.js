// Keys, a convenience only; every act is a link or a button without them.
//
//   <div data-keys>                          a list that j and k walk, by its items
//     <article data-item tabindex="-1">      one item; the key's act is looked for in the item that holds the focus
//       <button data-key="x">Bỏ</button>     pressed (or followed, for a link) by its key
//   <a data-key="/" href="/search">          outside of any item: the key of the whole page
//   <form data-key="g">                      the form's first field takes the focus
//
// Keys do nothing while something is typed, or with Ctrl, Alt or Meta. "?" opens <dialog id="keys"> or [data-help].
"use strict";
(() => {
  const isTyping = (place) => place.closest("input, textarea, select, [contenteditable]") !== null;
  const items = () => [...document.querySelectorAll("[data-keys] [data-item]")].filter((one) => one.offsetParent !== null);
  const current = () => document.activeElement && document.activeElement.closest("[data-item]");

  const walk = (step) => {
    const all = items();
    if (all.length === 0) return false;
    const place = all.indexOf(current());
    const next = all[place < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, place + step))];
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
    return true;
  };

  const act = (key) => {
    const selector = `[data-key="${CSS.escape(key)}"]`;
    const item = current();
    const outside = [...document.querySelectorAll(selector)].find((one) => one.closest("[data-item]") === null);
    const target = (item && item.querySelector(selector)) || outside;
    if (!target || target.disabled) return false;
    if (target.matches("form, fieldset, details")) {
      if (target.matches("details")) target.open = true;
      const field = target.querySelector("input:not([type=hidden]), select, textarea, button");
      if (field) field.focus();
    } else if (target.matches("input, select, textarea")) target.focus();
    else target.click();
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    if (event.key === "Escape" && isTyping(event.target)) { event.target.blur(); return; }
    if (isTyping(event.target)) return;
    const done = event.key === "j" ? walk(1) : event.key === "k" ? walk(-1) : act(event.key);
    if (done) event.preventDefault();
  });

  // On a phone the navigation is a strip: the page one is on is in sight.
  const here = document.querySelector(".tabs [aria-current]");
  if (here) here.parentElement.scrollLeft = here.offsetLeft - here.parentElement.offsetLeft - 16;

  // After an act the page comes back at its item: #item-42 takes the focus, so that j and k go on from there.
  const arrived = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (arrived && arrived.matches("[data-item]")) arrived.focus();
})();
