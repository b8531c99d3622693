/* What got in a guest's way on this page, told when they leave it: names of fields and elements, never what was typed.
   Where the page carries no step, or the browser asks not to be counted, nothing is gathered. */
{
  const step = document.querySelector('meta[name="step"]')?.content;
  const PAGE = Math.random().toString(36).slice(2, 12).padEnd(4, "0");
  const MOST = 40;
  let told = 0;
  let waiting = [];
  const filled = new Set();
  let touched = "";
  let clicks = [];

  const plain = (name) => name.toLowerCase().replace(/[-_]?\d+/g, "").replace(/[^a-z_.-]/g, "").slice(0, 40);
  const note = (name, more) => {
    if (told < MOST) waiting.push({ n: ++told, name, ...more });
  };
  const tell = () => {
    if (!waiting.length) return;
    navigator.sendBeacon("/beacon", new Blob([JSON.stringify({ page: PAGE, step, signals: waiting })], { type: "application/json" }));
    waiting = [];
  };
  const field = (target) => (target.form && target.name && target.type !== "hidden" && target.closest("main") ? plain(target.name) : "");

  /* By name: a field that was checked on the way is another element with the same one. */
  const changed = ({ target }) => {
    const name = field(target);
    if (!name) return;
    if (filled.has(target.name)) note("correction", { code: name });
    if (target.value) filled.add(target.name);
    else filled.delete(target.name);
  };
  const clicked = (event) => {
    const { timeStamp, clientX, clientY, target } = event;
    const last = clicks[clicks.length - 1];
    const near = last && timeStamp - last.timeStamp < 1000 && Math.hypot(clientX - last.clientX, clientY - last.clientY) <= 30;
    clicks = near ? [...clicks, event] : [event];
    if (clicks.length < 3) return;
    clicks = [];
    const named = target.closest("[data-name]");
    note("rage_click", { code: plain(named ? named.dataset.name : target.localName) });
  };
  const left = () => {
    if (touched) note("left_at_field", { code: touched });
    touched = "";
    tell();
  };

  if (step && !navigator.globalPrivacyControl && navigator.sendBeacon) {
    addEventListener("change", changed, true);
    addEventListener("focusin", ({ target }) => { touched = field(target) || touched; });
    addEventListener("submit", () => { touched = ""; }, true);
    addEventListener("click", clicked, true);
    addEventListener("visibilitychange", () => document.visibilityState === "hidden" && tell());
    addEventListener("pagehide", left);
    const vital = (name, times) => ({ value }) => note(name, { value: Math.round(value * times) });
    webVitals.onLCP(vital("lcp", 1));
    webVitals.onINP(vital("inp", 1));
    webVitals.onCLS(vital("cls", 1000));
  }
}
