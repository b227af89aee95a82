/** The form that asks for a key of the service. */

import { Refusal, keepKey, keyIsKept } from "./ask.js";

const dialog = document.querySelector("#key");
let shown = null;

/** What a question is answered with, once the service takes the key. */
export async function answered(question) {
  for (;;) {
    try {
      return await question();
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 401) throw error;
      // many questions may be refused at once; one form is enough
      shown ??= keyIsGiven();
      await shown;
    }
  }
}

function keyIsGiven() {
  const form = dialog.querySelector("form");
  if (keyIsKept()) dialog.querySelector("#key-why").textContent = "Сервис не знает этого ключа.";
  dialog.showModal();
  return new Promise((resolve) => {
    // without a key there is nothing to go back to
    dialog.oncancel = (event) => event.preventDefault();
    form.onsubmit = (event) => {
      event.preventDefault();
      keepKey(form.elements.key.value.trim());
      form.reset();
      dialog.close();
      shown = null;
      resolve();
    };
  });
}
