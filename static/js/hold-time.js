/* Says once that a hold is about to end, and once that it has; never a racing clock. */
{
  const WARN_MS = 120000;

  class HoldTime extends HTMLElement {
    connectedCallback() {
      const left = Number(this.getAttribute("seconds")) * 1000;
      if (!(left > 0)) return;
      this.timers = [setTimeout(() => this.ended(), left)];
      if (left > WARN_MS) this.timers.push(setTimeout(() => this.say("Your room is held for two more minutes."), left - WARN_MS));
    }

    disconnectedCallback() {
      this.timers?.forEach(clearTimeout);
    }

    say(words) {
      document.dispatchEvent(new CustomEvent("say", { detail: words }));
    }

    ended() {
      const words = this.querySelector("[data-ended]");
      if (words) {
        words.textContent = words.dataset.ended;
        this.say(words.dataset.ended);
      }
    }
  }
  customElements.define("hold-time", HoldTime);
}
