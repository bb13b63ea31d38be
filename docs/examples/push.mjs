// Pushes CloudEvents to followupd and waits until each one is safe.
//
//     node push.mjs ipc:///run/followupd/router.sock event.json
//
// Needs the npm package zeromq (6 or later). An event that is answered `busy`, or not at all, is sent again with the same
// id: followupd answers `duplicate` if it had taken it in the first time.
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { Dealer } from "zeromq";

const answerWithinMs = 5000;
const giveUpAfterMs = 60000;

/** Sends one event until it is answered with something else than busy; returns the reply. */
async function push(address, event) {
  const giveUp = Date.now() + giveUpAfterMs;
  while (Date.now() < giveUp) {
    const socket = new Dealer({ immediate: true, linger: 0, sendTimeout: answerWithinMs, receiveTimeout: answerWithinMs });
    socket.connect(address);
    try {
      await socket.send(JSON.stringify(event));
      const [body] = await socket.receive();
      const reply = JSON.parse(body.toString());
      if (reply.status !== "busy") return reply;
      await sleep(reply.retry_after_ms ?? 1000);
    } catch (error) {
      if (error.code !== "EAGAIN") throw error; // no answer in time: unknown, so the same event goes again
    } finally {
      socket.close();
    }
  }
  throw new Error("followupd did not answer");
}

const [address, path] = process.argv.slice(2);
const document = JSON.parse(await readFile(path, "utf-8"));
let refused = 0;
for (const event of Array.isArray(document) ? document : [document]) {
  const reply = await push(address, event);
  console.log(JSON.stringify(reply));
  if (!["accepted", "duplicate", "stale"].includes(reply.status)) refused += 1;
}
process.exit(refused ? 1 : 0);
