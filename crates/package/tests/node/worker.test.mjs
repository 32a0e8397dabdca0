// The same in a worker, which has neither a page nor the globals of the main thread.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { Worker } from "node:worker_threads";
import { Session } from "@ambition/engine";

test("a worker gives the same figures", async () => {
  const cohort = readFileSync("cohort.csv");
  const worker = new Worker(
    `const { parentPort, workerData } = require("node:worker_threads");
     import("@ambition/engine").then(async ({ Session }) => {
       const session = new Session();
       await session.open(workerData);
       parentPort.postMessage(session.figuresCsv({ groups: true }));
     });`,
    { eval: true, workerData: cohort },
  );
  const theirs = await new Promise((done, failed) => worker.on("message", done).on("error", failed));
  await worker.terminate();
  const session = new Session();
  await session.open(cohort);
  assert.deepEqual(theirs, session.figuresCsv({ groups: true }));
});
