"use strict";

(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = id => document.getElementById(id);

  const ORIGINS = {
    "limit": "stream limit: the same bytes read and written, no arithmetic",
    "plain": "the plain Java loop that users write",
    "candidate": "backend that the dispatcher can choose, called without argument checks",
    "dispatch": "what users call: argument checks, the choice, and the chosen backend",
    "crossing": "native functions called in one way only: by JNI or by java.lang.foreign",
    "lane-width": "the vector backend in a JVM with another lane width",
    "peer": "another library, as its own users call it",
  };
  // Okabe and Ito's colours, which colour-blind readers can tell apart.
  const COLORS = {
    "dispatch": "#111827",
    "stream": "#8b95a3",
    "plain": "#d55e00",
    "scalar": "#e69f00",
    "vector": "#0072b2",
    "openblas-avx2": "#009e73",
    "openblas-avx512": "#cc79a7",
    "openblas-neon": "#009e73",
    "openblas-avx2-blas": "#00563f",
    "openblas-avx512-blas": "#7d3560",
    "openblas-neon-blas": "#00563f",
    "vector-128": "#9ecae9",
    "vector-256": "#6baed6",
    "vector-512": "#3f8fc4",
  };
  const OTHER_COLORS = ["#7b61c4", "#56b4e9", "#a6761d", "#e7298a", "#66a61e", "#b15928", "#6a3d9a", "#ff7f00", "#00a6a6", "#666666"];
  const SHORT = {
    "scalar": "S", "vector": "V",
    "openblas-avx2": "C2", "openblas-avx512": "C5", "openblas-neon": "CN",
    "openblas-avx2-blas": "B2", "openblas-avx512-blas": "B5", "openblas-neon-blas": "BN",
  };
  const REGRET_COLORS = ["#f3f8f4", "#fde7b3", "#f4a261", "#d9553f"];
  const FONT = getComputedStyle(document.body).fontFamily;

  const contestants = data.contestants;
  const colors = {};
  let other = 0;
  for (const c of contestants) {
    colors[c.id] = COLORS[c.id] || OTHER_COLORS[other++ % OTHER_COLORS.length];
  }
  const distinct = values => [...new Set(values)];
  const kernels = distinct(data.rows.map(r => r.kernel));
  const elements = distinct(data.rows.map(r => r.element));
  const sizes = distinct(data.rows.map(r => r.size)).sort((a, b) => a - b);
  const key = (...parts) => parts.join(" ");
  const rows = new Map(data.rows.map(r => [key(r.kernel, r.element, r.size, r.contestant), r]));
  const choices = new Map(data.choices.map(c => [key(c.kernel, c.element, c.size), c]));
  const row = (kernel, element, size, contestant) => rows.get(key(kernel, element, size, contestant));
  const candidates = contestants.filter(c => c.origin === "candidate").map(c => c.id);

  const METRICS = {
    "ns": {
      label: "ns per element",
      axis: "ns per element",
      of: (r, nanos) => nanos / r.elements,
    },
    "gb": {
      label: "GB/s",
      axis: "GB/s (each array once)",
      of: (r, nanos) => r.bytes / nanos,
    },
    "ratio": {
      label: "× the choice",
      axis: "time ÷ time of the dispatcher's choice",
      of: (r, nanos) => r.ratioToChoice === null ? NaN : r.ratioToChoice * nanos / r.nanos,
    },
  };
  const state = {kernel: kernels.includes("adam") ? "adam" : kernels[0], element: elements[0], metric: "ns", choice: "chosen", fitTime: "warm"};

  function escape(text) {
    return String(text).replace(/[&<>"']/g, c => "&#" + c.charCodeAt(0) + ";");
  }

  function sizeName(n) {
    for (const [unit, name] of [[1 << 20, "M"], [1 << 10, "K"]]) {
      if (n >= unit && n % unit === 0) {
        return n / unit + name;
      }
    }
    return String(n);
  }

  function number(x) {
    if (x === null || x === undefined || !Number.isFinite(x)) {
      return "–";
    }
    const digits = Math.abs(x) >= 100 ? 0 : Math.abs(x) >= 10 ? 1 : Math.abs(x) >= 1 ? 2 : 3;
    return x.toFixed(digits);
  }

  const percent = x => x === null || !Number.isFinite(x) ? "–" : (100 * x).toFixed(1) + " %";

  function median(values) {
    const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
    const middle = sorted.length >> 1;
    return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  const swatch = id => `<span class="swatch" style="background:${colors[id]}"></span>`;

  const charts = new Map();
  function draw(id, option) {
    if (!charts.has(id)) {
      const chart = echarts.init(byId(id), null, {renderer: "svg"});
      charts.set(id, chart);
      new ResizeObserver(() => chart.resize()).observe(byId(id));
    }
    charts.get(id).setOption(
        {animation: false, textStyle: {fontFamily: FONT}, ...option}, {notMerge: true});
    return charts.get(id);
  }

  function toggle(id, options, name) {
    byId(id).replaceChildren(...options.map(([value, label]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = label;
      button.setAttribute("aria-pressed", state[name] === value);
      button.addEventListener("click", () => {
        state[name] = value;
        render();
      });
      return button;
    }));
  }

  function table(id, header, body) {
    const cell = (tag, c) => {
      const [text, style] = Array.isArray(c) ? c : [c, ""];
      return `<${tag} class="${style}">${text}</${tag}>`;
    };
    byId(id).innerHTML =
        `<thead><tr>${header.map(c => cell("th", c)).join("")}</tr></thead><tbody>` +
        body.map(r => `<tr>${r.map(c => cell("td", c)).join("")}</tr>`).join("") +
        "</tbody>";
  }

  function present(kernel, element) {
    return contestants.filter(c => sizes.some(n => row(kernel, element, n, c.id)));
  }

  function renderTiles() {
    const regrets = data.choices.map(c => c.choiceRegret).filter(Number.isFinite);
    const worst = data.choices.reduce(
        (a, b) => !a || (b.choiceRegret ?? -1) > (a.choiceRegret ?? -1) ? b : a, null);
    const speedUps = against => data.choices.map(c => {
      const slow = row(c.kernel, c.element, c.size, against);
      const fast = row(c.kernel, c.element, c.size, "dispatch");
      return slow && fast ? slow.nanos / fast.nanos : NaN;
    });
    const tiles = [];
    if (regrets.length) {
      const near = regrets.filter(r => r <= 0.05).length;
      tiles.push([percent(median(regrets)), "median regret of the dispatcher's choices"]);
      tiles.push([
        percent(worst.choiceRegret),
        `worst regret: ${worst.kernel}, ${sizeName(worst.size)} ${worst.element}s`]);
      tiles.push([percent(near / regrets.length), `of ${regrets.length} choices within 5 % of the fastest backend`]);
    }
    for (const [against, what] of [["plain", "a plain Java loop"], ["scalar", "the scalar backend"]]) {
      const ratio = median(speedUps(against));
      if (Number.isFinite(ratio)) {
        tiles.push([number(ratio) + " ×", `as fast as ${what}: the median over all kernels and sizes`]);
      }
    }
    byId("tiles").innerHTML =
        tiles.map(([value, text]) => `<div class="tile"><b>${value}</b><span>${escape(text)}</span></div>`).join("");
  }

  function renderLines() {
    const {kernel, element} = state;
    const metric = METRICS[state.metric];
    const who = present(kernel, element);
    byId("kernel-title").textContent = `${kernel}, ${element}`;
    const series = [];
    for (const c of who) {
      const points = sizes.map(n => row(kernel, element, n, c.id)).filter(r => r)
          .map(r => [r.size, metric.of(r, r.nanos), metric.of(r, r.min), metric.of(r, r.max)])
          .filter(p => Number.isFinite(p[1]));
      const dashed = {"limit": "dashed", "plain": "dotted", "crossing": [8, 2], "lane-width": [6, 3], "peer": [2, 3]}[c.origin] || "solid";
      const color = colors[c.id];
      const front = c.origin === "dispatch" ? 4 : c.origin === "candidate" ? 3 : 2;
      series.push({
        name: c.id, type: "line", data: points, z: front, color,
        encode: {x: 0, y: 1},
        symbol: c.origin === "dispatch" ? "diamond" : "circle",
        symbolSize: c.origin === "dispatch" ? 9 : 6,
        lineStyle: {type: dashed, width: c.origin === "dispatch" ? 3 : 2},
      });
      series.push({
        name: c.id, type: "custom", data: points, z: front, color, silent: true,
        encode: {x: 0, y: [2, 3]}, tooltip: {show: false},
        renderItem: (params, api) => {
          const low = api.coord([api.value(0), api.value(2)]);
          const high = api.coord([api.value(0), api.value(3)]);
          const line = (x1, y1, x2, y2) =>
              ({type: "line", shape: {x1, y1, x2, y2}, style: {stroke: color, lineWidth: 1.2}});
          return {
            type: "group",
            children: [
              line(low[0], low[1], high[0], high[1]),
              line(low[0] - 4, low[1], low[0] + 4, low[1]),
              line(high[0] - 4, high[1], high[0] + 4, high[1]),
            ],
          };
        },
      });
    }
    draw("lines", {
      grid: {left: 64, right: 24, top: 64, bottom: 48},
      legend: {top: 0, data: who.map(c => c.id), itemWidth: 28, textStyle: {fontSize: 13}},
      tooltip: {
        trigger: "axis",
        axisPointer: {type: "line"},
        formatter: points => {
          const n = points[0].axisValue;
          const lines = points.filter(p => p.seriesType === "line")
              .map(p => row(kernel, element, n, p.seriesName)).filter(r => r)
              .sort((a, b) => a.nanos - b.nanos)
              .map(r => `<tr><td>${swatch(r.contestant)}${escape(r.contestant)}</td>` +
                  `<td style="text-align:right;padding-left:14px">${number(r.nanosPerElement)} ns</td>` +
                  `<td style="text-align:right;padding-left:14px">${number(r.gigabytesPerSecond)} GB/s</td>` +
                  `<td style="padding-left:14px;color:#5f6b7a">${number(r.min / r.elements)} … ` +
                  `${number(r.max / r.elements)}</td></tr>`);
          return `<b>${escape(kernel)}, ${sizeName(n)} ${element}s</b><table>${lines.join("")}</table>`;
        },
      },
      xAxis: {
        type: "log", logBase: 4, min: sizes[0], max: sizes.at(-1), name: "elements", nameLocation: "middle",
        nameGap: 30, axisLabel: {formatter: sizeName}, minorSplitLine: {show: false},
      },
      yAxis: {
        type: "log", name: metric.axis, nameLocation: "end", nameTextStyle: {align: "left"},
        axisLabel: {formatter: x => String(Number(x.toPrecision(3)))},
      },
      series,
    });

    const best = n => {
      const c = choices.get(key(kernel, element, n));
      return c ? c.best : null;
    };
    const chosen = n => {
      const c = choices.get(key(kernel, element, n));
      return c ? c.chosen : null;
    };
    table(
        "lines-table",
        [[metric.label, "text"], ...sizes.map(sizeName)],
        who.map(c => [
          [swatch(c.id) + escape(c.id), "text"],
          ...sizes.map(n => {
            const r = row(kernel, element, n, c.id);
            const style = (best(n) === c.id ? "best " : "") + (chosen(n) === c.id ? "chosen" : "");
            return [r ? number(metric.of(r, r.nanos)) : "–", style];
          }),
        ]));
  }

  function heatAxes() {
    return {
      grid: {left: 138, right: 8, top: 26, bottom: 8},
      xAxis: {type: "category", data: sizes.map(sizeName), position: "top", axisTick: {show: false}, axisLine: {show: false}},
      yAxis: {
        type: "category", data: kernels, inverse: true, axisTick: {show: false}, axisLine: {show: false},
        axisLabel: {interval: 0, fontSize: 12},
      },
    };
  }

  function pick(params) {
    state.kernel = kernels[params.data.value[1]];
    render();
    byId("kernel-title").scrollIntoView({behavior: "smooth", block: "start"});
  }

  function renderHeat() {
    const cells = value => kernels.flatMap((kernel, y) => sizes.map((n, x) => {
      const choice = choices.get(key(kernel, state.element, n));
      return choice ? value(choice, x, y) : null;
    })).filter(cell => cell);
    const tip = params => {
      const [x, y] = params.data.value;
      const c = choices.get(key(kernels[y], state.element, sizes[x]));
      return `<b>${escape(c.kernel)}, ${sizeName(c.size)} ${c.element}s</b><br>` +
          `chosen: ${swatch(c.chosen)}${escape(c.chosen)} (${escape(c.why)})<br>` +
          `fastest: ${swatch(c.best)}${escape(c.best)}<br>` +
          `regret of the choice: ${percent(c.choiceRegret)}<br>` +
          `through the dispatcher: ${percent(c.regret)}`;
    };
    const shown = state.choice;
    const seen = candidates.filter(id => data.choices.some(c => c.chosen === id || c.best === id));
    byId("choices-title").textContent =
        (shown === "chosen" ? "The chosen backend" : "The fastest backend") + ` by kernel and size, ${state.element}`;
    byId("legend").innerHTML = seen.map(id =>
        `<span>${swatch(id)}${SHORT[id] ? SHORT[id] + " " : ""}${escape(id)}</span>`).join("");
    draw("choices", {
      ...heatAxes(),
      tooltip: {formatter: tip},
      visualMap: {
        show: false, type: "piecewise", dimension: 2,
        pieces: seen.map((id, i) => ({value: i, color: colors[id]})),
      },
      series: [{
        type: "heatmap",
        data: cells((c, x, y) => ({value: [x, y, seen.indexOf(c[shown])]})),
        label: {show: true, color: "#fff", fontSize: 11, formatter: p => SHORT[seen[p.data.value[2]]] || ""},
        itemStyle: {borderColor: "#fff", borderWidth: 1.5},
      }],
    }).off("click").on("click", pick);
    draw("regret", {
      ...heatAxes(),
      tooltip: {formatter: tip},
      visualMap: {
        show: false, min: 0, max: 25, dimension: 2,
        inRange: {color: REGRET_COLORS},
      },
      series: [{
        type: "heatmap",
        data: cells((c, x, y) =>
            c.choiceRegret === null ? null : {value: [x, y, 100 * c.choiceRegret]}),
        label: {show: true, color: "#1f2933", fontSize: 11, formatter: p => p.data.value[2].toFixed(0)},
        itemStyle: {borderColor: "#fff", borderWidth: 1.5},
      }],
    }).off("click").on("click", pick);
  }

  const sort = {column: null, descending: false};
  function renderAll() {
    const columns = [
      ["kernel", c => c.kernel, c => [escape(c.kernel), "text"]],
      ["size", c => c.size, c => sizeName(c.size)],
      ["chosen", c => c.chosen, c => [swatch(c.chosen) + escape(c.chosen), "text"]],
      ["fastest", c => c.best, c => [swatch(c.best) + escape(c.best), "text"]],
      ["ns/element", c => c.dispatch.nanosPerElement, c => number(c.dispatch.nanosPerElement)],
      ["GB/s", c => c.dispatch.gigabytesPerSecond, c => number(c.dispatch.gigabytesPerSecond)],
      ["of limit", c => c.dispatch.streamShare ?? -1, c => percent(c.dispatch.streamShare)],
      ["regret", c => c.choiceRegret ?? -1, c => [percent(c.choiceRegret), c.choiceRegret > 0.1 ? "bad" : ""]],
      ["via dispatcher", c => c.regret, c => percent(c.regret)],
      ["× scalar", c => c.faster("scalar"), c => number(c.faster("scalar"))],
      ["× plain loop", c => c.faster("plain"), c => number(c.faster("plain"))],
    ];
    const cases = data.choices.filter(c => c.element === state.element).map(c => {
      const at = id => row(c.kernel, c.element, c.size, id);
      const faster = id => at(id) ? at(id).nanos / at("dispatch").nanos : NaN;
      return {...c, dispatch: at("dispatch"), faster};
    });
    if (sort.column !== null) {
      const value = columns[sort.column][1];
      cases.sort((a, b) => (value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : 0) * (sort.descending ? -1 : 1));
    }
    const text = ["kernel", "chosen", "fastest"];
    table(
        "all",
        columns.map(([name]) => [name, text.includes(name) ? "text" : ""]),
        cases.map(c => columns.map(([, , show]) => show(c))));
    byId("all").querySelectorAll("th").forEach((th, column) => {
      if (sort.column === column) {
        th.setAttribute("aria-sort", sort.descending ? "descending" : "ascending");
      }
      th.addEventListener("click", () => {
        sort.descending = sort.column === column && !sort.descending;
        sort.column = column;
        renderAll();
      });
    });
  }

  /** Bars with error bars, in groups, on a logarithmic axis: each is drawn as one shape. */
  function bars(id, groups, series, unit, describe) {
    const all = series.flatMap(s => s.values.filter(v => v).flatMap(v => [v.min, v.max]));
    const low = 10 ** Math.floor(Math.log10(Math.min(...all)) - 0.001);
    const high = 10 ** Math.ceil(Math.log10(Math.max(...all)) + 0.001);
    draw(id, {
      grid: {left: 64, right: 16, top: 96, bottom: 34},
      legend: {top: 0, data: series.map(s => s.name), itemWidth: 14, textStyle: {fontSize: 12.5}},
      tooltip: {
        trigger: "axis",
        axisPointer: {type: "shadow"},
        formatter: points => {
          const group = points[0].dataIndex;
          const shown = new Set(points.map(p => p.seriesName));
          const lines = series.filter(s => shown.has(s.name) && s.values[group])
              .sort((a, b) => a.values[group].value - b.values[group].value)
              .map(s => `<tr><td><span class="swatch" style="background:${s.color}"></span>${escape(s.name)}</td>` +
                  `<td style="text-align:right;padding-left:14px">${number(s.values[group].value)} ${unit}</td>` +
                  `<td style="padding-left:14px;color:#5f6b7a">${number(s.values[group].min)} … ` +
                  `${number(s.values[group].max)}</td><td style="padding-left:14px;color:#5f6b7a">` +
                  `${escape(describe(s, group))}</td></tr>`);
          return `<b>${escape(groups[group])}</b><table>${lines.join("")}</table>`;
        },
      },
      xAxis: {type: "category", data: groups, axisTick: {show: false}, axisLabel: {interval: 0}},
      yAxis: {
        type: "log", min: low, max: high, name: unit, nameTextStyle: {align: "left"},
        axisLabel: {formatter: x => String(Number(x.toPrecision(3)))},
      },
      series: series.map((s, place) => ({
        name: s.name, type: "custom", color: s.color, itemStyle: {color: s.color},
        encode: {x: 0, y: [1, 2, 3]},
        data: s.values.map((v, group) => v ? [group, v.value, v.min, v.max] : [group, NaN, NaN, NaN]),
        renderItem: (params, api) => {
          const value = api.value(1);
          if (!Number.isFinite(value)) {
            return null;
          }
          const slot = 0.86 * api.size([1, 0])[0] / series.length;
          const middle = api.coord([api.value(0), value])[0] + (place - (series.length - 1) / 2) * slot;
          const y = x => api.coord([api.value(0), x])[1];
          const width = Math.max(2, slot - 1.5);
          const cap = Math.min(4, width / 2);
          const line = (x1, y1, x2, y2) =>
              ({type: "line", shape: {x1, y1, x2, y2}, style: {stroke: "#1f2933", lineWidth: 1}});
          return {
            type: "group",
            children: [
              {
                type: "rect",
                shape: {x: middle - width / 2, y: y(value), width, height: Math.max(0, y(low) - y(value))},
                style: {fill: s.color},
              },
              line(middle, y(api.value(2)), middle, y(api.value(3))),
              line(middle - cap, y(api.value(2)), middle + cap, y(api.value(2))),
              line(middle - cap, y(api.value(3)), middle + cap, y(api.value(3))),
            ],
          };
        },
      })),
    });
  }

  const FIT_COLORS = {
    "gradcore-double": "#111827", "gradcore-double-scalar": "#e69f00", "gradcore-double-vector": "#0072b2",
    "gradcore-double-openblas": "#009e73",
    "gradcore-float": "#6b7280", "gradcore-float-scalar": "#f5cf7a", "gradcore-float-vector": "#80bfe5",
    "gradcore-float-openblas": "#7fd1b9",
    "gradcore-process": "#7b61c4", "liblinear": "#d55e00", "liblinear-dual": "#f0a36b",
    "smile": "#cc79a7", "smile-maxent": "#7f3b63", "spark": "#a6761d", "liblinear-java": "#b22222",
  };
  const FIT_ORIGINS = {
    "gradcore": "gradcore: the dispatcher's choice, or the backend that it was forced to",
    "peer": ORIGINS.peer,
    "process": "a whole process, which starts, reads a text file, fits and writes the weights",
  };

  const power = x => x.toExponential(0);
  const label = row => row.note ? `not reached: ${row.note}` : row.setting;

  function renderFits() {
    const fits = data.fits;
    const targets = distinct(fits.rows.map(r => r.target)).sort((a, b) => b - a);
    const problems = fits.problems.map(p => p.label);
    const find = (problem, fitter, target) =>
        fits.rows.find(r => r.problem === problem && r.fitter === fitter && r.target === target);
    // A whole process has no warm fits: its time stands in both.
    const times = (row, who) => row && row.reached
        ? (state.fitTime === "warm" && who.origin !== "process" ? row.warm : row.first) : null;
    toggle("fit-time", [["warm", "warmed up"], ["first", "first fit of the process"]], "fitTime");
    const color = (who, i) => FIT_COLORS[who.id] || OTHER_COLORS[i % OTHER_COLORS.length];
    if (!byId("fits-charts").children.length) {
      byId("fits-charts").innerHTML = targets.map((target, i) =>
          `<h3>Seconds until (F − F*) / F* ≤ ${power(target)}</h3>` +
          `<div id="fits-${i}" class="chart" style="height:380px"></div>` +
          `<div class="scroll"><table id="fits-table-${i}"></table></div>`).join("");
    }
    targets.forEach((target, i) => {
      const series = fits.fitters.map((who, n) => ({
        name: who.id, color: color(who, n), who,
        values: problems.map(p => {
          const t = times(find(p, who.id, target), who);
          return t ? {value: t.seconds, min: t.min, max: t.max} : null;
        }),
      })).filter(s => s.values.some(v => v));
      if (series.length) {
        bars("fits-" + i, problems, series, "s", (s, group) => find(problems[group], s.who.id, target).setting);
      }
    });
    byId("fits-note").textContent =
        `Medians of ${fits.rounds} processes for each bar; the thin lines span the fastest and the slowest. ` +
        "liblinear and gradcore-process are whole processes, which start, read the data from a text file, fit and " +
        "write the weights; for all others the data are in memory. Every solution is judged by the same code, in " +
        `double. A fit that takes more than ${fits.limitSeconds} s is given up.`;
    const cell = (who, problem, target) => {
      const row = find(problem, who.id, target);
      if (!row) {
        return ["–", "missed"];
      }
      const t = times(row, who);
      return t ? number(t.seconds)
          : [`<span title="${escape(label(row))}">${row.gap === null ? "failed" : "gap " + row.gap.toExponential(0)}</span>`, "missed"];
    };
    const best = (problem, target) => Math.min(...fits.fitters.filter(w => w.origin !== "process")
        .map(w => times(find(problem, w.id, target), w)).filter(t => t).map(t => t.seconds));
    targets.forEach((target, i) => table(
        "fits-table-" + i,
        [["seconds", "text"], ["version", "text"], ...problems.map(escape)],
        fits.fitters.map((who, n) => [
          [`<span class="swatch" style="background:${color(who, n)}"></span>` +
              `<span title="${escape(FIT_ORIGINS[who.origin] || "")}">${escape(who.id)}</span>`, "text"],
          [escape(who.version), "text"],
          ...problems.map(p => {
            const t = times(find(p, who.id, target), who);
            const shown = cell(who, p, target);
            return t && who.origin !== "process" && t.seconds === best(p, target) ? [shown, "best"] : shown;
          }),
        ])));
    const reasons = new Map();
    for (const l of fits.left) {
      const group = key(l.fitter, l.reason);
      const entry = reasons.get(group) || [l.fitter, [], l.reason];
      entry[1].push(l.problem || "all");
      reasons.set(group, entry);
    }
    table(
        "fits-left",
        [["not fitted", "text"], ["problem", "text"], ["reason", "text"]],
        [
          ...[...reasons.values()].map(([fitter, of, reason]) => [fitter, of.join(", "), reason]),
          ...fits.rows.filter(r => !r.reached).map(r =>
            [r.fitter, `${r.problem}, ${power(r.target)}`, `gap ${r.gap === null ? "?" : r.gap.toExponential(1)} ` +
              `with ${r.setting}; ${r.note}`]),
        ].map(line => line.map(text => [escape(text), "text"])));
    byId("fits-left").hidden = !fits.left.length && fits.rows.every(r => r.reached);
  }

  function renderCold() {
    const cold = data.coldStart;
    const task = r => r.task === "steps" ? `${r.steps} step${r.steps === 1 ? "" : "s"}`
        : r.task === "fit" ? `first fit (${cold.data})` : "start of the JVM";
    const tasks = distinct(cold.rows.map(task));
    const backends = distinct(cold.rows.map(r => r.backend));
    const find = (backend, t) => cold.rows.find(r => r.backend === backend && task(r) === t);
    const color = {...COLORS, openblas: COLORS["openblas-avx2"]};
    bars("cold", tasks, backends.map((backend, i) => ({
      name: backend, color: color[backend] || OTHER_COLORS[i],
      values: tasks.map(t => {
        const r = find(backend, t);
        return r ? {value: r.millis, min: r.min, max: r.max} : null;
      }),
    })), "ms", () => "");
    table(
        "cold-table",
        [["ms", "text"], ...tasks.map(escape)],
        backends.map(backend => [
          [escape(backend), "text"],
          ...tasks.map(t => {
            const r = find(backend, t);
            return r ? `${number(r.millis)} <small>(${number(r.min)} … ${number(r.max)})</small>` : "–";
          }),
        ]));
    byId("cold-note").textContent =
        `Wall time from just before the first class of gradcore is touched, medians of ${cold.rounds} fresh JVMs. ` +
        `Steps: Adam on ${cold.parameters} floats, one JVM for all three numbers. First fit: ${cold.epochs} epochs of ` +
        `logistic regression on ${cold.data} with Adam in mini-batches of ${cold.batch}, in a JVM of its own, the data ` +
        "being in memory. The start of the JVM comes before, and is there for comparison.";
  }

  const peers = data.peers || [];
  const peerIds = contestants.filter(c => peers.some(p => p.peer === c.id)).map(c => c.id);

  function renderPeers() {
    byId("peers-section").hidden = peers.length === 0;
    if (peers.length === 0) {
      return;
    }
    toggle("peers-element", elements.map(e => [e, e]), "element");
    const here = peers.filter(p => p.element === state.element);
    const ids = peerIds.filter(id => here.some(p => p.peer === id));
    table(
        "peers-summary",
        [[`all kernels and sizes, ${state.element}`, "text"], "cases", "gradcore faster", "other faster",
          "within the noise", "median ratio", "least", "most"],
        ids.map(id => {
          const own = here.filter(p => p.peer === id);
          const count = test => own.filter(test).length;
          const ratios = own.map(p => p.ratio);
          return [
            [swatch(id) + escape(id), "text"], own.length, count(p => p.clear && p.ratio > 1),
            count(p => p.clear && p.ratio < 1), count(p => !p.clear),
            number(median(ratios)), number(Math.min(...ratios)), number(Math.max(...ratios)),
          ];
        }));
    const byCell = new Map(here.map(p => [key(p.kernel, p.size, p.peer), p]));
    const cases = kernels.flatMap(kernel => sizes.map(n => [kernel, n]))
        .filter(([kernel, n]) => ids.some(id => byCell.has(key(kernel, n, id))));
    table(
        "peers",
        [["kernel", "text"], "size", ...ids.map(escape)],
        cases.map(([kernel, n]) => [
          [escape(kernel), "text"],
          sizeName(n),
          ...ids.map(id => {
            const p = byCell.get(key(kernel, n, id));
            return p ? [number(p.ratio), (p.ratio > 1 ? "won" : "lost") + (p.clear ? "" : " noise")] : "–";
          }),
        ]));
  }

  function renderFacts() {
    const m = data.machine;
    const run = data.run;
    byId("subtitle").textContent =
        `${m.cpu}, ${m.cores} cores · ${m.jdk} · gradcore ${m.gradcore} · ${run.date.slice(0, 10)}, ${run.mode} run`;
    const facts = [
      ["processor", `${m.cpu} (${m.cpuId}), ${m.cores} cores`],
      ["instruction sets", m.cpuFeatures.join(" ")],
      ["system", m.os],
      ["JDK", m.jdk],
      ["gradcore", `${m.gradcore}, vector backend with ${m.vectorBits || "no"} bits`],
      ["choices rest on", m.choice + (m.choiceDate ? `, measured ${m.choiceDate}` : "")],
      ["run", `${run.mode}, started ${run.date}, took ${run.seconds} s`],
    ];
    if (run.rounds) {
      facts.push(["rounds", `${run.rounds} for each contestant, each in a JVM of its own, interleaved; in each the ` +
          `fastest of ${run.passes} passes, each the median of ${run.samples} samples of ${run.sampleNanos / 1000} µs`]);
      facts.push(["JVM options", run.options.join(" ")]);
    }
    for (const [id, version] of Object.entries(run.versions || {})) {
      facts.push([id, `${version}, one thread`]);
    }
    for (const skipped of run.skipped) {
      facts.push(["left out", skipped]);
    }
    byId("facts").innerHTML = facts.map(([k, v]) => `<dt>${escape(k)}</dt><dd>${escape(v)}</dd>`).join("");
    byId("who").hidden = !contestants.length;
    byId("who").innerHTML =
        "<table><thead><tr><th class='text'>line</th><th class='text'>what it is</th></tr></thead><tbody>" +
        contestants.map(c => `<tr><td class="text">${swatch(c.id)}${escape(c.id)}` +
            `${SHORT[c.id] ? ` (${SHORT[c.id]})` : ""}</td><td class="text">${escape(ORIGINS[c.origin] || c.origin)}</td></tr>`).join("") +
        "</tbody></table>";
  }

  function render() {
    if (data.fits) {
      renderFits();
    }
    if (!data.rows.length) {
      return;
    }
    byId("kernel").value = state.kernel;
    toggle("element", elements.map(e => [e, e]), "element");
    toggle("metric", Object.entries(METRICS).map(([id, m]) => [id, m.label]), "metric");
    toggle("choice", [["chosen", "chosen"], ["best", "fastest"]], "choice");
    renderLines();
    renderHeat();
    renderPeers();
    renderAll();
  }

  byId("kernel").replaceChildren(...kernels.map(kernel => new Option(kernel, kernel)));
  byId("kernel").addEventListener("change", e => {
    state.kernel = e.target.value;
    render();
  });
  const parts = {kernels: data.rows.length, fits: data.fits, coldStart: data.coldStart};
  for (const section of document.querySelectorAll("[data-part]")) {
    section.hidden = !parts[section.dataset.part];
  }
  renderFacts();
  renderTiles();
  render();
  if (data.coldStart) {
    renderCold();
  }
  document.documentElement.dataset.ready = "true";
})();
