"use strict";
(() => {
  const rows = [...document.querySelectorAll(".row")].map((element) => ({
    element,
    part: element.closest(".part"),
    verdict: element.dataset.verdict,
    text: null,
  }));
  const parts = [...document.querySelectorAll(".part")];
  const sections = [...document.querySelectorAll(".environment")];
  const search = document.getElementById("search");
  const buttons = [...document.querySelectorAll("[data-verdicts]")];
  const openAtFirst = new Set(parts.filter((part) => part.open));

  const textOf = (row) => {
    if (row.text === null) {
      row.text = (row.element.textContent + " " + row.part.querySelector("summary").textContent + " " +
        row.part.querySelector("thead").textContent).toLowerCase();
    }
    return row.text;
  };

  const show = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const pressed = buttons.find((button) => button.getAttribute("aria-pressed") === "true");
    const verdicts = new Set(pressed.dataset.verdicts.split(" "));
    const filtered = words.length > 0 || pressed !== buttons[0];
    const found = new Map();
    let count = 0;
    for (const row of rows) {
      const visible = verdicts.has(row.verdict) && words.every((word) => textOf(row).includes(word));
      row.element.hidden = !visible;
      if (visible) {
        found.set(row.part, true);
        count += 1;
      }
    }
    for (const part of parts) {
      part.hidden = !found.has(part);
      part.open = filtered ? found.has(part) : openAtFirst.has(part);
    }
    if (filtered) document.getElementById("all").open = true;
    for (const section of sections) section.hidden = !section.querySelector(".part:not([hidden])");
    document.getElementById("nothing").hidden = count > 0;
    document.getElementById("count").textContent = filtered ? `${count} of ${rows.length} shown` : "";
  };

  for (const button of buttons) {
    button.addEventListener("click", () => {
      for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
      show();
    });
  }
  search.addEventListener("input", show);
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== search) {
      event.preventDefault();
      search.focus();
    } else if (event.key === "Escape" && document.activeElement === search) {
      search.value = "";
      show();
    }
  });
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const element of closed) element.open = true;
  });
  addEventListener("afterprint", () => {
    for (const element of closed) element.open = false;
  });
})();
