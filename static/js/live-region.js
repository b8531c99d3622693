/* One polite voice for the page, and focus that follows what was swapped in. */
{
  const say = (words) => {
    const region = document.querySelector("live-region");
    if (region) region.textContent = words;
  };

  const first = (part, selector) => (part.matches(selector) ? part : part.querySelector(selector));

  class LiveRegion extends HTMLElement {
    connectedCallback() {
      document.documentElement.classList.add("scripted");
      document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
        if (this.same(detail)) detail.shouldSwap = false;
        else this.leaving(detail.target);
      });
      document.body.addEventListener("htmx:afterSwap", () => this.arrived());
      document.body.addEventListener("htmx:afterSettle", (event) => this.settled(event.detail.elt));
      document.body.addEventListener("htmx:sendError", () => say("That did not reach us. Try again."));
      document.body.addEventListener("htmx:responseError", () => say("That did not work. Try again, or ring us."));
      document.addEventListener("say", (event) => say(event.detail));
    }

    /* A part that tells its version is swapped in, and said, only when it is another one. */
    same({ target, xhr }) {
      const version = target?.dataset?.version;
      return Boolean(version) && xhr.responseText.includes(`data-version="${version}"`);
    }

    /* What was folded out stays so, and the focus stays in it. */
    leaving(target) {
      this.open = [...(target?.querySelectorAll?.("details[id][open]") || [])].map((details) => details.id);
      const held = document.activeElement;
      this.held = held?.id;
      this.inside = held !== document.body && Boolean(target?.contains?.(held));
    }

    arrived() {
      for (const id of this.open || []) document.getElementById(id)?.setAttribute("open", "");
      if (this.held && document.activeElement === document.body) document.getElementById(this.held)?.focus({ preventScroll: true });
      this.open = [];
    }

    settled(swapped) {
      if (!swapped?.querySelector) return;
      const errors = swapped.querySelector(".errors");
      if (errors) {
        errors.focus();
        if (!document.title.startsWith("Error: ")) document.title = "Error: " + document.title;
        return;
      }
      const said = first(swapped, "[data-said]") || first(swapped, ".field--bad .error, [role=status]");
      if (said) say(said.dataset.said || said.textContent.trim());
      if (document.activeElement === document.body) this.follow(swapped);
    }

    /* Where to go on: at what is marked; where the focus went with what stood here, at what is wrong or how the part begins. */
    follow(swapped) {
      const begins = () => first(swapped, "[role=alert], [aria-invalid=true]") || first(swapped, "h2, h3") || swapped;
      const next = swapped.querySelector("[data-focus]") || (this.inside && begins());
      this.inside = false;
      if (!next) return;
      if (next.tabIndex < 0) next.tabIndex = -1;
      next.focus({ preventScroll: true });
    }
  }
  customElements.define("live-region", LiveRegion);
}
