// Reads {secret, headers, body} from standard input and has the library standardwebhooks verify it; prints the body's type, or
// why it was refused (exit status 1).
const { readFileSync } = require("node:fs");
const { Webhook } = require("standardwebhooks");

const { secret, headers, body } = JSON.parse(readFileSync(0, "utf-8"));
try {
  console.log(new Webhook(secret).verify(body, headers).type);
} catch (error) {
  console.log(error.message);
  process.exitCode = 1;
}
