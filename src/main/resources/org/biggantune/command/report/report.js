"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  // Before and after: side by side, or overlaid with a slider.
  for (const compare of all(".compare")) {
    const range = compare.querySelector(".cut input");
    if (!range) continue;
    const cut = () => compare.style.setProperty("--cut", range.value + "%");
    range.addEventListener("input", cut);
    cut();
    for (const view of all(".views input", compare)) {
      view.addEventListener("change", () => compare.classList.toggle("slider", view.value === "slider"));
    }
  }

  // Enlarged pictures: a pair pans together; pictures of a strip are shown one at a time.
  const dialog = $("zoom");
  const panes = $("zoom-panes");
  let shown = [];
  let at = 0;
  let point = [50, 50];
  let near = true;
  const place = () => {
    panes.style.setProperty("--x", point[0] + "%");
    panes.style.setProperty("--y", point[1] + "%");
    panes.style.setProperty("--scale", near ? 3 : 1);
    $("zoom-size").textContent = near ? "Whole picture" : "Zoom in";
  };
  const fill = () => {
    const pair = shown[0].closest(".compare") !== null;
    const buttons = pair ? shown : [shown[at]];
    $("zoom-title").textContent = pair ? shown[0].dataset.title.replace(/, before$/, "") : buttons[0].dataset.title;
    $("zoom-previous").hidden = $("zoom-next").hidden = pair || shown.length < 2;
    panes.replaceChildren(...buttons.map((button) => {
      const figure = document.createElement("figure");
      const pane = document.createElement("div");
      pane.className = "pane";
      const picture = document.createElement("img");
      const source = button.querySelector("img");
      picture.src = source.src;
      picture.alt = source.alt;
      pane.style.aspectRatio = source.width + " / " + source.height;
      const caption = document.createElement("figcaption");
      caption.textContent = button.dataset.title.split(", ").pop();
      pane.append(picture);
      figure.append(pane, caption);
      return figure;
    }));
    place();
  };
  const turn = (by) => {
    if (shown.length && shown[0].closest(".compare") === null) {
      at = (at + by + shown.length) % shown.length;
      fill();
    }
  };
  for (const button of all(".enlarge")) {
    button.addEventListener("click", (event) => {
      shown = all(".enlarge").filter((other) => other.dataset.group === button.dataset.group);
      at = shown.indexOf(button);
      const box = button.getBoundingClientRect();
      const pointed = event.detail > 0;
      point = pointed
        ? [(100 * (event.clientX - box.left)) / box.width, (100 * (event.clientY - box.top)) / box.height]
        : [50, 50];
      near = button.closest(".compare") !== null && pointed;
      fill();
      dialog.showModal();
    });
  }
  panes.addEventListener("pointermove", (event) => {
    const pane = event.target.closest(".pane");
    if (!pane) return;
    const box = pane.getBoundingClientRect();
    point = [(100 * (event.clientX - box.left)) / box.width, (100 * (event.clientY - box.top)) / box.height];
    place();
  });
  dialog.addEventListener("keydown", (event) => {
    const moves = { ArrowLeft: [-6, 0], ArrowRight: [6, 0], ArrowUp: [0, -6], ArrowDown: [0, 6] };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    if (!near && move[0]) {
      turn(Math.sign(move[0]));
      return;
    }
    point = point.map((value, axis) => Math.min(100, Math.max(0, value + move[axis])));
    place();
  });
  $("zoom-previous").addEventListener("click", () => turn(-1));
  $("zoom-next").addEventListener("click", () => turn(1));
  $("zoom-size").addEventListener("click", () => {
    near = !near;
    place();
  });
  $("zoom-close").addEventListener("click", () => dialog.close());

  // Class table: search, filter by result, sorting.
  const table = $("classes");
  if (table) {
    const body = table.tBodies[0];
    const rows = [];
    const texts = [];
    const take = (found) => {
      rows.push(...found);
      texts.push(...found.map((row) => [...row.cells].filter((cell) => !cell.classList.contains("number"))
        .map((cell) => cell.textContent).join(" ").toLowerCase()));
    };
    take([...body.rows]);
    // The rows of a long table wait in elements whose content is only text while scripts run. They are added a part at a
    // time when the browser has nothing else to do, or all at once when they are needed.
    const parts = all("noscript.more");
    const scroll = table.parentElement;
    const add = () => {
      const part = parts.shift();
      const made = document.createElement("template");
      made.innerHTML = part.textContent;
      const found = [...made.content.querySelectorAll("tr")];
      take(found);
      body.append(...found);
      part.remove();
      if (!parts.length) scroll.style.minHeight = "";
    };
    const addAll = () => {
      while (parts.length) add();
    };
    if (parts.length) {
      // The page has about its final height from the beginning, so that a reload keeps its place.
      const total = Number($("found").dataset.size);
      scroll.style.minHeight = Math.round((table.offsetHeight * total) / rows.length) + "px";
      const idle = window.requestIdleCallback || ((call) => setTimeout(call, 50));
      const next = () => {
        if (parts.length) {
          add();
          idle(next);
        }
      };
      addEventListener("load", () => idle(next));
      addEventListener("beforeprint", addAll);
    }
    const filter = () => {
      addAll();
      const words = $("search").value.toLowerCase().split(/\s+/).filter(Boolean);
      const verdict = $("verdict").value;
      let count = 0;
      rows.forEach((row, i) => {
        const fits = (!verdict || row.dataset.verdict === verdict) && words.every((word) => texts[i].includes(word));
        row.hidden = !fits;
        count += fits;
      });
      $("found").textContent = count + " of " + rows.length;
    };
    $("search").addEventListener("input", filter);
    $("verdict").addEventListener("change", filter);
    // What a browser has kept in the fields over a reload.
    if ($("search").value || $("verdict").value) filter();
    all("thead button", table).forEach((button) => {
      button.addEventListener("click", () => {
        addAll();
        const header = button.closest("th");
        const ascending = header.getAttribute("aria-sort") === "none" || !header.hasAttribute("aria-sort")
          ? !header.classList.contains("number")
          : header.getAttribute("aria-sort") !== "ascending";
        const column = header.cellIndex;
        const named = ["index", "verdict", "run"].includes(button.dataset.key) ? button.dataset.key : null;
        const keys = new Map(rows.map((row) => {
          const value = named ? row.dataset[named] : row.cells[column].dataset.sort;
          return [row, named && named !== "index" ? value : value === "" ? NaN : Number(value)];
        }));
        const compare = (a, b) => {
          const x = keys.get(a);
          const y = keys.get(b);
          if (typeof x === "string") return ascending ? x.localeCompare(y) : y.localeCompare(x);
          if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) - Number.isNaN(y);
          return ascending ? x - y : y - x;
        };
        body.append(...[...rows].sort(compare));
        all("th[aria-sort]", table).forEach((other) => other.setAttribute("aria-sort", "none"));
        header.setAttribute("aria-sort", ascending ? "ascending" : "descending");
      });
    });
  }

  if ($("copy")) {
    $("copy").addEventListener("click", () => {
      const selection = getSelection();
      selection.selectAllChildren($("command"));
      const done = document.execCommand("copy");
      $("copy").textContent = done ? "Copied" : "Selected";
    });
  }

  // Charts.
  const titles = {
    loss: "Loss",
    probability: "Probability of the class",
    pairDiversity: "Pair diversity of candidates",
    diversity: "Diversity reward",
    stepSize: "Step size",
    gradientNorm: "Gradient norm",
  };
  const smooth = (values) => {
    const half = Math.floor(values.length / 50);
    return values.map((unused, i) => {
      const part = values.slice(Math.max(0, i - half), i + half + 1);
      return part.reduce((sum, value) => sum + value, 0) / part.length;
    });
  };
  const dashes = [[], [7, 4], [2, 3]];
  const marks = (data, kind) => data.candidates.filter((candidate) => candidate[kind] !== undefined);
  const drawMarks = (plot, data, kind) => {
    const context = plot.ctx;
    const size = 4 * devicePixelRatio;
    context.save();
    context.beginPath();
    context.rect(plot.bbox.left - size * 2, plot.bbox.top - size, plot.bbox.width + size * 4, plot.bbox.height + size * 2);
    context.clip();
    if (kind === "pairDiversity" && data.original) {
      const y = plot.valToPos(data.original.pairDiversity, "y", true);
      context.strokeStyle = colour("--soft");
      context.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
      context.beginPath();
      context.moveTo(plot.bbox.left, y);
      context.lineTo(plot.bbox.left + plot.bbox.width, y);
      context.stroke();
      context.setLineDash([]);
      context.fillStyle = colour("--soft");
      context.font = 11 * devicePixelRatio + "px system-ui, sans-serif";
      context.textAlign = "left";
      context.textBaseline = "alphabetic";
      context.fillText("original", plot.bbox.left + 4 * devicePixelRatio, y - 4 * devicePixelRatio);
    }
    for (const candidate of [...marks(data, kind)].sort((a, b) => a.chosen - b.chosen)) {
      const x = plot.valToPos(candidate.step, "x", true);
      const y = plot.valToPos(candidate[kind], "y", true);
      const radius = candidate.backOff ? size * 0.7 : size;
      context.lineWidth = 1.6 * devicePixelRatio;
      context.strokeStyle = colour("--s" + (((candidate.start - 1) % 6) + 1));
      context.fillStyle = colour("--card");
      context.beginPath();
      if (candidate.refused && !candidate.chosen) {
        context.moveTo(x - radius, y - radius);
        context.lineTo(x + radius, y + radius);
        context.moveTo(x + radius, y - radius);
        context.lineTo(x - radius, y + radius);
        context.stroke();
        continue;
      }
      if (candidate.chosen) {
        context.fillStyle = colour("--down");
        context.strokeStyle = colour("--ink");
      }
      context.arc(x, y, candidate.chosen ? size * 1.3 : radius, 0, 2 * Math.PI);
      context.fill();
      context.stroke();
    }
    context.restore();
  };
  const tick = (value) => (value === null || value === undefined ? "" : String(Number(value.toPrecision(3))));
  const axisTick = (value, step) => (value === null ? "" : String(Number(value.toFixed(Math.min(20, Math.max(0, Math.ceil(-Math.log10(step)) + 1))))));
  const table2 = (data, kind) => {
    if (kind === "pairDiversity") {
      const steps = [...new Set([0, ...marks(data, kind).map((one) => one.step)])].sort((a, b) => a - b);
      return [[steps, ...data.starts.map((start) => steps.map((step) => {
        const own = data.candidates.find((one) => one.start === start.start && one.step === step && !one.backOff);
        return step === 0 && data.original ? data.original.pairDiversity : own ? own[kind] : null;
      }))], data.starts.map((start) => start.start)];
    }
    const tables = data.starts.map((start) => [start.step, start[kind], smooth(start[kind])]);
    return [uPlot.join(tables), data.starts.map((start) => start.start)];
  };
  // CSS does not apply to canvases, so printed charts are redrawn: two side by side, in the light scheme's colours.
  const printed = 330;
  let printing = false;
  const plots = new Map();
  const draw = (box) => {
    const section = box.closest(".charts").dataset.charts;
    const data = JSON.parse($(section + "-data").textContent);
    const kind = box.dataset.chart;
    if (plots.has(box)) plots.get(box).destroy();
    const [values, starts] = table2(data, kind);
    const noisy = !["pairDiversity", "stepSize"].includes(kind);
    const extra = marks(data, kind).map((one) => one[kind]);
    if (kind === "pairDiversity" && data.original) extra.push(data.original.pairDiversity);
    const stroke = (start) => colour("--s" + (((start - 1) % 6) + 1));
    const series = [{ label: "step", value: (plot, value) => (value === null ? "" : value) }];
    starts.forEach((start, place) => {
      const name = starts.length > 1 ? "restart " + start : titles[kind].toLowerCase();
      const line = {
        stroke: stroke(start),
        width: 1.8,
        dash: dashes[Math.floor((start - 1) / 6) % dashes.length],
        spanGaps: true,
        points: { show: false },
        value: (plot, value) => tick(value),
      };
      if (kind === "pairDiversity") {
        series.push({ ...line, label: name });
      } else {
        series.push({ ...line, label: name, width: noisy ? 0.8 : 1.8, alpha: noisy ? 0.35 : 1 });
        series.push({ ...line, label: name + ", smoothed", width: noisy ? 1.8 : 0, show: noisy });
      }
    });
    const axis = { stroke: colour("--soft"), grid: { stroke: colour("--line"), width: 1 }, ticks: { stroke: colour("--line") }, font: "11px system-ui, sans-serif" };
    plots.set(box, new uPlot({
      title: titles[kind],
      width: printing ? printed : Math.max(220, box.clientWidth),
      height: printing ? 150 : 190,
      legend: { show: false },
      cursor: { sync: { key: section }, points: { size: 5 } },
      scales: {
        x: { time: false },
        y: {
          range: (plot, low, high) => {
            const known = [low, high, ...extra].filter((value) => value !== null && Number.isFinite(value));
            const least = Math.min(...known);
            const most = Math.max(...known);
            const room = (most - least || Math.abs(most) || 1) * 0.08;
            return [least - room, most + room];
          },
        },
      },
      axes: [{ ...axis, size: 34 }, { ...axis, size: 56, values: (plot, ticks, place, space, step) => ticks.map((value) => axisTick(value, step)) }],
      series,
      hooks: {
        draw: [(plot) => drawMarks(plot, data, kind)],
        setCursor: [(plot) => readout(box, plot, kind)],
      },
    }, values, box));
    const note = document.createElement("div");
    note.className = "hint readout";
    note.setAttribute("aria-hidden", "true");
    note.textContent = "\u00a0";
    all(".readout", box).forEach((old) => old.remove());
    box.append(note);
  };
  const readout = (box, plot, kind) => {
    const note = box.querySelector(".readout");
    if (!note) return;
    const place = plot.cursor.idx;
    if (place === null || place === undefined) {
      note.textContent = "\u00a0";
      return;
    }
    const parts = plot.series.slice(1)
      .map((one, i) => [one, plot.data[i + 1][place]])
      .filter(([one, value]) => value !== null && value !== undefined && !one.label.endsWith("smoothed"))
      .map(([one, value]) => (one.label.startsWith("restart") ? one.label + ": " : "") + tick(value));
    note.textContent = "step " + plot.data[0][place] + ": " + parts.join(", ");
  };
  const boxes = all(".chart");
  const waiting = new Set(boxes);
  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (entry.isIntersecting && waiting.delete(entry.target)) {
        draw(entry.target);
        watcher.unobserve(entry.target);
      }
    }
  }, { rootMargin: "600px" });
  boxes.forEach((box) => watcher.observe(box));
  const again = () => boxes.filter((box) => !waiting.has(box)).forEach(draw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  let width = innerWidth;
  let timer = 0;
  addEventListener("resize", () => {
    if (innerWidth === width) return;
    width = innerWidth;
    clearTimeout(timer);
    timer = setTimeout(again, 150);
  });
  const print = (begins) => {
    printing = begins;
    document.documentElement.classList.toggle("printing", begins);
    waiting.clear();
    boxes.forEach(draw);
  };
  addEventListener("beforeprint", () => print(true));
  addEventListener("afterprint", () => print(false));
})();
