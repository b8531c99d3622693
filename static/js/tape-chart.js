/* The tape chart: a bar opens its stay beside the chart, and is dragged to another room. Whatever it moves goes through
   the form beside the chart, which does the same without this script. Arrow keys go from bar to bar. */
{
  const FAR = 6;

  class TapeChart extends HTMLElement {
    connectedCallback() {
      this.addEventListener("click", (event) => this.press(event));
      this.addEventListener("keydown", (event) => this.key(event));
      this.addEventListener("pointerdown", (event) => this.take(event));
      this.addEventListener("dragstart", (event) => event.preventDefault());
    }

    bar(target) {
      return target.closest?.("a.bar[data-stay]");
    }

    async press(event) {
      const bar = this.bar(event.target);
      if (!bar || event.ctrlKey || event.metaKey || event.shiftKey || !window.htmx) return;
      event.preventDefault();
      if (this.moved) return;
      await this.open(bar);
      const panel = document.getElementById("stay-panel");
      panel?.setAttribute("tabindex", "-1");
      panel?.focus({ preventScroll: matchMedia("(min-width: 1181px)").matches });
    }

    async open(bar) {
      const address = bar.getAttribute("href").split("#")[0];
      await window.htmx.ajax("GET", address, { target: "#stay-panel", swap: "outerHTML" });
      this.querySelectorAll("[aria-current]").forEach((one) => one.removeAttribute("aria-current"));
      this.querySelectorAll(`a.bar[data-stay="${bar.dataset.stay}"]`).forEach((one) => one.setAttribute("aria-current", "true"));
      history.replaceState(null, "", address);
    }

    key(event) {
      const bar = this.bar(event.target);
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      const row = { ArrowUp: "previousElementSibling", ArrowDown: "nextElementSibling" }[event.key];
      if (!bar || (!step && !row)) return;
      event.preventDefault();
      if (step) {
        const own = [...bar.closest("tr").querySelectorAll("a.bar")];
        own[own.indexOf(bar) + step]?.focus();
        return;
      }
      const rows = [...this.querySelectorAll("tbody tr")];
      const way = row === "nextElementSibling" ? 1 : -1;
      const middle = bar.getBoundingClientRect().left;
      for (let at = rows.indexOf(bar.closest("tr")) + way; rows[at]; at += way) {
        const near = [...rows[at].querySelectorAll("a.bar")];
        if (!near.length) continue;
        const far = (one) => Math.abs(one.getBoundingClientRect().left - middle);
        near.sort((one, other) => far(one) - far(other))[0].focus();
        return;
      }
    }

    take(event) {
      const bar = this.bar(event.target);
      this.moved = false;
      if (!bar || event.button || event.pointerType === "touch" || !window.htmx) return;
      const start = { x: event.clientX, y: event.clientY };
      const move = (now) => {
        if (!this.moved && Math.hypot(now.clientX - start.x, now.clientY - start.y) < FAR) return;
        this.moved = true;
        bar.classList.add("bar--dragged");
        bar.style.translate = `0 ${now.clientY - start.y}px`;
        this.show(this.row(now));
      };
      const end = (now) => {
        document.removeEventListener("pointermove", move);
        document.removeEventListener("pointerup", end);
        document.removeEventListener("pointercancel", end);
        const row = this.moved && now.type === "pointerup" ? this.row(now) : null;
        bar.classList.remove("bar--dragged");
        bar.style.translate = "";
        this.show(null);
        if (row && row !== bar.closest("tr")) this.move(bar, row.dataset.room);
      };
      document.addEventListener("pointermove", move);
      document.addEventListener("pointerup", end);
      document.addEventListener("pointercancel", end);
    }

    row(event) {
      const under = document.elementsFromPoint(event.clientX, event.clientY);
      return under.map((one) => one.closest("tr[data-room]")).find(Boolean) ?? null;
    }

    show(row) {
      this.querySelectorAll("tr.aim").forEach((one) => one.classList.remove("aim"));
      row?.classList.add("aim");
    }

    async move(bar, room) {
      await this.open(bar);
      const form = document.querySelector("#stay-panel .move-form");
      if (!form) return;
      form.elements.room.value = room;
      form.elements.night.value = bar.dataset.night;
      form.requestSubmit();
    }
  }
  customElements.define("tape-chart", TapeChart);
}
