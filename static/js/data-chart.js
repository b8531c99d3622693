/* Draws the table below it: <data-chart kind="trend|bars|paths" table="id" label="...">. The table is the truth and
   stays under "Show the numbers"; `data-value` of a cell is its number, `data-as` of a head what its column is drawn as.
   A cell without a number is a gap. Tooltips are rich text, so nothing is styled inline. */
{
  const FONT = '"Quince Figures", Cabin, sans-serif';

  class DataChart extends HTMLElement {
    connectedCallback() {
      const table = document.getElementById(this.getAttribute("table"));
      if (!table || !window.echarts) return;
      this.plot = this.appendChild(document.createElement("div"));
      this.plot.className = "data-chart__plot";
      this.chart = echarts.init(this.plot, null, { renderer: "canvas" });
      this.chart.setOption(this.option(table));
      this.plot.setAttribute("role", "img");
      this.watch = new ResizeObserver(() => this.chart.resize());
      this.watch.observe(this.plot);
      this.setAttribute("drawn", "");
    }

    disconnectedCallback() {
      this.watch?.disconnect();
      this.chart?.dispose();
      this.plot?.remove();
    }

    option(table) {
      const kind = this.getAttribute("kind");
      const drawn = { paths: () => this.paths(table), bars: () => this.bars(table), trend: () => this.trend(table) }[kind]();
      return {
        animation: false,
        textStyle: { fontFamily: FONT, fontSize: 13, color: this.ink("--soot") },
        aria: { enabled: true, label: { description: this.getAttribute("label") } },
        tooltip: { renderMode: "richText", confine: true, trigger: kind === "paths" ? "item" : "axis", ...drawn.tooltip },
        ...drawn.option,
      };
    }

    ink(name) {
      return getComputedStyle(this).getPropertyValue(name).trim();
    }

    /* Rows as {name, thin, <data-as>: number or null, words: {<data-as>: what stands in the cell}}. */
    rows(table) {
      const heads = [...table.tHead.rows[0].cells];
      return [...table.tBodies[0].rows].map((row) => {
        const found = { name: row.cells[0].firstChild.textContent.trim(), thin: row.classList.contains("thin"), open: "open" in row.dataset, words: {} };
        heads.forEach((head, place) => {
          if (!head.dataset.as) return;
          const cell = row.cells[place];
          found[head.dataset.as] = cell.dataset.value === undefined ? null : Number(cell.dataset.value);
          found.words[head.dataset.as] = cell.textContent.trim();
        });
        return found;
      });
    }

    heads(table) {
      const named = [...table.tHead.rows[0].cells].filter((head) => head.dataset.as);
      return Object.fromEntries(named.map((head) => [head.dataset.as, head.textContent.trim()]));
    }

    told(table, rows) {
      const heads = this.heads(table);
      return (asked) => {
        const row = rows[asked[0].dataIndex];
        return [row.name, ...Object.keys(heads).map((key) => `${heads[key]}: ${row.words[key] || "no data"}`)].join("\n");
      };
    }

    axes(rows, percent) {
      const quiet = this.ink("--lead");
      return {
        grid: { left: 8, right: 14, top: 14, bottom: 4, containLabel: true },
        xAxis: {
          type: "category",
          data: rows.map((row) => row.name),
          axisTick: { show: false },
          axisLine: { lineStyle: { color: this.ink("--line") } },
          axisLabel: { color: quiet, hideOverlap: true },
        },
        yAxis: {
          type: "value",
          scale: true,
          splitLine: { lineStyle: { color: this.ink("--hair") } },
          axisLabel: { color: quiet, formatter: percent ? (value) => `${+(value * 100).toFixed(1)}%` : undefined },
        },
      };
    }

    trend(table) {
      const rows = this.rows(table);
      const good = this.ink("--kale");
      const line = (as, color, more) => ({
        id: as,
        type: "line",
        data: rows.map((row) => row[as]),
        symbolSize: 7,
        lineStyle: { color, width: 2.5 },
        itemStyle: { color },
        ...more,
      });
      const marked = rows.map((row) => ({ value: row.line, symbol: row.thin ? "emptyCircle" : "circle" }));
      const series = [
        this.band(rows, good),
        line("line", good, { data: marked }),
        this.was(rows),
      ];
      const has = (as) => rows.some((row) => row[as] !== null && row[as] !== undefined);
      return {
        tooltip: { formatter: this.told(table, rows) },
        option: {
          ...this.axes(rows, table.dataset.unit === "share"),
          series: series.filter((one) => has(one.id === "band" ? "low" : one.id)),
        },
      };
    }

    /* What it is compared with: a quiet line. */
    was(rows) {
      const color = this.ink("--line");
      const quiet = { lineStyle: { color, width: 1.5, type: "dashed" }, itemStyle: { color }, showSymbol: false };
      return { id: "was", type: "line", data: rows.map((row) => row.was), ...quiet };
    }

    /* Between the ends of the intervals of two neighbours; a whisker where a neighbour has none. */
    band(rows, color) {
      const known = (row) => row && row.low !== null && row.high !== null && row.low !== undefined;
      return {
        id: "band",
        type: "custom",
        silent: true,
        encode: { x: 0, y: [1, 2] },
        data: rows.map((row, place) => [place, row.low, row.high]),
        renderItem: ({ dataIndex }, api) => {
          const [row, next] = [rows[dataIndex], rows[dataIndex + 1]];
          if (!known(row)) return null;
          const at = (place, value) => api.coord([place, value]);
          const ends = known(next) ? [dataIndex, dataIndex + 1, next] : [dataIndex, dataIndex, row];
          const points = [at(ends[0], row.low), at(ends[1], ends[2].low), at(ends[1], ends[2].high), at(ends[0], row.high)];
          return { type: "polygon", shape: { points }, style: { fill: color, stroke: ends[0] === ends[1] ? color : "none", opacity: 0.16 } };
        },
      };
    }

    /* A row with `data-open` is wider than the others, so its bar is a quieter one. */
    bars(table) {
      const rows = this.rows(table);
      const [closed, open] = [this.ink("--kale"), this.ink("--line")];
      const axes = this.axes(rows, table.dataset.unit === "share");
      axes.yAxis.scale = false;
      const bar = { id: "bar", type: "bar", data: rows.map((row) => row.bar), barCategoryGap: "12%", itemStyle: { color: ({ dataIndex }) => (rows[dataIndex].open ? open : closed) } };
      const was = rows.some((row) => row.was != null) ? [this.was(rows)] : [];
      return { tooltip: { formatter: this.told(table, rows) }, option: { ...axes, series: [bar, ...was] } };
    }

    /* Rows name two nodes by `data-node`; one that begins with "left" is where somebody went away. */
    paths(table) {
      const nodes = new Map();
      const links = [...table.tBodies[0].rows].map((row) => {
        const [from, to, count] = row.cells;
        [from, to].forEach((cell) => nodes.set(cell.dataset.node, cell.textContent.trim()));
        return { source: from.dataset.node, target: to.dataset.node, value: Number(count.dataset.value) };
      });
      const away = (node) => node.startsWith("left");
      const color = (node) => this.ink(away(node) ? "--rhubarb" : "--kale");
      const column = (node) => Number(node.split("-").pop());
      const inOrder = [...nodes.keys()].sort((one, other) => column(one) - column(other) || away(one) - away(other));
      const number = new Intl.NumberFormat("en-GB");
      return {
        tooltip: {
          formatter: ({ dataType, data, name, value }) =>
            dataType === "edge"
              ? `${nodes.get(data.source)} to ${nodes.get(data.target)}: ${number.format(data.value)}`
              : `${nodes.get(name)}: ${number.format(value)}`,
        },
        option: {
          series: [
            {
              id: "paths",
              type: "sankey",
              left: 2,
              right: 130,
              top: 6,
              bottom: 6,
              nodeWidth: 10,
              nodeGap: 16,
              nodeAlign: "left",
              layoutIterations: 0,
              draggable: false,
              emphasis: { focus: "adjacency" },
              data: inOrder.map((name) => ({ name, depth: column(name), itemStyle: { color: color(name), borderWidth: 0 } })),
              links: links.map((link) => ({ ...link, lineStyle: { color: color(link.target), opacity: 0.22, curveness: 0.5 } })),
              label: { color: this.ink("--soot"), fontWeight: 600, fontSize: 13, formatter: ({ name, value }) => `${nodes.get(name)} ${number.format(value)}` },
            },
          ],
        },
      };
    }
  }
  customElements.define("data-chart", DataChart);
}
