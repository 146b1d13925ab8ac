"use strict";
// Runs before textual.js, which keeps its terminal and its socket to itself.
(() => {
  const nonce = document.currentScript.nonce;
  const create = document.createElement.bind(document);
  let words = "The connection was lost. Is `learnms serve` still running?";
  let button = "Try again";

  // The page's policy lets in styles with its nonce alone, and xterm.js makes some.
  document.createElement = (name, options) => {
    const element = create(name, options);
    if (name === "style") element.nonce = nonce;
    return element;
  };

  const showEnd = () => {
    const again = document.getElementById("again");
    document.getElementById("words").textContent = words;
    again.textContent = button;
    again.onclick = () => location.reload();
    document.body.classList.add("-closed");
    again.focus();
  };

  // The server says why it hangs up.
  window.WebSocket = class extends WebSocket {
    constructor(address) {
      super(address);
      this.addEventListener("message", (event) => {
        if (typeof event.data !== "string") return;
        const [kind, ...values] = JSON.parse(event.data);
        if (kind === "ended") [words, button] = values;
      });
      this.addEventListener("close", showEnd);
    }

    send(data) {
      if (this.readyState === WebSocket.OPEN) super.send(data); // the terminal has no such check
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    const start = window.onload;
    const terminal = document.getElementById("terminal");
    terminal.dataset.sessionWebsocketUrl = `ws://${location.host}/ws`;
    history.replaceState(null, "", "/"); // the token stays out of the address bar
    window.onload = async (event) => {
      // The terminal measures its cells once, so the font has to be there.
      const styles = ["16px", "bold 16px", "italic 16px"];
      await Promise.allSettled(styles.map((style) => document.fonts.load(`${style} 'Roboto Mono'`)));
      start(event);
      const focus = () => {
        const isClosed = document.body.classList.contains("-closed");
        (isClosed ? document.getElementById("again") : terminal.querySelector("textarea")).focus();
      };
      focus(); // keys work without a click
      window.addEventListener("focus", focus);
    };
  });
})();
