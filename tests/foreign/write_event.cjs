// Makes the event of the given file anew with the library cloudevents, which validates it, and prints it as structured JSON.
const { readFileSync } = require("node:fs");
const { CloudEvent, HTTP } = require("cloudevents");

const event = new CloudEvent(JSON.parse(readFileSync(process.argv[2], "utf-8")));
console.log(HTTP.structured(event).body);
