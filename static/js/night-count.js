/* Says how many nights are ticked in the grid around it, of what, and what they cost now. */
{
  class NightCount extends HTMLElement {
    connectedCallback() {
      this.none = this.textContent;
      this.form = this.closest("form");
      this.form.addEventListener("change", () => this.write());
      this.write();
    }

    write() {
      const ticked = [...this.form.querySelectorAll("input[name=n]:checked")];
      const rows = new Set(ticked.map((box) => box.closest("tr").querySelector("th").firstChild.textContent.trim()));
      const prices = ticked.map((box) => box.parentElement.querySelector("s, b").textContent).filter((words) => /\d/.test(words));
      const amounts = prices.map((words) => Number(words.replace(/[^\d.]/g, "")));
      const least = prices[amounts.indexOf(Math.min(...amounts))];
      const most = prices[amounts.indexOf(Math.max(...amounts))];
      this.replaceChildren();
      if (!ticked.length) return this.append(this.none);
      const count = document.createElement("b");
      count.textContent = `${ticked.length} ${ticked.length === 1 ? "night" : "nights"} chosen: `;
      const now = !prices.length ? "" : least === most ? ` Now ${least}.` : ` Now ${least} to ${most}.`;
      this.append(count, `${[...rows].join(", ")}.${now}`);
    }
  }
  customElements.define("night-count", NightCount);
}
