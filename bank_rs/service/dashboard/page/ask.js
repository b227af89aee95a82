/** Questions to the service that the page is from. */

const KEY = "bank-rs-key";
const TRIES = 6;
const LATER = [429, 503];

const SENTENCES = {
  401: "Нужен ключ сервиса.",
  404: "Такого на дашборде уже нет: загрузите страницу заново.",
  422: "Сервис не понял вопроса: загрузите страницу заново.",
  429: "Слишком много вопросов за секунду: обновляйте реже.",
  500: "Сервис не смог ответить: причина в его журнале.",
  502: "Graphite не отвечает.",
  503: "Сервис занят: панель обновится позже.",
  504: "Graphite не успел ответить: возьмите меньше времени.",
};

/** An answer that is none; `detail` is the service's own sentence, in English. */
export class Refusal extends Error {
  constructor(status, detail = "") {
    super(SENTENCES[status] ?? `Сервис ответил кодом ${status}.`);
    this.status = status;
    this.detail = detail;
  }
}

export function keepKey(key) {
  sessionStorage.setItem(KEY, key);
}

export function keyIsKept() {
  return sessionStorage.getItem(KEY) !== null;
}

/** What the service answers; throws a Refusal, or the AbortError of `signal`. */
export async function ask(what, query = {}, signal = undefined) {
  for (let left = TRIES - 1; ; left -= 1) {
    const answer = await send(`dashboard/${what}?${new URLSearchParams(query)}`, signal);
    if (answer.ok) return answer.json();
    if (!left || !LATER.includes(answer.status)) throw await refusalOf(answer, what);
    await pause(Number(answer.headers.get("retry-after") ?? 1) * 1000, signal);
  }
}

async function send(address, signal) {
  const key = sessionStorage.getItem(KEY);
  // a header takes no other characters; such a key is none of the service's
  const headers = key ? { "X-API-Key": key.replace(/[^\x21-\x7e]/g, "?") } : {};
  try {
    return await fetch(address, { headers, signal });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Error("Сервис не отвечает.");
  }
}

async function refusalOf(answer, what) {
  const { detail = "" } = await answer.json().catch(() => ({}));
  const refusal = new Refusal(answer.status, detail);
  if (what === "boards" && answer.status === 404) {
    refusal.message =
      "Сервис не нашёл дашбордов: задайте BANK_RS_DASHBOARDS_DIR, папку grafana/dashboards.";
  } else if (what === "boards" && answer.status === 500) {
    refusal.message = `Дашборд не читается: ${detail}`;
  }
  return refusal;
}

function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
