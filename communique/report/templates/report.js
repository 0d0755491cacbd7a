(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const panel = byId("filter");
  const words = byId("filter-words");
  const result = byId("filter-result");
  const selects = [...panel.querySelectorAll("select")];
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const make = (tag, properties = {}, ...children) => {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...children);
    return node;
  };

  // What is filtered: the readouts in the page or, of a count of many calls, an index of those that stand packed in it.
  // Both give: total, matching(tokens, terms) -> number of calls shown, and open(anchor) -> the call's element.
  const printed = () => {
    const readouts = [...document.querySelectorAll("section.readout")].map((section) => ({
      section,
      text: null,
      calls: [...section.querySelectorAll("article.call")].map((article) => ({
        article,
        tokens: new Set(article.dataset.f.split(" ")),
      })),
    }));
    return {
      total: readouts.reduce((sum, readout) => sum + readout.calls.length, 0),
      has: (anchor) => byId(anchor)?.closest(".readout"),
      async matching(wanted, terms) {
        let shown = 0;
        for (const readout of readouts) {
          if (terms.length && readout.text === null) readout.text = plain(readout.section.textContent);
          const told = terms.every((term) => readout.text.includes(term));
          let here = 0;
          for (const call of readout.calls) {
            const fits = told && wanted.every((token) => call.tokens.has(token));
            call.article.hidden = !fits;
            here += fits ? 1 : 0;
          }
          readout.section.hidden = here === 0;
          shown += here;
        }
        return shown;
      },
      async open(anchor) {
        if (byId(anchor)?.closest("[hidden]")) await clear();
        return byId(anchor);
      },
    };
  };

  const packed = (index) => {
    const AT_ONCE = 20;
    const place = byId("readouts");
    const turn = byId("turn");
    const back = byId("turn-back");
    const on = byId("turn-on");
    const bodies = [...document.querySelectorAll("script.bodies")];
    const unpacked = [];
    const anchors = new Map(index.calls.map((call, number) => [call[0], number]));
    let fits = new Set();
    let order = [];
    let first = 0;
    let told = null;

    const unpack = (chunk) => {
      unpacked[chunk] ??= (async () => {
        const bytes = Uint8Array.from(atob(bodies[chunk].textContent), (letter) => letter.charCodeAt(0));
        const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
        return JSON.parse(await new Response(stream).text());
      })();
      return unpacked[chunk];
    };
    const body = async (readout) => (await unpack(Math.floor(readout / index.chunk)))[readout % index.chunk];
    const show = async () => {
      const shown = order.slice(first, first + AT_ONCE);
      const frame = document.createElement("template");
      frame.innerHTML = (await Promise.all(shown.map(body))).map((pair) => pair[0]).join("");
      for (const article of frame.content.querySelectorAll("article.call")) {
        article.hidden = !fits.has(anchors.get(article.id));
      }
      place.replaceChildren(frame.content);
      turn.hidden = order.length <= AT_ONCE;
      back.disabled = first === 0;
      on.disabled = first + AT_ONCE >= order.length;
    };
    const step = async (by) => {
      first = Math.max(0, first + by);
      await show();
      panel.scrollIntoView();
    };
    back.addEventListener("click", () => step(-AT_ONCE));
    on.addEventListener("click", () => step(AT_ONCE));
    byId("pages").hidden = true;
    for (const node of document.querySelectorAll(".where-else")) {
      const entry = node.closest(".entry");
      const list = make("ol", { className: "where" });
      const fold = make("details", {}, make("summary", { textContent: "each of them" }), list);
      fold.addEventListener("toggle", () => {
        if (!fold.open || list.children.length) return;
        for (const number of index.lists[entry.id]) {
          const [anchor, , day, who] = index.calls[number];
          list.append(make("li", {}, make("a", { href: `#${anchor}`, textContent: day }), ` ${who}`));
        }
      });
      node.replaceWith(fold);
    }
    addEventListener("click", (event) => {
      const link = event.target.closest?.("a");
      const found = /^calls-\d+\.html(#.+)$/.exec(link?.getAttribute("href") ?? "");
      if (!found) return;
      event.preventDefault();
      location.hash = found[1];
    });
    return {
      total: index.calls.length,
      has: (anchor) => anchors.has(anchor),
      async matching(wanted, terms) {
        const numbers = wanted.map((token) => index.tokens.indexOf(token));
        if (terms.length && told === null) {
          result.textContent = "Searching…";
          const all = await Promise.all(bodies.map((_, chunk) => unpack(chunk)));
          told = all.flat().map((pair) => plain(pair[1]));
        }
        fits = new Set();
        const readouts = new Set();
        index.calls.forEach((call, number) => {
          if (!numbers.every((token) => call[4].includes(token))) return;
          if (!terms.every((term) => told[call[1]].includes(term) || plain(call[3]).includes(term))) return;
          fits.add(number);
          readouts.add(call[1]);
        });
        order = [...readouts].sort((a, b) => a - b);
        first = 0;
        await show();
        return fits.size;
      },
      async open(anchor) {
        const number = anchors.get(anchor);
        if (!fits.has(number)) await clear();
        const at = order.indexOf(index.calls[number][1]);
        first = at - (at % AT_ONCE);
        await show();
        return byId(anchor);
      },
    };
  };

  const source = byId("call-index");
  const calls = source ? packed(JSON.parse(source.textContent)) : printed();

  const apply = async () => {
    const wanted = selects.map((select) => select.value).filter(Boolean);
    const terms = plain(words.value).split(/\s+/).filter(Boolean);
    const shown = await calls.matching(wanted, terms);
    result.textContent = `${shown} of ${calls.total} calls shown`;
  };

  // A filtered view has an address of its own: #calls?leader=emmanuel-macron&q=grain
  const remember = () => {
    const asked = new URLSearchParams();
    for (const select of selects) if (select.value) asked.set(select.name, select.value.slice(select.name.length + 1));
    if (words.value.trim()) asked.set("q", words.value.trim());
    history.replaceState(null, "", `#calls${String(asked) && "?"}${asked}`);
  };
  const recall = (hash) => {
    const asked = new URLSearchParams(hash.slice("#calls?".length));
    words.value = asked.get("q") ?? "";
    for (const select of selects) {
      const token = `${select.name}.${asked.get(select.name)}`;
      select.value = [...select.options].some((option) => option.value === token) ? token : "";
    }
  };
  const clear = async () => {
    words.value = "";
    for (const select of selects) select.value = "";
    await apply();
  };

  const reveal = async () => {
    const hash = location.hash;
    if (hash.startsWith("#calls?")) {
      recall(hash);
      await apply();
      byId("calls").scrollIntoView();
      return;
    }
    const anchor = hash.slice(1);
    const target = calls.has(anchor) ? await calls.open(anchor) : byId(anchor);
    if (!target) return;
    for (let node = target; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
    const list = target.classList.contains("entry") && target.querySelector("details");
    if (list) list.open = true;
    for (const node of document.querySelectorAll(".here")) node.classList.remove("here");
    target.classList.add("here");
    target.scrollIntoView();
    if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
    target.focus({ preventScroll: true });
  };

  let waiting = 0;
  const changed = async () => {
    await apply();
    remember();
  };
  words.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(changed, 150);
  });
  for (const select of selects) select.addEventListener("change", changed);
  byId("filter-clear").addEventListener("click", async () => {
    await clear();
    remember();
  });
  addEventListener("hashchange", reveal);

  // The words of a mark, for the pointer and for the keyboard
  const tip = byId("tip");
  let said = null;
  const say = (mark) => {
    said = mark;
    tip.hidden = !mark;
    if (!mark) return;
    tip.textContent = mark.getAttribute("aria-label");
    const box = mark.getBoundingClientRect();
    const left = Math.min(Math.max(8, box.left + box.width / 2 - tip.offsetWidth / 2), innerWidth - tip.offsetWidth - 8);
    const above = box.top - tip.offsetHeight - 8;
    tip.style.left = `${left}px`;
    tip.style.top = `${above > 4 ? above : box.bottom + 8}px`;
  };
  const focused = () => document.activeElement.closest("svg a");
  addEventListener("pointerover", (event) => say(event.target.closest?.("svg a") ?? focused()));
  addEventListener("focusin", () => say(focused()));
  addEventListener("focusout", () => say(null));
  // a mark that is said may be scrolled into view after that
  addEventListener("scroll", () => say(said), { passive: true, capture: true });
  addEventListener("keydown", (event) => { if (event.key === "Escape") say(null); });
  for (const title of document.querySelectorAll("svg a title")) title.remove();

  // A timeline is one stop of the tab key; arrows, Home and End go from mark to mark
  for (const svg of document.querySelectorAll("svg.timeline")) {
    const marks = [...svg.querySelectorAll("a")];
    const enter = (mark) => {
      for (const other of marks) other.setAttribute("tabindex", other === mark ? "0" : "-1");
    };
    if (marks.length) enter(marks[0]);
    svg.addEventListener("focusin", (event) => enter(event.target.closest("a")));
    svg.addEventListener("keydown", (event) => {
      const at = marks.indexOf(event.target.closest("a"));
      const steps = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: marks.length - 1 };
      const next = marks[steps[event.key]];
      if (!next) return;
      event.preventDefault();
      next.focus();
    });
  }

  // Charts as files: our own drawing with its styles written into it
  const KEPT = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "font-family", "font-size", "font-weight", "text-anchor"];
  const drawing = (figure) => {
    const svg = figure.querySelector("svg");
    const copy = svg.cloneNode(true);
    const live = [svg, ...svg.querySelectorAll("*")];
    [copy, ...copy.querySelectorAll("*")].forEach((node, place) => {
      const style = getComputedStyle(live[place]);
      for (const name of KEPT) node.setAttribute(name, style.getPropertyValue(name));
      node.removeAttribute("class");
      node.removeAttribute("href");
    });
    const { width, height } = svg.viewBox.baseVal;
    const head = 34;
    const foot = 24;
    const root = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const put = (tag, attributes, text = "") => {
      const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
      for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
      node.textContent = text;
      root.append(node);
    };
    const page = getComputedStyle(document.body);
    const size = { width: width + 24, height: height + head + foot };
    for (const [name, value] of Object.entries(size)) root.setAttribute(name, value);
    root.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
    put("rect", { ...size, fill: page.backgroundColor });
    const caption = figure.querySelector("figcaption").textContent.trim();
    const font = { "font-family": page.fontFamily, fill: page.color };
    put("text", { ...font, x: 12, y: 22, "font-size": 15, "font-weight": 600 }, caption[0].toUpperCase() + caption.slice(1));
    put("text", { ...font, x: 12, y: size.height - 8, "font-size": 10 }, document.title);
    copy.setAttribute("x", 12);
    copy.setAttribute("y", head);
    copy.setAttribute("width", width);
    copy.setAttribute("height", height);
    root.append(copy);
    return { ...size, text: new XMLSerializer().serializeToString(root) };
  };
  const save = (blob, name) => {
    const link = make("a", { href: URL.createObjectURL(blob), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };
  const asSvg = (figure, name) => save(new Blob([drawing(figure).text], { type: "image/svg+xml" }), `${name}.svg`);
  const asPng = (figure, name) => {
    const { width, height, text } = drawing(figure);
    const picture = new Image();
    picture.addEventListener("load", () => {
      const canvas = make("canvas", { width: width * 2, height: height * 2 });
      canvas.getContext("2d").drawImage(picture, 0, 0, width * 2, height * 2);
      canvas.toBlob((blob) => save(blob, `${name}.png`), "image/png");
    });
    picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  };
  for (const figure of document.querySelectorAll("figure.chart")) {
    const name = figure.querySelector("svg").dataset.name;
    const caption = figure.querySelector("figcaption").textContent.trim();
    const button = (kind, action) =>
      make("button", { type: "button", textContent: kind, ariaLabel: `Save as ${kind}: ${caption}`, onclick: () => action(figure, name) });
    figure.append(make("p", { className: "save" }, "Save as ", button("SVG", asSvg), " ", button("PNG", asPng)));
  }

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const node of closed) node.open = true;
  });
  addEventListener("afterprint", () => {
    for (const node of closed) node.open = false;
  });

  panel.hidden = false;
  (async () => {
    if (!location.hash.startsWith("#calls?")) await apply();
    await reveal();
    document.documentElement.dataset.ready = "yes";
  })();
})();
