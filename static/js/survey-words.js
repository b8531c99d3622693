/* Words the open question by what was scored, as the server does. */
{
  class SurveyWords extends HTMLElement {
    connectedCallback() {
      this.addEventListener("change", () => this.write());
    }

    write() {
      const heading = this.querySelector("#words-title");
      const parts = [...this.querySelectorAll(".moment")]
        .map((part) => [part.querySelector("legend").textContent, part.querySelector(":checked")?.value])
        .filter(([, value]) => value);
      const worst = parts.reduce((low, part) => (low && low[1] <= part[1] ? low : part), null);
      const score = this.querySelector("[name=nps]:checked")?.value;
      if (worst && worst[1] <= 3) heading.textContent = `You gave ${worst[0].toLowerCase()} a ${worst[1]}. What happened?`;
      else if (score) heading.textContent = heading.dataset[score > 8 ? "high" : score > 6 ? "middle" : "low"];
    }
  }
  customElements.define("survey-words", SurveyWords);
}
