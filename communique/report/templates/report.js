(() => {
  "use strict";
  const panel = document.getElementById("filter");
  const words = document.getElementById("filter-words");
  const result = document.getElementById("filter-result");
  const selects = [...panel.querySelectorAll("select")];
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const readouts = [...document.querySelectorAll("section.readout")].map((section) => ({
    section,
    text: null,
    calls: [...section.querySelectorAll("article.call")].map((article) => ({
      article,
      tokens: new Set(article.dataset.f.split(" ")),
    })),
  }));
  const total = readouts.reduce((sum, readout) => sum + readout.calls.length, 0);

  const apply = () => {
    const wanted = selects.map((select) => select.value).filter(Boolean);
    const terms = plain(words.value).split(/\s+/).filter(Boolean);
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
    result.textContent = `${shown} of ${total} calls shown`;
  };

  const clear = () => {
    words.value = "";
    for (const select of selects) select.value = "";
    apply();
  };

  const reveal = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (!target) return;
    if (target.closest("[hidden]")) clear();
    for (let node = target; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
    target.scrollIntoView();
  };

  let waiting = 0;
  words.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, 150);
  });
  for (const select of selects) select.addEventListener("change", apply);
  document.getElementById("filter-clear").addEventListener("click", clear);
  addEventListener("hashchange", reveal);

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const node of closed) node.open = true;
  });
  addEventListener("afterprint", () => {
    for (const node of closed) node.open = false;
  });

  panel.hidden = false;
  apply();
  reveal();
})();
