/* A picture that has come once stays drawn. */
document.addEventListener("load", (event) => event.target.closest?.(".room__pic")?.classList.add("seen"), true);
