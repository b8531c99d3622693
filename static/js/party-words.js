/* Keeps the closed guests field saying who is in it; closes it on Escape and on a press elsewhere. */
{
  const words = (count, one, many) => (count ? `${count} ${count === 1 ? one : many}` : "");

  class PartyWords extends HTMLElement {
    connectedCallback() {
      this.box = this.querySelector("details");
      this.addEventListener("change", () => this.write());
      this.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && this.box.open) {
          this.box.open = false;
          this.querySelector("summary").focus();
        }
      });
      this.away = (event) => {
        if (!this.contains(event.target)) this.box.open = false;
      };
      document.addEventListener("pointerdown", this.away);
    }

    disconnectedCallback() {
      document.removeEventListener("pointerdown", this.away);
    }

    write() {
      const value = (name) => this.querySelector(`[name=${name}]`).value;
      const children = (value("children").match(/\d+/g) || []).length;
      this.querySelector(".who__party").textContent = [
        words(Number(value("adults")), "adult", "adults"),
        words(children, "child", "children"),
        words(Number(value("cots")), "baby", "babies"),
        words(Number(value("dogs")), "dog", "dogs"),
        Number(value("rooms")) > 1 && `${value("rooms")} rooms`,
      ].filter(Boolean).join(", ");
    }
  }
  customElements.define("party-words", PartyWords);
}
