// The live page: shows what it is told and asks for the pages that changed. Keeps scroll and focus where they are.
"use strict";
(() => {
  const at = (id) => document.getElementById(id);
  const asked = new URLSearchParams(location.search).get("dok") || "";

  const setText = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };

  // Makes `old` hold what `fresh` holds, and leaves alone whatever is the same.
  const sync = (old, fresh) => {
    const before = [...old.childNodes], after = [...fresh.childNodes];
    let start = 0, end = 0;
    while (start < before.length && start < after.length && before[start].isEqualNode(after[start])) start++;
    while (end < before.length - start && end < after.length - start &&
      before[before.length - 1 - end].isEqualNode(after[after.length - 1 - end])) end++;
    const gone = before.slice(start, before.length - end), come = after.slice(start, after.length - end);
    const rest = before[before.length - end] || null;
    const both = Math.min(gone.length, come.length);
    for (let i = 0; i < both; i++) {
      const one = gone[i], other = come[i];
      if (one.nodeType === 3 && other.nodeType === 3) one.data = other.data;
      else if (one.nodeType === 1 && other.nodeType === 1 && one.tagName === other.tagName &&
        one.cloneNode(false).isEqualNode(other.cloneNode(false))) sync(one, other);
      else one.replaceWith(other);
    }
    gone.slice(both).forEach((node) => node.remove());
    come.slice(both).forEach((node) => old.insertBefore(node, rest));
  };

  const element = (name, attributes, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  const showList = (state) => {
    const list = element("ul", {});
    const several = state.dokument.some((one) => one.fil !== state.dokument[0].fil);
    for (const one of state.dokument) {
      const link = element("a", {
        href: "?dok=" + one.id,
        "aria-current": one.id === state.vald ? "page" : null,
      }, one.titel ? one.titel + (several ? " (" + one.fil + ")" : "") : one.fil);
      list.append(element("li", {}, link));
    }
    const nav = at("k-lista");
    sync(nav.firstElementChild, list);
    nav.hidden = state.dokument.length < 2;
  };

  const showFindings = (state) => {
    const list = element("ul", {});
    for (const one of state.fynd) {
      const place = one.rad ? " Rad " + one.rad + ", kolumn " + one.kolumn + "." : "";
      const level = element("span", { class: "niva niva-" + one.niva.toLowerCase() }, one.niva + " " + one.regel + ":");
      list.append(element("li", {}, level, " " + one.text + place, one.atgard ? " Åtgärd: " + one.atgard : ""));
    }
    sync(at("k-fynd"), list);
    at("k-inga").hidden = state.fynd.length > 0;
  };

  const showPages = (state) => {
    const box = at("k-bilder"), scroller = at("k-sidor"), top = scroller.scrollTop;
    state.sidor.forEach((page, number) => {
      const src = "bild/" + page.bild + ".svg";
      let image = box.children[number];
      if (!image) {
        image = element("img", { alt: "" });
        box.append(image);
      }
      if (image.getAttribute("src") !== src) {
        image.width = Math.round(page.b * 4 / 3);
        image.height = Math.round(page.h * 4 / 3);
        image.setAttribute("src", src);
      }
    });
    while (box.children.length > state.sidor.length) box.lastElementChild.remove();
    scroller.scrollTop = top;
  };

  const showText = (state) => {
    const text = new DOMParser().parseFromString(state.text || "", "text/html").body;
    for (const link of text.querySelectorAll("a[href]:not([href^='#'])")) {
      link.target = "_blank";
      link.rel = "noopener noreferrer";
    }
    const place = at("k-text"), beside = at("k-bredvid"), top = beside.scrollTop;
    if (state.sprak) place.lang = state.sprak;
    sync(place, document.importNode(text, true));
    beside.scrollTop = top;
  };

  const show = (state) => {
    showList(state);
    if (!state.vald) return;
    const name = state.titel || state.fil;
    setText(at("k-namn"), name);
    document.title = name + " – Kansli";
    setText(at("k-lage"), state.lage);
    setText(at("k-visar"), state.visar ? "Visar versionen från kl. " + state.visar + "." : "");
    at("k-visar").hidden = !state.visar;
    showPages(state);
    showFindings(state);
    showText(state);
    document.documentElement.dataset.visad = String(Number(document.documentElement.dataset.visad || 0) + 1);
  };

  const source = new EventSource("handelser?dok=" + encodeURIComponent(asked));
  source.onmessage = (event) => show(JSON.parse(event.data));
  source.onerror = () => setText(at("k-lage"), "Kansli bevakar inte längre. Starta kansli watch igen.");
})();
