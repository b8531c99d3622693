/* Two native date inputs, and a grid of days that opens below them. The inputs stay what is sent and may
   always be typed in. Keys in the grid: arrows, Home and End of the week, PageUp and PageDown, Enter, Escape. */
{
  const DAY = 86400000;
  const ICONS = document.querySelector(".icon use")?.getAttribute("href").split("#")[0];
  const parse = (iso) => (/^\d{4}-\d\d-\d\d$/.test(iso) ? new Date(iso + "T00:00Z") : null);
  const iso = (day) => day.toISOString().slice(0, 10);
  const plus = (day, days) => new Date(day.getTime() + days * DAY);
  const format = (options) => {
    const formatter = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...options });
    return (day) => formatter.format(day).replace(",", "");
  };
  const short = format({ weekday: "short", day: "numeric", month: "short" });
  const long = format({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
  const month = format({ month: "long", year: "numeric" });
  const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
  const icon = (name) => `<svg class="icon" aria-hidden="true"><use href="${ICONS}#${name}"/></svg>`;
  const addMonths = (day, count) => {
    const first = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + count, 1));
    const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
    return plus(first, Math.min(day.getUTCDate(), last) - 1);
  };

  class DateRange extends HTMLElement {
    connectedCallback() {
      if (this.inputs) return;
      this.inputs = [...this.querySelectorAll("input[type=date]")];
      if (this.inputs.length !== 2) return;
      this.classList.add("ready");
      this.writings = this.inputs.map((input, side) => this.dress(input, side));
      this.mend();
      this.write();
    }

    dress(input, side) {
      const control = input.parentElement;
      const written = document.createElement("span");
      written.className = "written";
      written.setAttribute("aria-hidden", "true");
      input.after(written);
      const button = document.createElement("button");
      button.type = "button";
      button.className = "days-open";
      button.setAttribute("aria-haspopup", "dialog");
      button.setAttribute("aria-label", side ? "Choose the day you leave" : "Choose the day you arrive");
      button.innerHTML = control.querySelector(".icon").outerHTML;
      control.querySelector(".icon").remove();
      control.prepend(button);
      button.addEventListener("click", () => (this.box ? this.close() : this.open(side)));
      input.addEventListener("change", () => {
        this.mend();
        this.write();
      });
      return written;
    }

    get days() {
      return this.inputs.map((input) => parse(input.value));
    }

    /* A departure that is no longer after the arrival moves with it. */
    mend() {
      const [arrival, departure] = this.days;
      if (arrival && departure && departure <= arrival) this.inputs[1].value = iso(plus(arrival, this.nights || 1));
      const [from, to] = this.days;
      if (from && to) this.nights = (to - from) / DAY;
    }

    write() {
      this.days.forEach((day, side) => {
        this.writings[side].textContent = day ? short(day) : "Any day";
      });
    }

    open(side) {
      this.side = side;
      const [arrival, departure] = this.days;
      this.first = parse(this.inputs[0].min);
      this.last = parse(this.inputs[0].max);
      this.at = this.within((side && departure) || arrival || this.first || new Date());
      this.box = document.createElement("div");
      this.box.className = "days";
      this.box.setAttribute("role", "dialog");
      this.box.setAttribute("aria-modal", "false");
      this.box.addEventListener("keydown", (event) => this.key(event));
      this.box.addEventListener("click", (event) => this.press(event));
      this.away = (event) => {
        if (!this.contains(event.target)) this.close(false);
      };
      document.addEventListener("pointerdown", this.away);
      const control = this.inputs[side].parentElement;
      control.append(this.box);
      this.draw();
      const edge = this.box.getBoundingClientRect().right - document.documentElement.clientWidth + 12;
      this.box.style.insetInlineStart = edge > 0 ? `${-edge}px` : "0";
      this.box.style.top = "calc(100% + 6px)";
      this.focusDay();
    }

    close(back = true) {
      document.removeEventListener("pointerdown", this.away);
      this.box?.remove();
      this.box = null;
      if (back) this.inputs[this.side].parentElement.querySelector(".days-open").focus();
    }

    within(day) {
      if (this.first && day < this.first) return this.first;
      return this.last && day > this.last ? this.last : day;
    }

    draw() {
      const [arrival, departure] = this.days;
      const first = new Date(Date.UTC(this.at.getUTCFullYear(), this.at.getUTCMonth(), 1));
      const start = plus(first, -((first.getUTCDay() + 6) % 7));
      const rows = [];
      for (let week = start; week < addMonths(first, 1); week = plus(week, 7)) {
        rows.push(`<tr>${[0, 1, 2, 3, 4, 5, 6].map((n) => this.cell(plus(week, n), first, arrival, departure)).join("")}</tr>`);
      }
      const heads = weekdays.map((name) => `<th scope="col"><abbr title="${name}">${name.slice(0, 2)}</abbr></th>`).join("");
      const title = this.side ? "The day you leave" : "The day you arrive";
      this.box.setAttribute("aria-label", title);
      this.box.innerHTML = `<div class="days__head"><button type="button" data-months="-1" aria-label="Month before">${icon("chevron-left")}</button><h2 aria-live="polite">${month(this.at)}</h2><button type="button" data-months="1" aria-label="Month after">${icon("chevron-right")}</button></div>
        <table role="grid" aria-label="${month(this.at)}"><thead><tr>${heads}</tr></thead><tbody>${rows.join("")}</tbody></table><p>${title}${this.side && arrival ? ", arriving " + short(arrival) : ""}</p>`;
    }

    cell(day, first, arrival, departure) {
      if (day.getUTCMonth() !== first.getUTCMonth()) return "<td></td>";
      const shut = (this.first && day < this.first) || (this.last && day > this.last);
      const chosen = [arrival, departure].some((end) => end && +end === +day);
      const inside = arrival && departure && day > arrival && day < departure;
      return `<td role="gridcell" aria-selected="${chosen}"${shut ? ' aria-disabled="true"' : ""}${inside ? ' class="in"' : ""}><button type="button" class="d" data-day="${iso(day)}" tabindex="${+day === +this.at ? 0 : -1}" aria-label="${long(day)}">${day.getUTCDate()}</button></td>`;
    }

    focusDay() {
      this.box.querySelector(`[data-day="${iso(this.at)}"]`)?.focus();
    }

    go(day) {
      this.at = this.within(day);
      this.draw();
      this.focusDay();
    }

    key(event) {
      const weekday = (this.at.getUTCDay() + 6) % 7;
      const moves = {
        ArrowLeft: () => plus(this.at, -1),
        ArrowRight: () => plus(this.at, 1),
        ArrowUp: () => plus(this.at, -7),
        ArrowDown: () => plus(this.at, 7),
        Home: () => plus(this.at, -weekday),
        End: () => plus(this.at, 6 - weekday),
        PageUp: () => addMonths(this.at, event.shiftKey ? -12 : -1),
        PageDown: () => addMonths(this.at, event.shiftKey ? 12 : 1),
      };
      if (event.key === "Escape") {
        event.preventDefault();
        this.close();
      } else if (moves[event.key] && event.target.dataset.day) {
        event.preventDefault();
        this.go(moves[event.key]());
      }
    }

    press(event) {
      const button = event.target.closest("button");
      if (button?.dataset.months) {
        const step = button.dataset.months;
        this.at = this.within(addMonths(this.at, Number(step)));
        this.draw();
        this.box.querySelector(`[data-months="${step}"]`).focus();
      } else if (button?.dataset.day) {
        this.choose(parse(button.dataset.day));
      }
    }

    choose(day) {
      if (+this.within(day) !== +day) return;
      const [arrival, departure] = this.days;
      if (this.side && arrival && day <= arrival) {
        this.inputs[0].value = iso(this.within(plus(day, -(this.nights || 1))));
      } else if (!this.side && !departure) {
        this.inputs[1].value = iso(plus(day, 1));
      }
      const input = this.inputs[this.side];
      input.value = iso(day);
      input.dispatchEvent(new Event("change", { bubbles: true }));
      const side = this.side;
      this.close();
      if (!side) this.open(1);
    }
  }
  customElements.define("date-range", DateRange);
}
