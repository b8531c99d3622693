/* Words the open question by what was scored, as the server does; a number that is pressed again is taken back. */
{
  class SurveyWords extends HTMLElement {
    connectedCallback() {
      this.chosen = new Map([...this.querySelectorAll(":checked")].map((one) => [one.name, one.value]));
      this.addEventListener("click", (event) => event.target.type === "radio" && this.press(event.target));
      this.addEventListener("keydown", (event) => this.space(event));
      this.querySelector("[data-again]").hidden = false;
    }

    /* Browsers answer the space bar with no click where a number is chosen already. */
    space(event) {
      if (event.key !== " " || event.target.type !== "radio" || !event.target.checked) return;
      event.preventDefault();
      this.press(event.target);
    }

    press(one) {
      one.checked = one.name === "nps" || this.chosen.get(one.name) !== one.value;
      this.chosen.set(one.name, one.checked ? one.value : "");
      this.write();
    }

    write() {
      const heading = this.querySelector("#words-title");
      const parts = [...this.querySelectorAll(".moment")]
        .map((part) => [part.querySelector("legend").textContent, part.querySelector(":checked")?.value])
        .filter(([, value]) => value);
      const worst = parts.reduce((low, part) => (low && low[1] <= part[1] ? low : part), null);
      const score = this.querySelector("[name=nps]:checked")?.value;
      if (worst && worst[1] <= 3) heading.textContent = `You gave ${worst[0].toLowerCase()} a ${worst[1]}. What happened?`;
      else heading.textContent = heading.dataset[!score ? "none" : score > 8 ? "high" : score > 6 ? "middle" : "low"];
    }
  }
  customElements.define("survey-words", SurveyWords);
}
