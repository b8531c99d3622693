/* Menus that are folded out close on Escape, and when one presses or tabs elsewhere. */
{
  class DeskMenus extends HTMLElement {
    connectedCallback() {
      this.addEventListener("keydown", (event) => {
        const open = event.key === "Escape" && event.target.closest("details[open]");
        if (!open) return;
        open.open = false;
        open.querySelector("summary").focus();
      });
      document.addEventListener("pointerdown", ({ target }) => this.leave(target));
      this.addEventListener("focusout", ({ relatedTarget }) => relatedTarget && this.leave(relatedTarget));
    }

    leave(target) {
      for (const details of this.querySelectorAll("details[open]")) details.open = details.contains(target);
    }
  }
  customElements.define("desk-menus", DeskMenus);
}
