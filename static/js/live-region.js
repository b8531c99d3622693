/* One polite voice for the page, and focus that follows what was swapped in. */
{
  const say = (words) => {
    const region = document.querySelector("live-region");
    if (region) region.textContent = words;
  };

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
      this.held = document.activeElement?.id;
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
      const wrong = swapped.matches(".field--bad") && swapped.querySelector(".error");
      if (wrong) return say(wrong.textContent.trim());
      const said = swapped.matches("[data-said]") ? swapped : swapped.querySelector("[data-said]");
      if (said) say(said.dataset.said || said.textContent.trim());
      if (document.activeElement === document.body) {
        const next = swapped.querySelector("[data-focus]");
        if (next) {
          next.tabIndex = -1;
          next.focus({ preventScroll: true });
        }
      }
    }
  }
  customElements.define("live-region", LiveRegion);
}
