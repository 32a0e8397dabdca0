// The examples, run as somebody would run them: the script for Node, the page in Chromium, the script for a notebook.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { resolve } from "node:path";
import test from "node:test";
import { Session } from "@ambition/engine";

test("the script for Node tells which targets are below last year's results", () => {
  const headings = "UPN,Surname,KS2_English,KS2_Maths,Target_KS2_English,Target_KS2_Maths\n";
  writeFileSync("last.csv", `${headings}C823456789012,Fir,5,5,,\n`);
  writeFileSync("school.csv", `${headings}A823456789012,Ash,,,4,4\nB823456789012,Elm,,,3,3\n`);
  const told = execFileSync("node", ["below-current.mjs", "last.csv", "school.csv"], { encoding: "utf8" });
  assert.match(told, /^school\.csv ks2\.both4: /m);
});

test("the script for a notebook draws the gaps", async () => {
  const session = new Session();
  await session.open(readFileSync("cohort.csv"));
  writeFileSync("figures.csv", session.figuresCsv({ groups: true }).value);
  const chart = execFileSync("python3", ["gap_chart.py", "figures.csv", "fsm", "Y", "N"], { encoding: "utf8" });
  const share = (group) =>
    session
      .figures({ groups: true })
      .value.find((row) => row.measure === "ks2.rwm" && row.group_by === "fsm" && row.group === group && row.basis === "target" && !row.school).value;
  const gap = (share("Y") - share("N")).toFixed(1);
  assert.match(chart, /^<svg .*<\/svg>\n$/s);
  assert.ok(chart.includes(`>ks2.rwm</text>`) && chart.includes(`>${gap}</text>`), gap);
});

test("the page of thirty lines shows the targets of a file that is chosen", { timeout: 60_000 }, async () => {
  const page = readFileSync("page.html", "utf8");
  assert.ok(page.trimEnd().split("\n").length <= 30);
  const asked = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    const path = request.url === "/" ? "page.html" : request.url.replace("/engine/", "node_modules/@ambition/engine/");
    const type = path.endsWith(".html") ? "text/html" : "text/javascript";
    try {
      response.writeHead(200, { "content-type": type }).end(readFileSync(resolve(path.replace(/^\//, ""))));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const browser = await Browser.start();
  try {
    await browser.post("url", { url: `http://127.0.0.1:${server.address().port}/` });
    const input = await browser.find("#file");
    await browser.post(`element/${input}/value`, { text: resolve("cohort.csv") });
    const rows = await browser.until("return [...document.querySelectorAll('tr')].map((row) => row.innerText.split('\\t'))", (rows) => rows.length > 0);
    const session = new Session();
    await session.open(readFileSync("cohort.csv"));
    const targets = session.view("ambition").value.ambition.targets;
    assert.deepEqual(rows, targets.map(({ title, percent }) => [title, percent]));
    assert.deepEqual(asked.filter((url) => url !== "/favicon.ico").sort(), ["/", "/engine/engine.js", "/engine/index.js"]);
  } finally {
    await browser.end();
    server.close();
    server.closeAllConnections();
  }
});

/** Chromium by its driver: the few requests that are needed here. */
class Browser {
  static async start() {
    const browser = new Browser();
    browser.driver = spawn("chromedriver", ["--port=0"], { stdio: ["ignore", "pipe", "ignore"] });
    const port = await new Promise((done, failed) => {
      browser.driver.on("error", failed);
      browser.driver.stdout.on("data", (said) => {
        const port = /successfully on port (\d+)/.exec(said)?.[1];
        if (port) done(port);
      });
    });
    browser.address = `http://localhost:${port}/session`;
    const args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];
    const capabilities = { alwaysMatch: { "goog:chromeOptions": { args } } };
    const { sessionId } = await browser.request("", { capabilities }).catch((error) => {
      browser.driver.kill();
      throw error;
    });
    browser.address += `/${sessionId}/`;
    return browser;
  }

  async request(path, body, method = "POST") {
    const answer = await fetch((this.address + path).replace(/\/$/, ""), { method, body: body && JSON.stringify(body) });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(value.message);
    return value;
  }

  post(path, body) {
    return this.request(path, body);
  }

  async find(selector) {
    return Object.values(await this.post("element", { using: "css selector", value: selector }))[0];
  }

  /** What a script returns, once that is what is waited for. */
  async until(script, isWanted) {
    for (let tries = 0; tries < 200; tries += 1) {
      const value = await this.post("execute/sync", { script, args: [] });
      if (isWanted(value)) return value;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error(`it never became so: ${script}`);
  }

  async end() {
    await this.request("", undefined, "DELETE").catch(() => {});
    // The browser may hold the same pipe for a moment longer.
    this.driver.stdout.destroy();
    this.driver.kill();
  }
}
