/* A button that prints the page; without script there is none, and the browser's own menu does it. */
{
  class PrintPage extends HTMLElement {
    connectedCallback() {
      const button = this.querySelector("button");
      button.hidden = false;
      button.addEventListener("click", () => window.print());
    }
  }
  customElements.define("print-page", PrintPage);
}
